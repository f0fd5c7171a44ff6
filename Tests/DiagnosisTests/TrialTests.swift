import GateIO
import Testing

@testable import Diagnosis

@Suite("what a technician sees, hears and presses") struct TrialTests {
    private func outputs(_ answers: [OutputRole: OutputTrial.Answer]) -> [String: Check] {
        var trial = OutputTrial()
        for (role, answer) in answers { trial.note(answer, for: role) }
        return Dictionary(uniqueKeysWithValues: trial.checks.map { ($0.name, $0) })
    }

    @Test("two lamps that answer for each other are swapped, and the mend exchanges their lines")
    func swappedLamps() throws {
        let checks = outputs([.green: .other(.red), .red: .other(.green), .amber: .seen])
        let green = try #require(checks["output green"])
        #expect(green.state == .fault && green.found.hasSuffix("green and red are swapped"))
        #expect(green.mend?.contains("[lines.green] and [lines.red]") == true)
        #expect(checks["output red"]?.found.hasSuffix("red and green are swapped") == true)
        #expect(checks["output amber"]?.state == .ok)
    }

    @Test("a lamp that answers for another, which is well itself, is one wrong line")
    func oneWrongLine() throws {
        let green = try #require(outputs([.green: .other(.red), .red: .seen])["output green"])
        #expect(green.state == .fault && !green.found.contains("swapped"))
        #expect(green.mend?.hasPrefix("correct line (or offset) of [lines.green]") == true)
    }

    @Test("nothing seen is a fault; nobody asked is none; a lock that nobody moves says how it is moved")
    func others() {
        let checks = outputs([.green: .nothing, .amber: .unasked, .lock: .untried, .buzzer: .fault("it is held")])
        #expect(checks["output green"]?.state == .fault)
        #expect(checks["output amber"]?.state == .ok)
        #expect(checks["output lock"]?.found == "not moved; --move-lock moves it")
        #expect(checks["output buzzer"]?.state == .fault && checks["output buzzer"]?.found == "it is held")
    }

    @Test("the door's contact counts only where the lock was released", arguments: [true, false])
    func door(opened: Bool) {
        var trial = OutputTrial()
        trial.doorOpened = opened
        trial.note(.untried, for: .lock)
        #expect(!trial.checks.contains { $0.name == "door contact" })
        trial.note(.seen, for: .lock)
        #expect(trial.checks.first { $0.name == "door contact" }?.state == (opened ? .ok : .warning))
    }

    /// Readings of inputs that have not changed since the gate was opened, apart from those in `changes`.
    private func readings(_ levels: [InputRole: Bool], changes: [InputRole: Int] = [:]) -> [InputRole: InputReading] {
        Dictionary(
            uniqueKeysWithValues: levels.map { ($0, InputReading(isActive: $1, changes: changes[$0] ?? 0)) })
    }

    @Test("an input has answered where it changed; another that changed instead is named")
    func inputs() {
        func answer(_ before: [InputRole: Bool], _ after: [InputRole: Bool]) -> InputTrial.Answer? {
            InputTrial.answer(for: .exit, before: readings(before), after: readings(after))
        }
        let before: [InputRole: Bool] = [.exit: false, .door: false]
        #expect(answer(before, before) == nil)
        #expect(answer(before, [.exit: true, .door: true]) == .answered)
        #expect(answer(before, [.exit: false, .door: true]) == .other(.door))
        #expect(answer([.exit: false, .door: true], before) == nil)
        #expect(InputTrial.order.count == InputRole.allCases.count && InputTrial.order.last == .door)
        // What cannot be read has not changed.
        #expect(answer(before, [:]) == nil)
    }

    @Test("an input that was active and at rest again between two looks has answered, or is named")
    func shortPress() {
        let levels: [InputRole: Bool] = [.exit: false, .officer: false]
        for (role, answer) in [(InputRole.exit, InputTrial.Answer.answered), (.officer, .other(.officer))] {
            let after = readings(levels, changes: [role: 2])
            #expect(InputTrial.answer(for: .exit, before: readings(levels), after: after) == answer)
        }
    }

    @Test("a contact that rests active and comes to rest when it is moved is inverted, and the mend turns it round")
    func invertedInputs() throws {
        let (before, after) = (readings([.door: true]), readings([.door: false]))
        #expect(InputTrial.answer(for: .door, before: before, after: after) == .inverted)
        var trial = InputTrial(isActiveLow: [.exit: true, .door: false])
        for role in [InputRole.exit, .door, .tamper] { trial.note(.inverted, for: role) }
        #expect(trial.checks.map(\.state) == [.fault, .fault, .fault])
        #expect(trial.checks[0].mend?.hasPrefix("active_low = false in [inputs.exit]") == true)
        #expect(trial.checks[1].found == "inverted: it says open while the door is shut, and shut while it is open")
        #expect(trial.checks[1].mend?.hasPrefix("active_low = true in [inputs.door]") == true)
    }

    @Test("two inputs that answer for each other are swapped")
    func swappedInputs() throws {
        var trial = InputTrial()
        trial.note(.other(.door), for: .exit)
        trial.note(.other(.exit), for: .door)
        trial.note(.nothing, for: .officer)
        #expect(trial.checks.map(\.state) == [.fault, .fault, .fault])
        #expect(trial.checks[0].found == "door answered instead: exit and door are swapped")
        #expect(trial.checks[0].mend?.contains("[inputs.exit] and [inputs.door]") == true)
    }

    @Test("a button that stands pressed while nobody presses it is told")
    func pressed() {
        var trial = InputTrial()
        trial.note(.unasked(isActive: true), for: .exit)
        trial.note(.unasked(isActive: true), for: .door)
        trial.note(.unasked(isActive: nil), for: .tamper)
        #expect(trial.checks.map(\.state) == [.warning, .ok, .fault])
    }
}
