import Credentials
import Glibc
import Ledger
import Vocabulary

/// The process that owns the locks of a station: one thread, one loop, everything that must be trusted.
public final class Controller {
    /// The same program as this one, also when an upgrade has put another in its place.
    public static let ownProgram = "/proc/self/exe"
    /// What ends a station, and what makes it read its keys anew.
    private static let signals = [SIGTERM, SIGINT, SIGHUP]
    /// How often the ledger's head goes to the journal and old rows are dropped.
    private static let housekeepingInterval = Duration.seconds(3600)

    private let configuration: Configuration
    private let hangupEnds: Bool
    private let readerExecutable: String
    private let signals: Signals
    private let ledger: Ledger
    private let judge: Judge
    private let record: Record
    private let journal: Journal
    private var gates: [Gate] = []
    private var housekeepingDue: MonotonicTime

    /// Takes the state folder, opens the ledger and reads the keys; no line is touched yet.
    ///
    /// `readerExecutable` is started with the word `reader` and must be this program, or in tests one that plays it.
    /// `hangupEnds`: a closed terminal ends the station; otherwise SIGHUP makes it read its keys and revocations anew.
    /// Throws a `StationFault` that says what is wrong and what to do.
    public init(
        configuration: Configuration, journal: Journal = Journal(), observers: [any StationObserver],
        hangupEnds: Bool = false, readerExecutable: String = Controller.ownProgram
    ) throws(StationFault) {
        signals = try Signals(Self.signals)
        self.configuration = configuration
        self.journal = journal
        self.hangupEnds = hangupEnds
        self.readerExecutable = readerExecutable
        let state = try StateFolder(path: configuration.stateFolder)
        let trust: TrustStore
        do throws(TrustFault) { trust = try TrustStore(folder: configuration.trustFolder) } catch {
            throw StationFault(exitCode: EX_CONFIG, "\(error)")
        }
        let now = MonotonicTime.now
        let clock = StationClock().read()
        do throws(LedgerFault) {
            let key = try LedgerKey(loadingOrCreatingAt: LedgerKey.file(in: state.path))
            ledger = try Ledger(
                folder: state.path, key: key, station: configuration.station, boot: bootIdentifier(), monotonic: now,
                time: clock.time, clock: clock.state)
        } catch {
            throw StationFault(exitCode: error.exitCode, "\(error)")
        }
        judge = Judge(configuration: configuration, trust: trust, ledger: ledger)
        record = Record(ledger: ledger, observers: observers)
        housekeepingDue = now
    }

    /// Opens the gates and serves them until a signal ends it, or until every gate's replay is over.
    public func run() {
        let begun = MonotonicTime.now
        record.service(.started, at: begun)
        if let aside = ledger.setAside {
            record.tell(
                .incident(
                    .ledgerDamaged, gate: "", detail: "\(Incident.ledgerDamaged.words): \(aside.path), \(aside.why)"))
        }
        let isAlone = configuration.gates.count == 1
        gates = configuration.gates.map { gate in
            Gate(
                gate, board: configuration.board, prefix: isAlone ? nil : gate.name, judge: judge, record: record,
                readerExecutable: readerExecutable, at: begun)
        }
        serve()
        for gate in gates { gate.end() }
        gates = []
        record.service(.stopped, at: .now)
    }

    private func serve() {
        while true {
            let now = MonotonicTime.now
            for gate in gates { gate.tick(at: now) }
            if now >= housekeepingDue { keepHouse(at: now) }
            if let due = record.due, now >= due { record.flush(at: now) }
            if gates.allSatisfy(\.isOver) { return }
            let descriptors = [signals.descriptor] + gates.flatMap(\.descriptors)
            let due = gates.compactMap(\.due).reduce(min(housekeepingDue, record.due ?? housekeepingDue), min)
            let ready = Wait.forReading(descriptors, until: due)
            for gate in gates { gate.react(to: ready, at: .now) }
            while let signal = signals.next() {
                guard signal == SIGHUP, !hangupEnds else { return }
                reload()
            }
        }
    }

    private func reload() {
        do throws(TrustFault) {
            try judge.reloadTrust()
            journal.write(.notice, "keys and revocations were read anew")
        } catch {
            record.incident(.trustUnreadable, detail: "\(error); the old ones stay in force", at: .now)
        }
    }

    private func keepHouse(at now: MonotonicTime) {
        housekeepingDue = now + Self.housekeepingInterval
        let clock = record.clock.read()
        do throws(LedgerFault) {
            let age = configuration.keepRows.inNanoseconds / 1_000_000
            let old = WallTime(milliseconds: clock.time.milliseconds - age)
            if clock.state == .trusted { _ = try ledger.dropRows(olderThan: old, now: clock.time) }
            try ledger.maintain()
        } catch {
            record.failed(error, at: now)
        }
        journal.write(.info, "ledger: its head is \(ledger.head)")
    }
}
