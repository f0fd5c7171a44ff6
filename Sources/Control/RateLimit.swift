import Vocabulary

/// So many at once, then one each `interval`: a bucket that refills, kept as the one instant at which it will be full.
public struct RateLimit: Hashable, Sendable {
    private let burst: Int
    private let interval: Duration
    private var full = MonotonicTime(nanoseconds: 0)

    /// `burst` is at least 1.
    public init(burst: Int, interval: Duration) {
        self.burst = burst
        self.interval = interval
    }

    /// When the next one may be taken; in the past where it may be at once.
    public var next: MonotonicTime { full + interval * -(burst - 1) }

    /// Whether nothing was taken that still counts.
    public func isFull(at now: MonotonicTime) -> Bool { full <= now }

    /// Takes one; false, and nothing is taken, where it is too early.
    public mutating func take(at now: MonotonicTime) -> Bool {
        guard next <= now else { return false }
        full = max(full, now) + interval
        return true
    }
}
