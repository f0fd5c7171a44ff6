/// An instant of CLOCK_BOOTTIME: nanoseconds since boot, those that the board slept through included. No one can set it.
public struct BootTime: Hashable, Comparable, Sendable {
    /// As `clock_gettime(CLOCK_BOOTTIME)` counts them.
    public var nanoseconds: UInt64

    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

    /// The time from `b` to `a`; negative where `a` is the earlier one.
    public static func - (a: Self, b: Self) -> Duration {
        .nanoseconds(Int64(clamping: a.nanoseconds) - Int64(clamping: b.nanoseconds))
    }

    /// The instant `duration` earlier, not before the boot.
    public static func - (a: Self, duration: Duration) -> Self {
        Self(nanoseconds: UInt64(max(0, Int64(clamping: a.nanoseconds) - max(0, duration.inNanoseconds))))
    }
}

extension WallTime {
    /// The time `duration` later, to the millisecond, clamped to what fits.
    public static func + (a: Self, duration: Duration) -> Self {
        let sum = a.milliseconds.addingReportingOverflow(duration.inNanoseconds / 1_000_000)
        return Self(milliseconds: sum.overflow ? (duration < .zero ? .min : .max) : sum.partialValue)
    }

    /// The time `duration` earlier, to the millisecond, clamped to what fits.
    public static func - (a: Self, duration: Duration) -> Self { a + (.zero - duration) }

    /// The time from `b` to `a`; negative where `a` is the earlier one. Clamped to 292 years.
    public static func - (a: Self, b: Self) -> Duration {
        let difference = a.milliseconds.subtractingReportingOverflow(b.milliseconds)
        return difference.overflow
            ? .nanoseconds(a < b ? Int64.min : Int64.max) : .milliseconds(difference.partialValue)
    }
}
