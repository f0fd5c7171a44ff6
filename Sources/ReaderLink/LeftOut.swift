import Vocabulary

/// The parts of the frame that outlasted a reader: each is left out for a while, so that a hostile poster costs a reader now and
/// then and never keeps a valid pass out. Holds what the next reader is to be told.
public struct LeftOut: Hashable, Sendable {
    /// How long a part is left out.
    public static let period = Duration.seconds(30)
    /// As many are remembered; of more, the latest.
    public static let capacity = 8

    private var entries: [Entry] = []

    private struct Entry: Hashable, Sendable {
        var area: FrameArea
        var until: MonotonicTime
    }

    public init() {}

    public var areas: [FrameArea] { entries.map(\.area) }

    /// When the first of them is to be looked at again; nil where there is none.
    public var due: MonotonicTime? { entries.map(\.until).min() }

    /// An attempt over this part outlasted its budget.
    public mutating func add(_ area: FrameArea, at now: MonotonicTime) {
        entries.append(Entry(area: area, until: now + Self.period))
        if entries.count > Self.capacity { entries.removeFirst() }
    }

    /// Forgets what has been left out for long enough, and says whether anything was.
    public mutating func forget(at now: MonotonicTime) -> Bool {
        let before = entries.count
        entries.removeAll { $0.until <= now }
        return entries.count < before
    }
}
