import Foundation
import Glibc
import Testing
import Vocabulary

@testable import GateIO

/// The whole room over the simulated board. What the controller's thread does goes by stated times; the lock's thread
/// goes by the clock.
@Suite struct GateOutputsTests {
    func gate(_ file: ChangeFile? = nil, script: Script = Script(), pulse: Duration = .milliseconds(200)) -> GateOutputs
    {
        let board = SimulatedBoard(file: file?.path, prefix: nil) { script.code($0, $1) }
        return GateOutputs(source: board, timing: GateTiming(pulse: pulse), at: .at(0))
    }

    @Test func anAdmissionReleasesTheLockAndThenLightsGreen() throws {
        let file = try ChangeFile()
        let gate = gate(file)
        #expect(gate.isLockReady && gate.state.lock == .atRest)
        let before = MonotonicTime.now
        let moved = try #require(try gate.show(.admit, at: before))
        #expect(before < moved && moved < .now)
        let changes = try file.changes { $0.contains { $0.words == "lock 0" } }
        #expect(changes.map(\.words) == ["lock 1", "green 1", "lock 0"])
        let pulse = changes[2].nanoseconds - changes[0].nanoseconds
        #expect((200_000_000..<1_000_000_000).contains(pulse))
        #expect(try tick(gate) { _ in gate.state.lock == .atRest }.isEmpty)
        #expect(try file.changes().last?.words == "green 0")
    }

    @Test("a second admission lets the pulse end one length after it, and is no second move")
    func extended() throws {
        let file = try ChangeFile()
        let gate = gate(file, pulse: .milliseconds(300))
        let first = try #require(try gate.show(.admit, at: .now))
        let second = try #require(try gate.show(.admit, at: .now))
        let changes = try file.changes { $0.contains { $0.words == "lock 0" } }.filter { $0.line == "lock" }
        #expect(changes.map(\.level) == [1, 0])
        #expect(second > first && MonotonicTime(nanoseconds: changes[1].nanoseconds) - second >= .milliseconds(300))
    }

    @Test("a pulse that is ended early shuts the lock, and the next admission has its whole pulse")
    func relocked() throws {
        let file = try ChangeFile()
        let gate = gate(file, pulse: .milliseconds(300))
        gate.relock(at: .now)
        let first = try #require(try gate.show(.admit, at: .now))
        gate.relock(at: .now)
        let relocked = try file.changes { $0.contains { $0.words == "lock 0" } }
        #expect(relocked.filter { $0.line != "lock" }.map(\.words) == ["green 1", "green 0"])
        try gate.show(.admit, at: .now)
        let locks = try file.changes { $0.filter { $0.words == "lock 0" }.count == 2 }.filter { $0.line == "lock" }
        #expect(locks.map(\.level) == [1, 0, 1, 0])
        #expect(MonotonicTime(nanoseconds: locks[1].nanoseconds) - first < .milliseconds(300))
        #expect(locks[3].nanoseconds - locks[2].nanoseconds >= 300_000_000)
    }

    @Test func theOtherAnswersLeaveTheLockAlone() throws {
        let file = try ChangeFile()
        let gate = gate(file)
        #expect(try gate.show(.refer, at: .at(1000)) == nil)
        #expect(try gate.show(.deny, at: .at(1100)) == nil)
        #expect(gate.due == .at(1300))
        _ = gate.tick(at: .at(1300))
        #expect(try file.changes().map(\.words) == ["amber 1", "amber 0", "red 1", "buzzer 1", "red 0", "buzzer 0"])
        #expect(gate.state.levels == [.green: false, .amber: false, .red: false, .buzzer: false, .alarm: false])
    }

