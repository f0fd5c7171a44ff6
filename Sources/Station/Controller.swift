import Control
import Credentials
import Glibc
import Ledger
import Vocabulary

/// The process that owns the locks of a station: one thread, one loop, everything that must be trusted.
public final class Controller {
    /// The same program as this one, also when an upgrade has put another in its place.
    public static let ownProgram = "/proc/self/exe"
    /// What ends a station, and what makes it read its settings anew.
    private static let signals = [SIGTERM, SIGINT, SIGHUP]
    /// How often the ledger's head goes to the journal and old rows are looked for.
    private static let housekeepingInterval = Duration.seconds(3600)
    /// From one batch of old rows to the next: people come in between.
    private static let dropInterval = Duration.seconds(1)

    /// What is in force.
    var settings: StationSettings
    var configuration: Configuration { settings.configuration }
    let siteStore: SiteStore
    var reload = ReloadState()
    /// The checks that somebody at the control socket waits for.
    var examination: StationExamination?
    private let firstReading: SettingsReading.Outcome
    private let hangupEnds: Bool
    let readerExecutable: String
    private let signals: Signals
    let ledger: Ledger
    let judge: Judge
    let record: Record
    let clock: ClockKeeper
    let signers: TrustKeeper
    let figures = FiguresKeeper()
    let control: ControlServer
    /// Acts of people over the control socket: ten at once, then one a second.
    var acts = RateLimit(burst: 10, interval: .seconds(1))
    private(set) var begun = MonotonicTime.now
    let journal: Journal
    let manager: ServiceManager?
    var gates: [Gate] = []
    /// What followers were told last of the counts.
    var toldOccupancy: OccupancyStatus?
    private var housekeepingDue: MonotonicTime
    private var dropDue: MonotonicTime

    /// Takes the state folder, opens the ledger and reads the keys; no line is touched yet.
    ///
    /// `readerExecutable` is started with the word `reader` and must be this program, or in tests one that plays it.
    /// `manager` is told how the service stands. `hangupEnds`: a closed terminal ends the station; otherwise SIGHUP makes it
    /// read its configuration, keys and revocations anew.
    /// Throws a `StationFault` that says what is wrong and what to do.
    public init(
        configuration: Configuration, journal: Journal = Journal(), observers: [any StationObserver],
        manager: ServiceManager? = nil, hangupEnds: Bool = false,
        readerExecutable: String = Controller.ownProgram
    ) throws(StationFault) {
        signals = try Signals(Self.signals)
        self.journal = journal
        self.manager = manager
        self.hangupEnds = hangupEnds
        self.readerExecutable = readerExecutable
        let state = try StateFolder(path: configuration.stateFolder)
        firstReading = SettingsReading.read(configuration.file)
        do throws(SettingsFault) { settings = try firstReading.settings.get() } catch {
            throw StationFault(exitCode: EX_CONFIG, "\(error)")
        }
        let configuration = settings.configuration
        siteStore = SiteStore(stateFolder: state.path)
        let now = MonotonicTime.now
        let clock = StationClock(configuration.clock, folder: state.path)
        do throws(LedgerFault) {
            let key = try LedgerKey(loadingOrCreatingIn: state.path)
            ledger = try Ledger(
                folder: state.path, key: key, station: configuration.station, boot: bootIdentifier(), monotonic: now,
                time: clock.read().time, clock: clock.state
            ) { manager?.willTakeLong() }
        } catch {
            throw StationFault(exitCode: error.exitCode, "\(error)")
        }
        do throws(SystemError) { try settings.taken.save(in: state.path) } catch {
            throw StationFault(exitCode: EX_IOERR, "\(state.path): the state folder cannot be written: \(error.words)")
        }
        judge = Judge(configuration: configuration, trust: settings.trust, ledger: ledger)
        do throws(LedgerFault) {
            if clock.isNew, let newest = try ledger.newestTrustedTime() { clock.learnFloor(fromRowAt: newest) }
            judge.counts.resume(try ledger.countedRows(), boot: bootIdentifier(), at: now, on: clock.read())
        } catch  where error.kind == .damaged {
            // The first row begins a new ledger; people are counted from nobody on.
        } catch {
            throw StationFault(exitCode: error.exitCode, "\(error)")
        }
        let setting = ControlSetting(configuration)
        configuration.warnOfUnknownGroups(in: journal)
        control = ControlServer(
            path: setting.path, station: configuration.station, roles: setting.roles, tokens: TokenList())
        record = Record(ledger: ledger, clock: clock, observers: observers + [figures, Follower(control)])
        self.clock = ClockKeeper(clock, station: configuration.station, judge: judge, record: record, at: now)
        signers = TrustKeeper(judge: judge, record: record, at: now)
        housekeepingDue = now
        dropDue = now + Self.dropInterval
    }

