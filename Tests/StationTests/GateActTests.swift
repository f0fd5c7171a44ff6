import Admission
import Control
import Credentials
import Foundation
import GateIO
import Ledger
import Testing
import Vocabulary

@testable import Station

/// A gate with a real ledger and a simulated board, without a reader.
private final class ManualGate: StationObserver {
    let gate: Gate
    let key = SigningKey()
    private(set) var acts: [Act] = []
    private let folder: TemporaryFolder
    private let judge: Judge
    private let record: Record

    init(_ more: String = "") throws {
        folder = try TemporaryFolder()
        let trust = "\(folder.path)/trust"
        try FileManager.default.createDirectory(atPath: trust, withIntermediateDirectories: true)
        _ = folder.write("trust/site.pub", key.publicKey.fileText)
        let file = folder.write(
            "config.toml",
            """
            station = "north"
            trust_dir = "trust"
            board = "simulated:lines.jsonl"
            camera.source = "replay:frames"
            timing.pulse = 0.2
            \(more)
            """)
        let configuration = try Configuration(file: file)
        let ledger = try openLedger(in: folder.path)
        judge = Judge(configuration: configuration, trust: try TrustStore(folder: trust), ledger: ledger)
        let watcher = Watcher()
        let clock = StationClock(configuration.clock, folder: folder.path)
        record = Record(ledger: ledger, clock: clock, observers: [watcher])
        gate = Gate(
            configuration.gates[0], board: configuration.board, prefix: nil, judge: judge, record: record,
            clock: ClockKeeper(clock, station: "north", judge: judge, record: record, at: .now),
            readerExecutable: "/nonexistent", at: .now)
        watcher.station = self
    }

    deinit { gate.end() }

    func note(_ event: StationEvent) { if case .acted(let act) = event { acts.append(act) } }

    /// A pass that was examined and referred to an officer at `time`.
    func refer(isSingleUse: Bool = false, at time: MonotonicTime) throws {
        let pass = try SitePass(
            identifier: SitePass.newIdentifier(), issuer: "site", holderClass: .visitor,
            notBefore: WallTime(seconds: 0), expires: WallTime(seconds: 4_000_000_000), scope: .stations(["north"]),
            isSingleUse: isSingleUse
        ).signed(by: key)
        let examination = judge.trust.examine(Payload(Array(pass.utf8)))
        #expect((try? examination.outcome.get()) != nil)
        gate.referral.open(for: examination, at: time)
    }

    func rows() throws -> [LedgerRow] { try LedgerReader(folder: folder.path).next() }

    /// What the lock's line did.
    func lockLevels() throws -> [Int] {
        let text = try String(contentsOfFile: "\(folder.path)/lines.jsonl", encoding: .utf8)
        return text.split(separator: "\n").filter { $0.contains("\"lock\"") }.map { $0.contains("\"level\":1") ? 1 : 0 }
    }

    /// Passes on what happens, without keeping the station.
    private final class Watcher: StationObserver {
        weak var station: ManualGate?
        func note(_ event: StationEvent) { station?.note(event) }
    }
}

