/// Counts since the controller started: the answer to `figures`. Bounded: each counted thing is of a fixed list.
public struct StationFigures: Codable, Hashable, Sendable {
    /// Presentations by reason.
    public var decisions: [String: Int] = [:]
    /// Acts of people by the note of their rows.
    public var acts: [String: Int] = [:]
    /// Failures by name.
    public var incidents: [String: Int] = [:]
    /// From the reader's message to the answer.
    public var answered = TimeCounts()
    /// The readers' own counts, by gate, each since its reader started.
    public var readers: [String: ReaderCounts] = [:]
    /// Of the controller now, bytes.
    public var residentBytes: UInt64 = 0

    public init() {}
}

/// How many took how long.
public struct TimeCounts: Codable, Hashable, Sendable {
    /// Upper bounds in milliseconds, each included.
    public static let bounds: [Double] = [1, 2, 5, 10, 20, 50, 100, 500]

    /// By bound; one more for all that took longer.
    public private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    /// Milliseconds of all together.
    public private(set) var sum = 0.0

    public init() {}

    public mutating func count(milliseconds: Double) {
        counts[Self.bounds.firstIndex { milliseconds <= $0 } ?? Self.bounds.count] += 1
        sum += milliseconds
    }
}

/// What one reader did since it started.
public struct ReaderCounts: Codable, Hashable, Sendable {
    public var frames: UInt64
    public var attempts: UInt64
    /// Frames that were recognised as still and not scanned.
    public var still: UInt64
    public var cpuSeconds: Double
    public var residentBytes: UInt64

    public init(frames: UInt64, attempts: UInt64, still: UInt64, cpuSeconds: Double, residentBytes: UInt64) {
        self.frames = frames
        self.attempts = attempts
        self.still = still
        self.cpuSeconds = cpuSeconds
        self.residentBytes = residentBytes
    }
}
