import Vocabulary

/// When the settings are read anew. However often somebody asks, they are read once at a time and at most once a second, and
/// once more after the last who asked.
struct ReloadPlan: Hashable, Sendable {
    /// From one reading to the next.
    static let pause = Duration.seconds(1)

    private var isWanted = false
    private var isReading = false
    private var earliest = MonotonicTime(nanoseconds: 0)

    /// When `begin` would say yes; nil while nobody asks or a reading goes on.
    var due: MonotonicTime? { isWanted && !isReading ? earliest : nil }

    mutating func ask() { isWanted = true }

    /// Whether a reading is to begin now; it has begun where this says so.
    mutating func begin(at now: MonotonicTime) -> Bool {
        guard let due, now >= due else { return false }
        isWanted = false
        isReading = true
        earliest = now + Self.pause
        return true
    }

    /// The reading came to its end.
    mutating func end() { isReading = false }
}
