import Admission
import Glibc
import Ledger
import Station
import Vocabulary

/// The rows of a technician's visit to a station that is not at work. While this lives no station can start.
public final class ServiceRows {
    private let ledger: Ledger
    private let folder: String
    private let owner: (user: uid_t, group: gid_t)

    /// Nil where there is no ledger yet: the gate begins it itself, as its own user.
    ///
    /// Throws a `LedgerFault`: `busy` where a station is at work.
    public init?(_ configuration: Configuration) throws(LedgerFault) {
        folder = configuration.stateFolder
        var status = stat()
        guard stat("\(folder)/ledger.sqlite", &status) == 0 else { return nil }
        owner = (status.st_uid, status.st_gid)
        let (clock, path) = (Self.clock(in: folder), folder)
        ledger = try Self.asOwner(owner) { () throws(LedgerFault) in
            try Ledger(
                folder: path, key: try LedgerKey(loadingFrom: path), station: configuration.station,
                boot: bootIdentifier(), monotonic: .now, time: clock.time, clock: clock.state)
        }
    }

    /// Writes down what the technician makes a gate do, before it does it.
    public func write(
        _ act: StationAct, by authority: Authority = .technician, gate: String, lock: LockOutcome? = nil
    ) throws(LedgerFault) {
        let clock = Self.clock(in: folder)
        var entry = LedgerEntry(
            kind: .command, gate: gate, monotonic: .now, time: clock.time, clock: clock.state,
            note: act.note(by: authority))
        entry.lock = lock
        _ = try Self.asOwner(owner) { () throws(LedgerFault) in try ledger.append(entry) }
    }

    private static func clock(in folder: String) -> (time: WallTime, state: Clock.State) {
        guard let trust = ClockRecord(folder: folder)?.trust, let time = trust.time(at: .now) else {
            return (.now, .untrusted)
        }
        return (time, trust.state(at: .now))
    }

    /// Files that SQLite makes must be those of the station's user, also where root looks.
    private static func asOwner<Value>(
        _ owner: (user: uid_t, group: gid_t), _ body: () throws(LedgerFault) -> Value
    ) throws(LedgerFault) -> Value {
        let own = (user: geteuid(), group: getegid())
        guard own.user == 0, owner.user != 0 else { return try body() }
        setegid(owner.group)
        seteuid(owner.user)
        defer {
            seteuid(own.user)
            setegid(own.group)
        }
        return try body()
    }
}
