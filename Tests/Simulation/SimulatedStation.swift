import Admission
import Credentials
import Foundation
import GateIO
import Ledger
import Station
import Vocabulary

/// What must never be was seen.
struct Violation: Error, CustomStringConvertible {
    let description: String
}

/// The judge of a real station, its ledger and the machines of its gate, in a time that only the simulation lets pass. What
/// must hold is looked at with every step.
final class SimulatedStation {
    static let capacity = 40
    private static let pulse = Duration.seconds(5)

    let key = SigningKey()
    private(set) var opened = 0
    private(set) var rows = 0
    private(set) var cuts = 0
    /// The wall clock of the board; it may be wrong.
    var wall: WallTime
    var state = Clock.State.trusted

    private let folder: String
    private let configuration: Configuration
    private let ledgerKey: LedgerKey
    private var running: Judge?
    private var now = MonotonicTime(nanoseconds: 20_000_000_000)
    private var door = DoorMonitor(timing: DoorTiming())
    private var lock = Pulse(length: pulse)
    private var spent: Set<CredentialHash> = []

    private var judge: Judge { running! }
    var inside: Int { judge.counts.occupancy.inside }
    var drift: Occupancy.Drift { judge.counts.occupancy.drift }
    private var clock: Clock { Clock(time: wall, state: state, minute: .local(at: wall)) }

    /// Begins with an empty ledger in `folder`, which is there.
    init(in folder: String, at time: WallTime) throws {
        self.folder = folder
        wall = time
        for name in ["state", "trust"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        try key.publicKey.fileText.write(toFile: "\(folder)/trust/site.pub", atomically: true, encoding: .utf8)
        try """
        station = "north"
        state_dir = "state"
        trust_dir = "trust"
        board = "simulated"
        occupancy = { capacity = \(Self.capacity), stay_hours = 9 }
        passback = { visitor = "timed", member = "soft" }
        [gate.in]
        camera.source = "replay:nowhere"
        [gate.out]
        direction = "exit"
        camera.source = "replay:nowhere"
        """.write(toFile: "\(folder)/config.toml", atomically: true, encoding: .utf8)
        configuration = try Configuration(file: "\(folder)/config.toml")
        ledgerKey = try LedgerKey(loadingOrCreatingAt: LedgerKey.file(in: configuration.stateFolder))
        running = try Self.start(configuration, ledgerKey, boot: "boot-0", clock: time, at: now)
        door.find(isOpen: false, at: now)
        try write(.service(.started, monotonic: now, time: wall, clock: state))
    }

    private static func start(
        _ configuration: Configuration, _ key: LedgerKey, boot: String, clock: WallTime, at now: MonotonicTime
    ) throws -> Judge {
        let ledger = try Ledger(
            folder: configuration.stateFolder, key: key, station: configuration.station, boot: boot, monotonic: now,
            time: clock, clock: .trusted)
        return Judge(
            configuration: configuration, trust: try TrustStore(folder: configuration.trustFolder), ledger: ledger)
    }

    /// Lets time pass, the wall clock with it.
    func wait(_ length: Duration) throws {
        (now, wall) = (now + length, wall + length)
        try tick()
    }

    /// Somebody shows `payload` at the gate of this name; whether the lock opened.
    func show(_ payload: Payload, at name: String) throws -> Judge.Ruling {
        let (gate, before) = (gate(name), inside)
        let ruling = try judge.rule(
            on: judge.trust.examine(payload), at: gate, isLockReady: true, by: clock, at: now)
        rows += 1
        try require(ruling.sequence == Int64(rows), "row \(ruling.sequence) where \(rows) was to be written")
        guard ruling.lock == .opened else { return ruling }
        if name == "in" {
            let isVisitor = ruling.holderClass != .member
            try require(!isVisitor || before < Self.capacity, "a visitor came in where \(before) were inside")
            try require(ruling.reason.verdict == .admit, "the gate opened for \(ruling.reason.rawValue)")
            try spend(ruling.examination)
        }
        try open()
        return ruling
    }

    /// An officer lets in who was referred; whether the lock opened.
    func admit(_ examination: Examination) throws -> Bool {
        let outcome = try judge.writeDown(
            .admit, by: .officer, for: examination, at: gate("in"), isLockReady: true, on: clock, at: now)
        guard outcome == .opened else { return false }
        rows += 1
        try spend(examination)
        try open()
        return true
    }

    /// The power goes and comes back later; the board starts anew, from what is on the disk.
    func losePower(for length: Duration) throws {
        let before = inside
        cuts += 1
        wall = wall + length
        now = MonotonicTime(nanoseconds: 20_000_000_000)
        let boot = "boot-\(cuts)"
        running = nil
        running = try Self.start(configuration, ledgerKey, boot: boot, clock: wall, at: now)
        judge.counts.resume(try judge.ledger.countedRows(), boot: boot, at: now, on: clock)
        door = DoorMonitor(timing: DoorTiming())
        door.find(isOpen: false, at: now)
        lock.cancel()
        try require(inside == before, "\(before) were inside before the power went, \(inside) after it")
        try write(.service(.started, monotonic: now, time: wall, clock: state))
        try tick()
    }

    /// Looks at every row that was written.
    func check() throws {
        let check = LedgerCheck(folder: configuration.stateFolder, key: ledgerKey)
        guard case .whole(let count, _) = check else { throw Violation(description: "the ledger is \(check)") }
        try require(count == rows, "\(count) rows where \(rows) were written")
        let reader = try LedgerReader(folder: configuration.stateFolder)
        var admitted = 0
        while case let batch = try reader.next(), !batch.isEmpty {
            admitted += batch.count { $0.lock == .opened }
            try require(batch.allSatisfy { $0.inside ?? 0 >= 0 }, "fewer than nobody were inside")
        }
        try require(admitted == opened, "the lock opened \(opened) times, and \(admitted) rows say so")
    }

    private func gate(_ name: String) -> GateConfiguration { configuration.gates.first { $0.name == name }! }

    private func tick() throws {
        let change = judge.counts.tick(at: now, on: clock)
        door.tick(at: now)
        try judge.ledger.maintain()
        guard let change else { return }
        let act: StationAct = change == .reset ? .occupancyReset : .occupancyTimedOut
        var entry = LedgerEntry(
            kind: .command, monotonic: now, time: wall, clock: state, note: act.note(by: .timer))
        (entry.inside, entry.mark) = (inside, change == .reset ? .reset : nil)
        try write(entry)
    }

    private func write(_ entry: LedgerEntry) throws {
        try judge.ledger.append(entry)
        rows += 1
    }

    /// A single-use pass lets in one person.
    private func spend(_ examination: Examination) throws {
        let credential = try examination.outcome.get()
        guard credential.isSingleUse else { return }
        let isNew = spent.insert(judge.ledger.hash(of: credential)).inserted
        try require(isNew, "a single-use pass let in a second person")
    }

    /// The lock opens for its pulse; somebody goes through and shuts the door.
    private func open() throws {
        opened += 1
        try require(inside >= 0, "fewer than nobody are inside")
        lock.begin(at: now)
        door.release(at: now, pulse: Self.pulse)
        _ = door.see(isOpen: true, at: now + .seconds(1))
        try require(door.state == .open, "the door is \(door.state.rawValue) though the lock was released")
        _ = door.see(isOpen: false, at: now + .seconds(3))
        try require(!lock.isOn(at: now + Self.pulse), "the lock is released for longer than its pulse")
    }

    private func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
        guard holds else { throw Violation(description: "\(wall.rfc3339): \(what())") }
    }
}
