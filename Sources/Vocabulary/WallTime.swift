/// A time of day and year: milliseconds since 1970-01-01T00:00:00Z without leap seconds.
public struct WallTime: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// From whole seconds since 1970 (a NumericDate, RFC 8392 section 2), clamped to what fits.
    public init(seconds: Int64) {
        let product = seconds.multipliedReportingOverflow(by: 1000)
        milliseconds = product.overflow ? (seconds < 0 ? .min : .max) : product.partialValue
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return rest < 0 ? seconds - 1 : seconds
    }

    public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}