@Suite("A gate that people act upon")
struct GateActTests {
    @Test("who was referred is let in once, with the pass's hash in the row and the lock moved after it")
    func admit() throws {
        let station = try ManualGate()
        let now = MonotonicTime.now
        #expect(throws: ControlRefusal.nobodyReferred) { try station.gate.admitReferred(by: .officer, at: now) }
        try station.refer(at: now)
        try station.gate.admitReferred(by: .officer, at: now + .seconds(29))
        #expect(throws: ControlRefusal.nobodyReferred) {
            try station.gate.admitReferred(by: .officer, at: now + .seconds(29))
        }
        let row = try #require(try station.rows().last)
        #expect(row.kind == .override && row.note == "admit-officer" && row.verdict == .admit && row.reason == nil)
        #expect(row.lock == .opened && row.credential != nil && row.holderClass == .visitor && row.spends == nil)
        #expect(try station.lockLevels().first == 1 && station.acts.map(\.lock) == [.opened])
    }

    @Test("after the time for it nobody waits any more")
    func late() throws {
        let station = try ManualGate()
        let now = MonotonicTime.now
        try station.refer(at: now)
        #expect(throws: ControlRefusal.nobodyReferred) {
            try station.gate.admitReferred(by: .button, at: now + .seconds(30))
        }
        #expect(try station.rows().isEmpty && station.lockLevels().isEmpty)
    }

    @Test("a single-use pass is spent by the officer's yes, and a copy of it finds no second yes")
    func singleUse() throws {
        let station = try ManualGate()
        let now = MonotonicTime.now
        try station.refer(isSingleUse: true, at: now)
        let referral = station.gate.referral
        try station.gate.admitReferred(by: .officer, at: now)
        station.gate.referral = referral
        #expect(throws: ControlRefusal.passSpent) { try station.gate.admitReferred(by: .officer, at: now) }
        #expect(try station.rows().count == 1)
    }

    @Test(
        "an override opens whatever was shown, and says by whom",
        arguments: [
            (Authority.officer, "override-officer"), (.button, "override-button"),
            (.administrator, "override-administrator"),
        ])
    func override(authority: Authority, note: String) throws {
        let station = try ManualGate()
        try station.gate.override(by: authority, at: .now)
        let row = try #require(try station.rows().last)
        #expect(row.kind == .override && row.note == note && row.lock == .opened && row.credential == nil)
        #expect(try station.lockLevels().first == 1)
    }

    @Test("in service mode nobody is judged, admitted or let in by hand; then all is as before")
    func service() throws {
        let station = try ManualGate()
        let now = MonotonicTime.now
        try station.refer(at: now)
        station.gate.beginService(by: .technician, at: now)
        #expect(!station.gate.isJudging)
        #expect(throws: ControlRefusal.inService) { try station.gate.override(by: .administrator, at: now) }
        #expect(throws: ControlRefusal.nobodyReferred) { try station.gate.admitReferred(by: .officer, at: now) }
        #expect(station.gate.outputs.state.levels[.red] == true, "the lamps say so")
        station.gate.endService(by: .technician, at: now)
        station.gate.endService(by: .technician, at: now)
        #expect(station.gate.isJudging && station.gate.outputs.state.levels[.red] == false)
        try station.gate.override(by: .officer, at: now)
        #expect(
            try station.rows().map(\.note) == ["service-on-technician", "service-off-technician", "override-officer"])
        #expect(try station.rows().map(\.kind) == [.command, .command, .override])
    }

    @Test("lines are tried in service mode alone; the lock's row is on the disk first, and admits nobody")
    func trial() throws {
        let station = try ManualGate()
        let now = MonotonicTime.now
        for role in [OutputRole.green, .lock] {
            #expect(throws: ControlRefusal.notInService) {
                try station.gate.tryLine(role, by: .technician, at: now)
            }
        }
        #expect(try station.rows() == [])
        station.gate.beginService(by: .technician, at: now)
        try station.gate.tryLine(.green, by: .technician, at: now)
        #expect(station.gate.outputs.state.levels[.green] == true && station.gate.outputs.state.lock == .atRest)
        try station.gate.tryLine(.lock, by: .administrator, at: now)
        #expect(station.gate.outputs.state.lock == .released)
        let rows = try station.rows()
        #expect(
            rows.map(\.note) == ["service-on-technician", "line-tried-technician", "lock-tried-administrator"])
        #expect(rows.map(\.kind) == [.command, .command, .command])
        #expect(rows.map(\.lock) == [nil, nil, .opened] && rows.allSatisfy { $0.verdict == nil })
    }

    @Test("service mode that was forgotten ends by itself and says so")
    func forgotten() throws {
        let station = try ManualGate()
        let now = MonotonicTime.now
        station.gate.beginService(by: .technician, at: now)
        #expect(try #require(station.gate.due) <= now + .seconds(900))
        station.gate.tick(at: now + .seconds(899))
        #expect(!station.gate.isJudging)
        station.gate.tick(at: now + .seconds(900))
        #expect(station.gate.isJudging)
        #expect(
            try station.rows().filter { $0.kind == .command }.map(\.note) == [
                "service-on-technician", "service-off-timer",
            ])
    }

    @Test("a gate for leaving lets people out also while somebody works at it")
    func exit() throws {
        let station = try ManualGate("direction = \"exit\"")
        station.gate.beginService(by: .technician, at: .now)
        #expect(station.gate.isJudging)
    }

    @Test(
        "without an alarm there is nothing to acknowledge; a reader that cannot start raises one, and it can be silenced"
    )
    func alarm() throws {
        let station = try ManualGate()
        var now = MonotonicTime.now
        #expect(throws: ControlRefusal.noAlarm) { try station.gate.acknowledgeAlarm(by: .officer, at: now) }
        for _ in 0..<10 where !station.gate.alarm.isSounding {
            now = now + .seconds(1)
            station.gate.tick(at: now)
        }
        #expect(station.gate.outputs.state.levels[.alarm] == true)
        try station.gate.acknowledgeAlarm(by: .officer, at: now)
        #expect(station.gate.outputs.state.levels[.alarm] == false)
        #expect(station.gate.status(at: now).alarm == "acknowledged")
        #expect(try station.rows().last?.note == "alarm-acknowledged-officer")
    }
}
