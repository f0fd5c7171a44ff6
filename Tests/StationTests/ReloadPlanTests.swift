import Testing
import Vocabulary

@testable import Station

/// When settings are read anew, by given times.
@Suite struct ReloadPlanTests {
    private func at(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: UInt64(seconds * 1e9) + 1) }

    @Test("nothing is read before somebody asks, and then at once")
    func first() {
        var plan = ReloadPlan()
        #expect(plan.due == nil)
        let early = plan.begin(at: at(1))
        #expect(!early)
        plan.ask()
        let asked = plan.begin(at: at(1))
        #expect(asked && plan.due == nil)
    }

    @Test("who asks while it is read is heard by one more reading, a second after the first began")
    func again() {
        var plan = ReloadPlan()
        plan.ask()
        _ = plan.begin(at: at(10))
        for _ in 0..<100 { plan.ask() }
        let during = plan.begin(at: at(10.9))
        #expect(!during && plan.due == nil)
        plan.end()
        #expect(plan.due == at(11))
        let early = plan.begin(at: at(10.95))
        let due = plan.begin(at: at(11))
        #expect(!early && due)
        plan.end()
        #expect(plan.due == nil)
    }

    @Test("a long reading is followed at once by the one that was asked for meanwhile")
    func long() {
        var plan = ReloadPlan()
        plan.ask()
        _ = plan.begin(at: at(1))
        plan.ask()
        plan.end()
        let next = plan.begin(at: at(8))
        #expect(next)
    }
}