    @Test("a code that was taken blinks green and the clock's flash is amber; the lock stays as it is")
    func theClock() throws {
        let file = try ChangeFile()
        let gate = gate(file)
        #expect(try gate.show(.taken, at: .at(1000)) == nil)
        _ = gate.tick(at: .at(1300))
        #expect(try gate.show(.clock, at: .at(1400)) == nil)
        for time in [1600, 1900, 2200, 2500, 2800, 3100, 3400, 3700, 4000, 4400] as [UInt64] {
            _ = gate.tick(at: .at(time))
        }
        #expect(try file.changes().map(\.words).prefix(2) == ["green 1", "green 0"])
        #expect(try file.changes().map(\.words).suffix(2) == ["green 0", "amber 1"])
        #expect(try !file.changes().contains { $0.line == "lock" })
        try gate.show(.ready, at: .at(4450))
        #expect(gate.state.levels[.amber] == false)
    }

    @Test("whatever is shown and whenever, never two lamps are lit")
    func oneLamp() throws {
        let file = try ChangeFile()
        let gate = gate(file)
        var now: UInt64 = 0
        for (step, signal) in [GateSignal.refer, .deny, .fault, .taken, .clock, .refer, .ready, .deny, .fault]
            .enumerated()
        {
            try gate.show(signal, at: .at(now))
            for _ in 0..<40 {
                now += UInt64(37 + step)
                _ = gate.tick(at: .at(now))
            }
        }
        let lamps: Set = ["green", "amber", "red"]
        var lit: Set<String> = []
        let changes = try file.changes().filter { lamps.contains($0.line) }
        #expect(changes.count > 20)
        for change in changes {
            if change.level == 1 { lit.insert(change.line) } else { lit.remove(change.line) }
            #expect(lit.count <= 1)
        }
    }

    @Test("a line that is tried blinks alone, and service mode goes on after it", arguments: OutputRole.allCases)
    func trial(role: OutputRole) throws {
        let file = try ChangeFile()
        let gate = gate(file)
        gate.setService(true, at: .at(0))
        let moved = try gate.show(.trial(role), at: .at(100))
        #expect((moved != nil) == (role == .lock))
        for time in stride(from: UInt64(150), through: 3050, by: 100) {
            _ = gate.tick(at: .at(time))
            let lit = gate.state.levels.filter(\.value).map(\.key)
            #expect(role == .lock || lit == [] || lit == [role], "at \(time)")
        }
        _ = gate.tick(at: .at(8000))
        #expect(gate.state.levels[.red] == true || gate.state.levels[.amber] == true)
        #expect(gate.state.levels[.alarm] == false && gate.state.levels[.green] == false)
        gate.rest()
        let name = role.rawValue
        #expect(try file.changes().contains { $0.line == name && $0.level == 1 })
        #expect(try role == .lock || !file.changes().contains { $0.line == "lock" })
    }

    @Test("an alarm sounds until it is heard, is seen until it is over, and is in the way of no answer")
    func alarm() throws {
        let gate = gate()
        gate.setService(true, at: .at(0))
        gate.setAlarm(.sounding, at: .at(0))
        _ = gate.tick(at: .at(5000))
        let sounding: [OutputRole: Bool] = [.green: false, .amber: false, .red: true, .buzzer: true, .alarm: true]
        #expect(gate.state.levels == sounding)
        try gate.show(.refer, at: .at(6000))
        #expect(gate.state.levels[.amber] == true && gate.state.levels[.buzzer] == false)
        #expect(gate.state.levels[.alarm] == true)
        _ = gate.tick(at: .at(10_000))
        #expect(gate.state.levels == sounding)
        gate.setAlarm(.acknowledged, at: .at(20_000))
        #expect(gate.state.levels[.red] == true)
        #expect(gate.state.levels[.buzzer] == false && gate.state.levels[.alarm] == false)
        gate.setAlarm(.quiet, at: .at(30_000))
        #expect(gate.state.levels[.red] == true, "the light of service mode")
        gate.setService(false, at: .at(30_000))
        #expect(!gate.state.levels.values.contains(true))
    }

