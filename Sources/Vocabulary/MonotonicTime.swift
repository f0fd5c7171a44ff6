/// An instant of CLOCK_MONOTONIC, which no one can set: nanoseconds since boot.
public struct MonotonicTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since boot, as `clock_gettime(CLOCK_MONOTONIC)` counts them.
    public var nanoseconds: UInt64

    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

    /// The instant `duration` later; before the boot there is nothing, so it never goes below 0.
    public static func + (a: Self, duration: Duration) -> Self {
        let sum = Int64(clamping: a.nanoseconds).addingReportingOverflow(duration.inNanoseconds)
        return Self(nanoseconds: UInt64(clamping: sum.overflow ? Int64.max : sum.partialValue))
    }

    /// The time from `b` to `a`; negative where `a` is the earlier one.
    public static func - (a: Self, b: Self) -> Duration {
        .nanoseconds(Int64(clamping: a.nanoseconds) - Int64(clamping: b.nanoseconds))
    }
}

extension Duration {
    /// Whole nanoseconds, clamped to what 64 bits hold (292 years).
    public var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let product = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let sum = product.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard !product.overflow, !sum.overflow else { return seconds < 0 ? .min : .max }
        return sum.partialValue
    }

    /// Milliseconds with their fraction, for people.
    public var inMilliseconds: Double { Double(inNanoseconds) / 1e6 }
}
