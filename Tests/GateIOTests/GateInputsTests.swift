import Foundation
import Glibc
import Testing
import Vocabulary

@testable import GateIO

/// The inputs over the simulated board, on the clock: what is written into the pipe is what a finger does.
@Suite struct GateInputsTests {
    /// A pipe in a folder of its own.
    final class Pipe {
        let path: String
        private let folder: URL

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            path = folder.appending(path: "inputs").path
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func tell(_ text: String) throws {
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        }
    }

    func inputs(_ pipe: Pipe, failing: @escaping SimulatedInputs.Script = { _, _ in 0 }) -> GateInputs {
        GateInputs(
            source: SimulatedInputs(pipe: pipe.path, script: failing), settle: .milliseconds(5), at: .at(0))
    }

    @Test func everyLineIsFoundInactive() throws {
        let pipe = try Pipe()
        let inputs = inputs(pipe)
        #expect(inputs.tick(at: .now) == InputRole.allCases.map { .found($0, isActive: false) })
        #expect(inputs.levels == [.exit: false, .officer: false, .door: false, .tamper: false])
        #expect(inputs.descriptors.count == 1 && inputs.faults.isEmpty)
    }

    @Test func aPressWakesWhoWaitsAndIsToldWithItsTime() throws {
        let pipe = try Pipe()
        let inputs = inputs(pipe)
        _ = inputs.tick(at: .now)
        let before = MonotonicTime.now
        try pipe.tell("exit 1\n")
        var ready = pollfd(fd: try #require(inputs.descriptors.first), events: Int16(POLLIN), revents: 0)
        #expect(poll(&ready, 1, 10_000) == 1)
        #expect(inputs.tick(at: before).isEmpty, "it has not stood still yet")
        let due = try #require(inputs.due)
        #expect(due < before + .seconds(1))
        let event = try #require(inputs.tick(at: due).first)
        guard case .changed(.exit, isActive: true, at: let pressed) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(before <= pressed && pressed < due)
        #expect(inputs.readings[.exit] == InputReading(isActive: true, changes: 1))
    }

    @Test("what is no change is passed over, whatever it is")
    func nonsense() throws {
        let pipe = try Pipe()
        let inputs = inputs(pipe)
        _ = inputs.tick(at: .now)
        let long = String(repeating: "x", count: 5000)
        try pipe.tell("door\nlock 1\ndoor 2\n\n\(long)\n\u{7}\nexit 0\nexit  1 1\ndoor ")
        while inputs.tick(at: .now) != [] {}
        try pipe.tell("1\n")
        #expect(inputs.tick(at: .now).isEmpty)
        #expect(inputs.tick(at: .now + .seconds(1)).count == 1)
        #expect(inputs.levels == [.exit: false, .officer: false, .door: true, .tamper: false])
    }

    @Test("a busy input is told once, tried each second, and the others work on")
    func busy() throws {
        let pipe = try Pipe()
        var isBusy = true
        let inputs = inputs(pipe) { role, act in role == .door && act == .request && isBusy ? EBUSY : 0 }
        let lost = inputs.tick(at: .at(0)).compactMap { if case .lost(let fault) = $0 { fault } else { nil } }
        #expect(lost.count == 1 && lost[0].kind == .busy && lost[0].role == .input(.door))
        #expect(lost[0].what.hasPrefix("door: ") && inputs.faults == lost)
        #expect(inputs.tick(at: .at(1000)).isEmpty)
        isBusy = false
        #expect(inputs.tick(at: .at(1999)).isEmpty)
        #expect(inputs.tick(at: .at(2000)) == [.found(.door, isActive: false), .back(.door)])
    }

    @Test("a line that vanishes is given back and found anew, however it stands then")
    func vanishing() throws {
        let pipe = try Pipe()
        var code: CInt = 0
        let inputs = inputs(pipe) { role, _ in role == .tamper ? code : 0 }
        _ = inputs.tick(at: .at(0))
        code = ENODEV
        let events = inputs.tick(at: .at(500))
        guard case .lost(let fault) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(events.count == 1 && fault.kind == .vanished && inputs.levels[.tamper] == nil)
        #expect(inputs.tick(at: .at(1500)).isEmpty)
        try pipe.tell("tamper 1\n")
        code = 0
        #expect(inputs.tick(at: .at(2500)) == [.found(.tamper, isActive: true), .back(.tamper)])
    }

    /// A chip whose one line gives no edges.
    final class EdgelessChip: InputSource, HeldInput {
        var isActive = false
        let descriptor: CInt? = nil
        func address(of role: InputRole) -> LineAddress? {
            role == .exit ? LineAddress(chip: "expander", line: .offset(0)) : nil
        }
        func request(_ role: InputRole) throws(LineError) -> any HeldInput { self }
        func takeEdge() throws(LineError) -> Edge? { nil }
        func level() throws(LineError) -> Bool { isActive }
    }

    @Test("where a chip gives no edges the line is asked, and a press of 100 ms is seen")
    func polled() throws {
        let chip = EdgelessChip()
        let inputs = GateInputs(source: chip, settle: .milliseconds(30), at: .at(0))
        var events = inputs.tick(at: .at(0))
        #expect(inputs.descriptors.isEmpty)
        var now = MonotonicTime.at(0)
        while now < .at(1000) {
            now = try #require(inputs.due)
            chip.isActive = (MonotonicTime.at(315)..<MonotonicTime.at(415)).contains(now)
            events += inputs.tick(at: now)
        }
        #expect(
            events == [
                .found(.exit, isActive: false), .changed(.exit, isActive: true, at: .at(320)),
                .changed(.exit, isActive: false, at: .at(430)),
            ])
    }

    @Test func aFileThatIsNoPipeIsAFault() throws {
        let pipe = try Pipe()
        #expect(FileManager.default.createFile(atPath: pipe.path, contents: nil))
        #expect(inputs(pipe).tick(at: .at(0)).count == 4)
        let elsewhere = GateInputs(
            board: .simulated(file: nil), gate: "gate", lines: [:], simulated: "/nonexistent/pipe", at: .at(0))
        _ = elsewhere.tick(at: .at(0))
        let fault = try #require(elsewhere.faults.first)
        #expect(elsewhere.faults.count == 4 && fault.what.contains("simulated:/nonexistent/pipe"))
    }

    @Test func aGateWithoutInputsHasNothingToDo() {
        for board in [Board.gpio, .simulated(file: nil)] {
            let inputs = GateInputs(board: board, gate: "gate", lines: [:], simulated: nil, at: .at(0))
            #expect(inputs.tick(at: .at(0)).isEmpty && inputs.due == nil && inputs.descriptors.isEmpty)
        }
    }
}
