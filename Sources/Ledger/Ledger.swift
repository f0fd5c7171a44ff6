import Admission
import Credentials
import GRDB
import Vocabulary

/// The record of one station: a row for each decision and incident, each tied to the one before, on the disk before the
/// lock moves. One thread owns it; others look at it through `LedgerReader`.
public final class Ledger {
    /// A damaged ledger that was replaced.
    public struct SetAside: Hashable, Sendable {
        /// Where it lies now, with its `-wal` and `-shm`; only its folder, where the first try to replace it failed.
        public let path: String
        public let why: String
    }

    /// The damaged ledger that the present one replaced, where that happened since the start.
    public private(set) var setAside: SetAside?
    /// The last row, for the journal.
    public private(set) var head: LedgerHead

    private let maker: LedgerMaker
    private let lock: OwnedFile
    private var file: LedgerFile
    /// After a fault the file is asked where the chain stands.
    private var isHeadSure = true
    /// Seen to be damaged: no row is taken before `replaceDamaged`.
    private var damage: LedgerFault?
    private var commitsInLog = 0

    /// Rows after which `maintain` empties the log.
    static let commitsPerCheckpoint = 256

    /// Opens the ledger in `folder`, or begins one.
    ///
    /// A damaged one is kept aside, never deleted: a new one is begun, which goes on in the chain and remembers the spent
    /// passes as far as they can be read, and its first row is the incident `ledger-damaged`, with the time given here.
    /// - Parameters:
    ///   - station: the station's name, in each row.
    ///   - boot: the kernel's boot id (`/proc/sys/kernel/random/boot_id`), in each row.
    ///   - willTakeLong: called before minutes may pass, where an earlier version's ledger is brought up to date or a damaged
    ///     one replaced.
    public init(
        folder: String, key: LedgerKey, station: String, boot: String, monotonic: MonotonicTime, time: WallTime,
        clock: Clock.State, willTakeLong: @escaping () -> Void = {}
    ) throws(LedgerFault) {
        maker = LedgerMaker(
            place: LedgerPlace(folder: folder), key: key, station: station, boot: boot, willTakeLong: willTakeLong)
        lock = try maker.place.lock()
        (file, setAside) = try maker.openOrBegin(
            .incident(.ledgerDamaged, monotonic: monotonic, time: time, clock: clock))
        head = try file.read(file.head)
    }

    /// Whether it was seen to be damaged since it was opened.
    public var isDamaged: Bool { damage != nil }

    /// Replaces a damaged ledger as at the start: its first row is the incident `ledger-damaged`, with the time given here.
    ///
    /// Of a long one this takes minutes, so it is never done in the middle of a decision. Where it throws, the same call works
    /// again once the cause is mended.
    public func replaceDamaged(
        monotonic: MonotonicTime, time: WallTime, clock: Clock.State
    ) throws(LedgerFault) -> SetAside {
        let kept: SetAside
        (file, kept) = try maker.replace(
            file, because: damage?.what ?? "", known: head,
            .incident(.ledgerDamaged, monotonic: monotonic, time: time, clock: clock))
        head = try file.read(file.head)
        setAside = kept
        damage = nil
        isHeadSure = true
        commitsInLog = 0
        return kept
    }

    /// The only form in which the ledger knows a credential: HMAC-SHA256 of format and identifier under this station's key.
    public func hash(of credential: Credential) -> CredentialHash { maker.key.hash(of: credential) }

    /// Writes `entry` as the next row; on the disk when this returns.
    ///
    /// Where it throws, the row does not count, and the same call works again once the cause is mended. (Only a power cut
    /// right after a failed sync may yet leave the row: a decision too many in the ledger, never one too few.) One that turns
    /// out to be damaged takes no row any more before `replaceDamaged`.
    @discardableResult
    public func append(_ entry: LedgerEntry) throws(LedgerFault) -> LedgerRow {
        if let damage { throw damage }
        let row = try watching { () throws(LedgerFault) in
            guard file.isInPlace else {
                throw LedgerFault(.damaged, "\(file.path): removed while the gate was running")
            }
            return try file.write { db in
                let head = isHeadSure ? self.head : try file.head(db)
                let row = LedgerRow(entry, station: maker.station, boot: maker.boot, after: head, in: file.chain)
                try file.insert(row, db)
                return row
            }
        }
        head = row.head
        isHeadSure = true
        commitsInLog += 1
        return row
    }

    /// Whether the single-use pass with this hash was used up.
    public func isSpent(_ hash: CredentialHash) throws(LedgerFault) -> Bool {
        try watching { () throws(LedgerFault) in try file.isSpent(hash) }
    }

    /// The time of the newest row that was written while the clock was trusted; nil where there is none.
    public func newestTrustedTime() throws(LedgerFault) -> WallTime? {
        try reading { db in
            try Int64.fetchOne(
                db, sql: "SELECT time FROM ledger WHERE clock = 'trusted' ORDER BY sequence DESC LIMIT 1"
            ).map(WallTime.init(milliseconds:))
        }
    }

    func reading<T>(_ body: (Database) throws -> T) throws(LedgerFault) -> T {
        try watching { () throws(LedgerFault) in try file.read(body) }
    }

    /// Takes out the oldest rows before `limit`, at most 500 a call, so that no decision waits long; how many it took.
    ///
    /// Call it while idle until it returns 0, and only with a trusted clock. Spent passes stay until they expire.
    public func dropRows(olderThan limit: WallTime, now: WallTime) throws(LedgerFault) -> Int {
        let dropped = try watching { () throws(LedgerFault) in try file.drop(olderThan: limit, now: now) }
        commitsInLog += dropped
        return dropped
    }

    /// Empties the log once it has grown, so that decisions do not pay for it. Call it while nobody stands at the gate;
    /// most calls do nothing.
    public func maintain() throws(LedgerFault) {
        guard commitsInLog >= Self.commitsPerCheckpoint else { return }
        commitsInLog = 0
        try watching { () throws(LedgerFault) in try file.checkpoint() }
    }

    /// Remembers of each fault what the next row must know.
    private func watching<T>(_ body: () throws(LedgerFault) -> T) throws(LedgerFault) -> T {
        do {
            return try body()
        } catch {
            isHeadSure = false
            if error.kind == .damaged { damage = error }
            throw error
        }
    }
}
