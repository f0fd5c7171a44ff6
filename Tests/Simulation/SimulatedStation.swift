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

/// The judge of a real station, its ledger and the machines of its gates, in a time that only the simulation lets pass. What
/// must hold is looked at with every step.
final class SimulatedStation {
    static let capacity = 40
    private static let pulse = Duration.seconds(5)
    private static let frame = Duration.milliseconds(100)

    /// What befalls the lock when somebody is to come in.
    enum Lock {
        case works, isAway
        /// It fails after the row.
        case fails
    }

    let codes = SimulatedCodes()
    /// The true time since the beginning.
    private(set) var elapsed = Duration.zero
    private(set) var opened = 0
    private(set) var rows = 0
    private(set) var cuts = 0
    /// The wall clock of the board; it may be wrong.
    var wall: WallTime
    var state = Clock.State.trusted
    var lockState = Lock.works

    private let folder: String
    private let configuration: Configuration
    private let ledgerKey: LedgerKey
    private var running: Judge?
    private var now = MonotonicTime(nanoseconds: 20_000_000_000)
    private var trackers: [String: PresentationTracker] = [:]
    private var door = DoorMonitor(timing: DoorTiming())
    private var lock = Pulse(length: pulse)
    private var spent: Set<CredentialHash> = []
    /// Passes that came in, and until when `timed` keeps them out.
    private var entered: [CredentialHash: Duration] = [:]

    private var judge: Judge { running! }
    var inside: Int { judge.counts.occupancy.inside }
    var capacity: Int { judge.counts.occupancy.capacity ?? .max }
    var clock: Clock { Clock(time: wall, state: state, minute: .local(at: wall)) }