    @Test("a busy lamp is told once, tried each second, and the others work on")
    func busyLamp() throws {
        let script = Script()
        script.fail(.amber, [.request: EBUSY])
        let gate = gate(script: script)
        let events = gate.tick(at: .at(0))
        let fault = try fault(of: events.first)
        #expect(events.count == 1)
        #expect(fault.kind == .busy && fault.role == .output(.amber))
        #expect(gate.tick(at: .at(1000)).isEmpty)
        try gate.show(.deny, at: .at(1500))
        #expect(gate.state.levels[.red] == true && gate.state.levels[.amber] == nil && gate.state.faults == [fault])
        script.fail(.amber, [:])
        #expect(gate.tick(at: .at(1999)).isEmpty)
        #expect(gate.tick(at: .at(2000)) == [.back(.output(.amber))])
    }

    @Test func aLampThatVanishesWhileDarkIsNoticedWithinASecond() throws {
        let script = Script()
        let gate = gate(script: script)
        _ = gate.tick(at: .at(0))
        script.fail(.red, [.look: ENODEV, .set(true): ENODEV, .request: ENODEV])
        let fault = try fault(of: gate.tick(at: .at(1000)).first)
        #expect(fault.kind == .vanished && fault.role == .output(.red))
        #expect(gate.tick(at: .at(2000)).isEmpty)
    }

    @Test("without its lock a gate admits nobody, shows the fault, and is back when the line is")
    func missingLock() throws {
        let script = Script()
        script.fail(.lock, [.request: ENOENT])
        let gate = gate(script: script)
        #expect(!gate.isLockReady && gate.state.levels[.red] == true)
        let fault = try #require(throws: LineFault.self) { try gate.show(.admit, at: .now) }
        #expect(fault.kind == .missing && gate.state.lock == .fault(fault) && gate.state.levels[.green] == false)
        script.fail(.lock, [:])
        #expect(try tick(gate) { $0.last == .back(.output(.lock)) } == [.lost(fault), .back(.output(.lock))])
        #expect(gate.isLockReady)
        #expect(try gate.show(.admit, at: .now) != nil)
    }

    @Test func restIsForGood() throws {
        let file = try ChangeFile()
        let gate = gate(file, pulse: .seconds(30))
        try gate.show(.admit, at: .now)
        gate.rest()
        gate.rest()
        #expect(try file.changes().map(\.words) == ["lock 1", "green 1", "lock 0", "green 0"])
        #expect(gate.due == nil && !gate.isLockReady && gate.state.lock == .none)
        #expect(throws: LineFault.self) { try gate.show(.admit, at: .now) }
        #expect(try file.changes().count == 4)
    }

    @Test func aGateThatIsDroppedRests() throws {
        let file = try ChangeFile()
        do {
            let gate = gate(file, pulse: .seconds(30))
            try gate.show(.admit, at: .now)
        }
        #expect(try file.changes().map(\.words) == ["lock 1", "green 1", "lock 0", "green 0"])
    }

    @Test func aGateWithoutALockStillShows() throws {
        let gate = GateOutputs(board: .gpio, gate: "gate", prefix: nil, lines: [:], timing: GateTiming(), at: .at(0))
        #expect(gate.isLockReady && gate.state.lock == .none)
        #expect(try gate.show(.admit, at: .at(0)) == nil)
    }

    @Test func severalGatesShareOneFile() throws {
        let file = try ChangeFile()
        let gates = ["north", "south"].map {
            GateOutputs(
                board: .simulated(file: file.path), gate: $0, prefix: $0, lines: [:], timing: GateTiming(), at: .at(0))
        }
        for gate in gates { try gate.show(.refer, at: .at(0)) }
        #expect(try file.changes().map(\.line) == ["north.amber", "south.amber"])
    }

    @Test func aFileThatCannotBeWrittenIsAFault() throws {
        let board = Board.simulated(file: "/nonexistent/board.jsonl")
        let gate = GateOutputs(board: board, gate: "gate", prefix: nil, lines: [:], timing: GateTiming(), at: .at(0))
        #expect(!gate.isLockReady)
        let fault = try #require(gate.state.faults.first)
        #expect(fault.kind == .failed && fault.what.contains("simulated:/nonexistent/board.jsonl"))
    }
}
