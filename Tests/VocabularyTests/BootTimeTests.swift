import Testing

@testable import Vocabulary

@Suite struct BootTimeTests {
    @Test func differencesAreSigned() {
        let (early, late) = (BootTime(nanoseconds: 5), BootTime(nanoseconds: 9))
        #expect(late - early == .nanoseconds(4) && early - late == .nanoseconds(-4))
        #expect(late - .nanoseconds(4) == early)
        #expect(early - .seconds(1) == BootTime(nanoseconds: 0), "before the boot there is nothing")
    }

    @Test func wallTimesAreClampedAndNotWrapped() {
        let (first, last) = (WallTime(milliseconds: .min), WallTime(milliseconds: .max))
        #expect(last + .seconds(1) == last && first - .seconds(1) == first)
        #expect(last - first > .seconds(9_000_000_000) && first - last < .seconds(-9_000_000_000))
        #expect(WallTime(seconds: 10) - WallTime(seconds: 12) == .seconds(-2))
        #expect(WallTime(seconds: 10) + .milliseconds(1500) == WallTime(milliseconds: 11500))
    }

    @Test func theBootsClockGoesForward() {
        let first = BootTime.now
        #expect(BootTime.now >= first && first.nanoseconds > 0)
    }
}
