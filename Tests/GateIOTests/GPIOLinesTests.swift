import Foundation
import Glibc
import Testing
import Vocabulary

@testable import GateIO

/// Real lines of the kernel's GPIO character device, through whichever libgpiod this was built with.
@Suite(.serialized, .enabled(if: SimulatedChip.isAvailable, "needs root and the kernel's gpio-sim"))
struct GPIOLinesTests {
    func lines(_ chip: String, _ line: LineName, isActiveLow: Bool = false, drive: OutputLine.Drive = .pushPull)
        -> GPIOLines
    {
        let address = LineAddress(chip: chip, line: line)
        return GPIOLines(
            gate: "gate", outputs: [.lock: OutputLine(address: address, isActiveLow: isActiveLow, drive: drive)])
    }

    @Test("the request itself drives the line to rest, and letting go leaves it to its pull", arguments: [false, true])
    func rest(isActiveLow: Bool) throws {
        let chip = try SimulatedChip(lines: ["LOCK"])
        let (atRest, energised) = isActiveLow ? (1, 0) : (0, 1)
        try chip.pull(0, up: !isActiveLow)
        #expect(try chip.level(0) == energised, "before, it floats to where it would open")
        do {
            let line = try lines(chip.label, .name("LOCK"), isActiveLow: isActiveLow).request(.lock)
            #expect(try chip.level(0) == atRest)
            try line.set(true)
            #expect(try chip.level(0) == energised)
            try line.set(false)
            try line.look()
            #expect(try chip.level(0) == atRest)
        }
        #expect(try chip.level(0) == energised)
    }

    @Test func aChipIsFoundByLabelNamePathAndLink() throws {
        let chip = try SimulatedChip(lines: ["", "LOCK"])
        let link = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/\(chip.name)")
        defer { unlink(link) }
        for wanted in [chip.label, try chip.name, "/dev/\(try chip.name)", link] {
            for name in [LineName.name("LOCK"), .offset(1)] {
                try lines(wanted, name).request(.lock).set(true)
            }
        }
    }

    @Test func whatIsNotThereIsMissing() throws {
        let chip = try SimulatedChip(lines: ["LOCK"])
        for (source, code) in [
            (lines("no-such-chip", .offset(0)), ENODEV), (lines("/dev/no-such-chip", .offset(0)), ENODEV),
            (lines(chip.label, .name("DOOR")), ENOENT), (lines(chip.label, .offset(1)), ENOENT),
        ] {
            #expect(throws: LineError(.missing, code: code)) { try source.request(.lock) }
        }
    }

    @Test func twoChipsOfOneLabelAreNotToldApart() throws {
        let first = try SimulatedChip(lines: ["LOCK"])
        let second = try SimulatedChip(lines: ["LOCK"], label: first.label)
        #expect(throws: LineError(.missing, code: ENOTUNIQ)) { try lines(first.label, .offset(0)).request(.lock) }
        _ = try lines(second.name, .offset(0)).request(.lock)
    }

    @Test func aLineThatAnotherHoldsIsBusy() throws {
        let chip = try SimulatedChip(lines: ["LOCK"])
        let source = lines(chip.label, .name("LOCK"))
        let held = try source.request(.lock)
        #expect(throws: LineError(.busy, code: EBUSY)) { try source.request(.lock) }
        try held.set(true)
    }

    @Test("an open drain pulls low and otherwise leaves the line to its pull")
    func openDrain() throws {
        let chip = try SimulatedChip(lines: ["LOCK"])
        try chip.pull(0, up: true)
        let line = try lines(chip.label, .offset(0), isActiveLow: true, drive: .openDrain).request(.lock)
        #expect(try chip.level(0) == 1)
        try line.set(true)
        #expect(try chip.level(0) == 0)
    }

    @Test func aChipThatGoesVanishesForWhoHoldsIt() throws {
        let chip = try SimulatedChip(lines: ["LOCK"])
        let line = try lines(chip.label, .offset(0)).request(.lock)
        try chip.setLive(false)
        #expect(throws: LineError(.vanished, code: ENODEV)) { try line.look() }
        #expect(throws: LineError(.vanished, code: ENODEV)) { try line.set(true) }
        try chip.setLive(true)
        #expect(throws: LineError(.vanished, code: ENODEV), "the old request stays dead") { try line.set(true) }
    }

    @Test("a gate opens for its pulse, loses its chip, and has it back")
    func wholeGate() throws {
        let chip = try SimulatedChip(lines: ["LOCK", "RED"])
        let addresses: [OutputRole: OutputLine] = [
            .lock: OutputLine(address: LineAddress(chip: chip.label, line: .name("LOCK"))),
            .red: OutputLine(address: LineAddress(chip: chip.label, line: .name("RED")), isActiveLow: true),
        ]
        let gate = GateOutputs(
            board: .gpio, gate: "gate", prefix: nil, lines: addresses, timing: GateTiming(pulse: .milliseconds(200)),
            at: .now)
        #expect(try chip.level(0) == 0 && chip.level(1) == 1)
        let moved = try #require(try gate.show(.admit, at: .now))
        #expect(try chip.level(0) == 1)
        while try chip.level(0) == 1 { try #require(MonotonicTime.now - moved < .seconds(10)) }
        #expect(MonotonicTime.now - moved >= .milliseconds(200))
        try gate.show(.deny, at: .now)
        #expect(try chip.level(0) == 0 && chip.level(1) == 0)

        try chip.setLive(false)
        let lost = try tick(gate) { $0.count == 2 }.map { try fault(of: $0) }
        #expect(Set(lost.map(\.role)) == [.output(.lock), .output(.red)] && lost.allSatisfy { $0.kind == .vanished })
        #expect(throws: LineFault.self) { try gate.show(.admit, at: .now) }
        try chip.setLive(true)
        #expect(Set(try tick(gate) { $0.count == 2 }) == [.back(.output(.lock)), .back(.output(.red))])
        #expect(try gate.show(.admit, at: .now) != nil && chip.level(0) == 1)
        gate.rest()
        #expect(try chip.level(0) == 0)
    }
}