    /// Begins with an empty ledger in `folder`, which is there.
    init(in folder: String, at time: WallTime) throws {
        self.folder = folder
        wall = time
        for name in ["state", "trust"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        try codes.write(to: "\(folder)/trust", at: time)
        try """
        station = "north"
        state_dir = "state"
        trust_dir = "trust"
        board = "simulated"
        occupancy = { capacity = \(Self.capacity), stay_hours = 9 }
        passback = { visitor = "timed", member = "soft" }
        health = { holder_check = "none" }
        trust.stale = "accept"
        [gate.in]
        camera.source = "replay:nowhere"
        [gate.out]
        direction = "exit"
        camera.source = "replay:nowhere"
        """.write(toFile: "\(folder)/config.toml", atomically: true, encoding: .utf8)
        configuration = try Configuration(file: "\(folder)/config.toml")
        ledgerKey = try LedgerKey(loadingOrCreatingIn: configuration.stateFolder)
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
        pass(length)
        try tick()
    }

    private func pass(_ length: Duration) { (now, wall, elapsed) = (now + length, wall + length, elapsed + length) }

    /// People hold up their codes before the camera of a gate for so many frames, the first one the nearest; the rulings in
    /// their order.
    func show(_ payloads: [Payload], at name: String, frames: Int = 2) throws -> [Judge.Ruling] {
        let sightings = payloads.enumerated().map { place, payload in
            let (x, side) = (Double(place) * 400, 200 - Double(place) * 40)
            return Sighting(
                payload: payload,
                outline: Quad(
                    topLeft: Point(x: x, y: 0), topRight: Point(x: x + side, y: 0),
                    bottomRight: Point(x: x + side, y: side), bottomLeft: Point(x: x, y: side)))
        }
        var rulings: [Judge.Ruling] = []
        for _ in 0..<frames {
            var tracker = trackers[name] ?? PresentationTracker(rules: gate(name).rules)
            let presentation = tracker.see(sightings, at: now)
            trackers[name] = tracker
            if let presentation { rulings.append(try decide(presentation, at: name)) }
            pass(Self.frame)
        }
        // Each goes on, and is out of view when the next one comes.
        pass(gate(name).rules.outOfView)
        return rulings
    }

    private func decide(_ presentation: PresentationTracker.Presentation, at name: String) throws -> Judge.Ruling {
        let (gate, before) = (gate(name), inside)
        let examination = judge.trust.examine(presentation.payload)
        let ruling = try judge.rule(
            on: examination, at: gate, isLockReady: lockState != .isAway, by: clock, at: now,
            after: now - presentation.firstSeen)
        rows += 1
        try require(ruling.sequence == Int64(rows), "row \(ruling.sequence) where \(rows) was to be written")
        guard name == "in" else {
            try require(ruling.lock != .held && ruling.reason == .ok, "somebody who left was \(ruling.reason.rawValue)")
            if let hash = hash(of: examination) { entered[hash] = nil }
            if inside == 0 { entered = [:] }
            if ruling.lock == .opened { try open() }
            return ruling
        }
        guard ruling.lock == .opened else {
            try require(inside == before, "\(ruling.reason.rawValue) changed the count")
            return ruling
        }
        let isVisitor = ruling.holderClass != .member
        try require(!isVisitor || before < capacity, "a visitor came in where \(before) of \(capacity) were inside")
        try require(ruling.reason.verdict == .admit, "the gate opened for \(ruling.reason.rawValue)")
        try spend(examination)
        try enter(examination, isVisitor: isVisitor)
        if lockState == .fails { try takeBack(examination, to: before) } else { try open() }
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

    /// An officer sets the level, also where more are inside than may be then.
    func set(_ level: OccupancyLevel) throws {
        let before = inside
        var entry = LedgerEntry(
            kind: .command, monotonic: now, time: wall, clock: state, note: "occupancy-level-\(level.rawValue)-officer")
        (entry.inside, entry.mark) = (before, .level(level.rawValue))
        try write(entry)
        judge.counts.set(level)
        try require(
            inside == before && capacity == Self.capacity * [100, 75, 50, 25][level.rawValue - 1] / 100, "a level")
    }

    /// The power goes and comes back later; the board starts anew, from what is on the disk.
    func losePower(for length: Duration) throws {
        let (before, level) = (inside, judge.counts.occupancy.level)
        cuts += 1
        pass(length)
        now = MonotonicTime(nanoseconds: 20_000_000_000)
        let boot = "boot-\(cuts)"
        (running, trackers) = (nil, [:])
        running = try Self.start(configuration, ledgerKey, boot: boot, clock: wall, at: now)
        judge.counts.resume(try judge.ledger.countedRows(), boot: boot, at: now, on: clock)
        door = DoorMonitor(timing: DoorTiming())
        door.find(isOpen: false, at: now)
        lock.cancel()
        try require(inside == before, "\(before) were inside before the power went, \(inside) after it")
        try require(judge.counts.occupancy.level == level, "the level is another after the power went")
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
            admitted += batch.count { $0.lock == .opened } - batch.count { $0.kind == .incident && $0.lock == .failed }
            try require(batch.allSatisfy { $0.inside ?? 0 >= 0 }, "fewer than nobody were inside")
        }
        try require(admitted == opened, "the lock opened \(opened) times, and \(admitted) rows say so")
    }

    private func gate(_ name: String) -> GateConfiguration { configuration.gates.first { $0.name == name }! }

    private func hash(of examination: Examination) -> CredentialHash? {
        (try? examination.outcome.get()).map { judge.ledger.hash(of: $0) }
    }

    private func tick() throws {
        let change = judge.counts.tick(at: now, on: clock)
        door.tick(at: now)
        try judge.ledger.maintain()
        if inside == 0 { entered = [:] }
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

    /// No visitor's pass comes in twice within the ten minutes of `timed`, unless it left or nobody was inside meanwhile.
    private func enter(_ examination: Examination, isVisitor: Bool) throws {
        guard isVisitor, let hash = hash(of: examination) else { return }
        try require(
            inside == 1 || entered[hash].map { $0 <= elapsed } ?? true, "a pass came in twice")
        entered[hash] = elapsed + .seconds(600)
    }

    /// The lock failed after the row; the counts are as if nobody had come.
    private func takeBack(_ examination: Examination, to before: Int) throws {
        var entry = LedgerEntry.incident(.lineFailed, gate: "in", monotonic: now, time: wall, clock: state)
        entry.lock = .failed
        judge.takeBack(examination, at: gate("in"), in: &entry)
        try write(entry)
        if let hash = hash(of: examination) { entered[hash] = nil }
        if inside == 0 { entered = [:] }
        try require(inside == before, "\(inside) are inside, and \(before) were before the lock failed")
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
