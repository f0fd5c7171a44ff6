import Testing
import Vocabulary

@Suite struct TimeTests {
    @Test func monotonicTimeNeverGoesBelowTheBoot() {
        #expect(MonotonicTime(nanoseconds: 5) + .nanoseconds(-9) == MonotonicTime(nanoseconds: 0))
    }

    @Test func aDifferenceMayBeNegative() {
        #expect(MonotonicTime(nanoseconds: 5) - MonotonicTime(nanoseconds: 9) == .nanoseconds(-4))
    }

    @Test func whatDoesNotFitIsClamped() {
        #expect(Duration.seconds(Int64.max).inNanoseconds == .max)
        #expect(Duration.seconds(Int64.min).inNanoseconds == .min)
        #expect(WallTime(seconds: .max).milliseconds == .max)
        #expect((MonotonicTime(nanoseconds: .max) + .seconds(1)).nanoseconds == UInt64(Int64.max))
    }

    @Test func secondsRoundDownOnBothSidesOf1970() {
        #expect(WallTime(milliseconds: 1999).seconds == 1)
        #expect(WallTime(milliseconds: -1).seconds == -1)
        #expect(WallTime(milliseconds: .min).seconds == -9_223_372_036_854_776)
    }
}
