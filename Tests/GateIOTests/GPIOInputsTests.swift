import Glibc
import Testing
import Vocabulary

@testable import GateIO

/// Real inputs of the kernel's GPIO character device: what gpio-sim's pulls do is what a finger or a door does.
@Suite(.serialized, .enabled(if: SimulatedChip.isAvailable, "needs root and the kernel's gpio-sim"))
struct GPIOInputsTests {
    let chip: SimulatedChip

    init() throws { chip = try SimulatedChip(lines: ["EXIT", "OFFICER", "DOOR", "TAMPER"]) }

    func line(_ name: String, isActiveLow: Bool = false, bias: LineBias = .asIs) -> InputLine {
        InputLine(address: LineAddress(chip: chip.label, line: .name(name)), isActiveLow: isActiveLow, bias: bias)
    }

    func inputs(_ lines: [InputRole: InputLine]) -> GateInputs {
        GateInputs(board: .gpio, gate: "gate", lines: lines, simulated: nil, at: .now)
    }

    /// Serves the inputs as the controller does until `isEnough`.
    func serve(_ inputs: GateInputs, until isEnough: ([InputEvent]) -> Bool) throws -> [InputEvent] {
        let deadline = MonotonicTime.now + .seconds(10)
        var events: [InputEvent] = []
        while true {
            events += inputs.tick(at: .now)
            if isEnough(events) { return events }
            try #require(MonotonicTime.now < deadline, "only \(events) came")
            var ready = inputs.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let left = (try #require(inputs.due) - .now).inNanoseconds
            poll(&ready, nfds_t(ready.count), CInt(clamping: max(0, left) / 1_000_000 + 1))
        }
    }

    @Test("a press is an edge with the kernel's own time", arguments: [false, true])
    func press(isActiveLow: Bool) throws {
        try chip.pull(0, up: isActiveLow)
        let inputs = inputs([.exit: line("EXIT", isActiveLow: isActiveLow)])
        #expect(inputs.tick(at: .now) == [.found(.exit, isActive: false)])
        #expect(inputs.descriptors.count == 1, "gpio-sim gives edges")
        let before = MonotonicTime.now
        try chip.pull(0, up: !isActiveLow)
        guard case .changed(.exit, isActive: true, at: let time)? = try serve(inputs, until: { !$0.isEmpty }).first
        else {
            Issue.record("no press")
            return
        }
        #expect(before <= time && MonotonicTime.now - time >= GateInputs.standardSettle)
    }

    @Test("a press that is over before anybody looks is seen, and how long it was")
    func late() throws {
        let inputs = inputs([.officer: line("OFFICER")])
        _ = inputs.tick(at: .now)
        try chip.pull(1, up: true)
        poll(nil, 0, 100)
        try chip.pull(1, up: false)
        let events = try serve(inputs) { $0.count == 2 }
        guard case .changed(.officer, isActive: true, at: let pressed) = events[0],
            case .changed(.officer, isActive: false, at: let released) = events[1]
        else {
            Issue.record("\(events)")
            return
        }
        // gpio-sim tells an edge with the next tick of its kernel, up to 10 ms later.
        #expect(released - pressed >= .milliseconds(80) && released - pressed < .seconds(1))
    }

    @Test func aBounceIsNoPress() throws {
        let inputs = inputs([.exit: line("EXIT"), .officer: line("OFFICER")])
        _ = inputs.tick(at: .now)
        for _ in 0..<5 {
            try chip.pull(0, up: true)
            try chip.pull(0, up: false)
        }
        try chip.pull(1, up: true)
        let events = try serve(inputs) { !$0.isEmpty }
        #expect(events.count == 1 && inputs.levels == [.exit: false, .officer: true])
    }

    @Test("more edges than the kernel keeps end in the line as it stands")
    func overflow() throws {
        let inputs = inputs([.door: line("DOOR")])
        _ = inputs.tick(at: .now)
        for _ in 0..<40 {
            try chip.pull(2, up: true)
            try chip.pull(2, up: false)
        }
        try chip.pull(2, up: true)
        _ = try serve(inputs) { _ in inputs.levels[.door] == true }
    }

    @Test("without a wire a button is not pressed and a contact is in alarm")
    func cutWires() throws {
        let inputs = inputs([
            .exit: line("EXIT", isActiveLow: true, bias: InputRole.exit.safeBias(isActiveLow: true)),
            .officer: line("OFFICER", bias: InputRole.officer.safeBias(isActiveLow: false)),
            .door: line("DOOR", bias: InputRole.door.safeBias(isActiveLow: false)),
            .tamper: line("TAMPER", isActiveLow: true, bias: InputRole.tamper.safeBias(isActiveLow: true)),
        ])
        _ = inputs.tick(at: .now)
        #expect(inputs.levels == [.exit: false, .officer: false, .door: true, .tamper: true])
    }

    @Test func aLineThatAnotherHoldsIsBusyAndThenTaken() throws {
        let lines = [InputRole.exit: line("EXIT")]
        var holder: GateInputs? = inputs(lines)
        _ = holder?.tick(at: .now)
        let inputs = inputs(lines)
        let start = MonotonicTime.now
        _ = inputs.tick(at: start)
        let fault = try #require(inputs.faults.first)
        #expect(fault.kind == .busy && fault.incident == .lineBusy)
        holder = nil
        #expect(inputs.tick(at: start + .seconds(1)) == [.found(.exit, isActive: false), .back(.exit)])
    }

    @Test("a chip that goes while a button is held is told at once, and found again")
    func vanishing() throws {
        let inputs = inputs([.exit: line("EXIT"), .door: line("DOOR")])
        _ = inputs.tick(at: .now)
        try chip.pull(0, up: true)
        _ = try serve(inputs) { !$0.isEmpty }
        try chip.setLive(false)
        let lost = try serve(inputs) { $0.count == 2 }.compactMap {
            if case .lost(let fault) = $0 { fault } else { nil }
        }
        #expect(lost.count == 2 && lost.allSatisfy { $0.kind == .vanished } && inputs.levels.isEmpty)
        try chip.setLive(true)
        let back = try serve(inputs) { $0.count == 4 }
        #expect(back.contains(.back(.exit)) && back.contains(.back(.door)))
        try chip.pull(2, up: true)
        _ = try serve(inputs) { _ in inputs.levels[.door] == true }
    }
}