    /// Opens the gates and serves them until a signal ends it, or until every gate's replay is over.
    public func run() {
        begin(at: .now)
        serve()
        end()
    }

    /// Opens the gates.
    func begin(at now: MonotonicTime) {
        begun = now
        let replaced = ledger.setAside
        record.service(.started, at: begun)
        journal.write(.notice, "station \(configuration.station): started", as: .started)
        if let replaced { record.tellReplaced(replaced) }
        noteRefused(firstReading, at: begun)
        noteTaken(at: begun)
        if settings.root == nil {
            let file = RootOfTrust.file(beside: configuration.file)
            journal.write(
                .notice,
                "no root of trust is set (\(file)): whoever can write \(configuration.trustFolder) decides whose passes count"
            )
        }
        gates = configuration.gates.map { makeGate($0, at: begun) }
        reloadTokens(at: begun)
    }

    /// Brings every line to rest.
    private func end() {
        manager?.stopping()
        examination?.stop()
        control.end()
        for gate in gates { gate.end() }
        gates = []
        clock.end(at: .now)
        record.service(.stopped, at: .now)
        journal.write(.notice, "station \(configuration.station): stopped, every line at rest", as: .stopped)
    }

    private func serve() {
        while true {
            let now = MonotonicTime.now
            tick(at: now)
            if gates.allSatisfy(\.isOver) { return }
            report(at: now)
            let descriptors =
                [signals.descriptor] + [reload.reading?.descriptor, examination?.descriptor].compactMap(\.self)
                + gates.flatMap(\.descriptors)
            let dues: [MonotonicTime?] =
                gates.map(\.due)
                + [
                    record.due, clock.due, signers.due, judge.counts.due, reload.plan.due, reload.lookDue,
                    control.due(at: now), examination?.due,
                    manager?.due,
                ]
            let due = dues.compactMap(\.self).reduce(min(housekeepingDue, dropDue), min)
            let ready = Wait.forReading(descriptors, and: control.polled(at: now), until: due)
            for gate in gates { gate.react(to: ready, at: .now) }
            control.react(to: ready, at: .now) { request, caller throws(ControlRefusal) in
                try answer(request, of: caller, at: .now)
            }
            while let signal = signals.next() {
                guard signal == SIGHUP, !hangupEnds else { return }
                askForReload()
            }
        }
    }

    /// Does all that is due.
    func tick(at now: MonotonicTime) {
        clock.tick(at: now)
        signers.tick(at: now)
        for gate in gates { gate.tick(at: now) }
        tickReload(at: now)
        tickOccupancy(at: now)
        for event in control.tick(at: now) { note(event, at: now) }
        if examination?.turn(at: now) == true { examination = nil }
        if now >= dropDue { dropRows(at: now) }
        if now >= housekeepingDue { keepHouse(at: now) }
        if let due = record.due, now >= due { record.flush(at: now) }
    }

    /// Says to the service manager that this turn did its work.
    private func report(at now: MonotonicTime) {
        let faults = record.isUnwritable ? [Incident.ledgerUnwritable.rawValue] : []
        manager?.turn(gates.map(\.standing), faults: faults, at: now)
    }

    /// A gate of this station, its lines at rest.
    func makeGate(_ gate: GateConfiguration, at now: MonotonicTime) -> Gate {
        Gate(
            gate, board: configuration.board, prefix: configuration.prefix(of: gate), judge: judge, record: record,
            clock: clock, readerExecutable: readerExecutable, at: now)
    }

    /// Takes out rows that are too old, a batch at a time until there are none.
    private func dropRows(at now: MonotonicTime) {
        dropDue = now + Self.housekeepingInterval
        let clock = record.clock.read()
        guard clock.state != .untrusted else { return }
        do throws(LedgerFault) {
            let limit = clock.time - configuration.keepRows
            if try ledger.dropRows(olderThan: limit, now: clock.time) > 0 { dropDue = now + Self.dropInterval }
            try ledger.maintain()
        } catch {
            record.failed(error, at: now)
        }
    }

    private func keepHouse(at now: MonotonicTime) {
        housekeepingDue = now + Self.housekeepingInterval
        let head = "\(ledger.head)"
        journal.write(.info, "ledger: its head is \(head)", as: .ledgerHead, [.head: head])
    }
}
