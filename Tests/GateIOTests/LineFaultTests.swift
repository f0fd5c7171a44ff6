import Glibc
import Testing
import Vocabulary

@testable import GateIO

@Suite struct LineFaultTests {
    let address = LineAddress(chip: "pinctrl-bcm2711", line: .name("LOCK"))

    @Test(
        "each errno has its name, its incident and words that say where and what to do",
        arguments: [
            (EBUSY, LineFault.Kind.busy, Incident.lineBusy, "gpioinfo"),
            (ENODEV, .missing, .lineMissing, "gpiodetect"),
            (ENOENT, .missing, .lineMissing, "has no line \"LOCK\""),
            (ENOTUNIQ, .missing, .lineMissing, "path"),
            (EACCES, .failed, .lineFailed, "may not be opened"),
            (EIO, .failed, .lineFailed, "Input/output error"),
        ])
    func requested(code: CInt, kind: LineFault.Kind, incident: Incident, words: String) {
        let fault = LineFault(LineError(requesting: code), role: .output(.lock), at: address)
        #expect(fault.kind == kind && fault.code == code && fault.incident == incident)
        #expect(fault.description.hasPrefix("lock: ") && fault.description.contains("\"pinctrl-bcm2711\""))
        #expect(fault.description.contains(words))
    }

    @Test func aHeldLineVanishesOrFails() {
        let gone = LineFault(
            LineError(using: ENODEV), role: .output(.red), at: LineAddress(chip: "board", line: .offset(7)))
        #expect(gone.incident == .lineVanished && gone.what.contains("line 7"))
        #expect(LineError(using: EREMOTEIO).kind == .failed)
    }

    @Test func theConsumerAlwaysSaysTheRole() {
        #expect(GPIOLines.consumer(gate: "gate", role: "lock") == "gate: lock")
        let long = GPIOLines.consumer(gate: "the-northern-entrance-of-the-hall", role: "buzzer")
        #expect(long == "the-northern-entrance-o: buzzer" && long.utf8.count == 31)
    }
}
