import Testing

@testable import Admission

@Suite("Phase plans") struct PhaseTests {
    private func plan(_ steps: String...) throws -> PhasePlan { try PhasePlan(steps: steps) }

    @Test("a step holds from its local minute on, at every station in the same one")
    func dates() throws {
        let plan = try plan("observe", "enforce from 2021-09-06", "closed from 2021-12-24 12:30")
        #expect(plan.phase(at: clock("2021-09-05T16:59:59Z")) == .observe)
        #expect(plan.phase(at: clock("2021-09-05T17:00:00Z")) == .enforce)
        #expect(plan.phase(at: clock("2021-09-05T14:59:59Z", zone: 9)) == .observe)
        #expect(plan.phase(at: clock("2021-09-05T15:00:00Z", zone: 9)) == .enforce)
        #expect(plan.phase(at: clock("2021-12-24T05:30:00Z")) == .closed)
        #expect(plan.next(after: clock("2021-09-05T16:59:59Z")) == plan.steps[1])
        #expect(plan.next(after: clock("2021-12-24T05:30:00Z")) == nil)
    }

    @Test("a leap day is a date like others")
    func leapDay() throws {
        let plan = try plan("closed", "open from 2024-02-29", "closed from 2024-03-01")
        let phases = ["27", "28", "29"].map { plan.phase(at: clock("2024-02-\($0)T20:00:00Z")) }
        #expect(phases == [.closed, .open, .closed])
    }

    @Test("before its first date a plan holds everybody to their passes")
    func before() throws {
        #expect(try plan("open from 2021-09-06").phase(at: clock("2021-09-01T00:00:00Z")) == .enforce)
    }

    @Test("while nobody knows the time, dates open nothing; a plan without dates holds")
    func unknownTime() throws {
        let lost = clock("2021-09-01T00:00:00Z", state: .untrusted)
        let dated = try plan("open", "enforce from 2021-09-06")
        #expect(dated.phase(at: lost) == .enforce && dated.next(after: lost) == nil)
        #expect(try plan("observe").phase(at: lost) == .observe)
        #expect(dated.phase(at: clock("2021-09-01T00:00:00Z", state: .holdover)) == .open)
    }

    @Test(
        "what cannot be read is named",
        arguments: [
            [], [""], ["Observe"], ["observe from"], ["observe on 2021-09-06"], ["observe from 2023-02-29"],
            ["observe from 2021-09-06 07:00 UTC"],
        ])
    func unreadable(steps: [String]) {
        #expect(throws: UnreadablePhase(step: steps.first ?? "", fault: .unreadable)) { try PhasePlan(steps: steps) }
    }

    @Test(
        "steps come in the order of their times, and only the first may be without one",
        arguments: [
            ["open", "enforce"], ["open from 2021-09-06", "enforce"],
            ["open from 2021-09-06", "enforce from 2021-09-06"],
            ["open from 2021-09-06", "enforce from 2021-09-05 23:59"],
        ])
    func order(steps: [String]) {
        #expect(throws: UnreadablePhase(step: steps[1], fault: .outOfOrder)) { try PhasePlan(steps: steps) }
    }
}
