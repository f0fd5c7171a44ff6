import Vocabulary

/// A contact's level once it has stood still. Contacts bounce for some milliseconds, and long cables pick up more.
///
/// Edges carry the times at which they happened, so whoever comes late to them still tells a press from a bounce.
struct Debounce: Sendable {
    /// Long enough for any button, and far below the 400 ms from which an input must always be seen
    /// (IEC 60839-11-1, access point interface).
    static let standard: Duration = .milliseconds(30)
    static let bounds: ClosedRange<Duration> = .milliseconds(1) ... .milliseconds(300)

    let settle: Duration
    /// The level that has stood still.
    private(set) var level: Bool
    private var raw: Bool
    private var since: MonotonicTime

    /// A contact that was found at `level`.
    init(level: Bool, settle: Duration, at now: MonotonicTime) {
        self.settle = settle
        self.level = level
        raw = level
        since = now
    }

    /// Takes in how the contact stands at `time`, and gives what had settled before.
    mutating func note(_ raw: Bool, at time: MonotonicTime) -> Edge? {
        let time = max(time, since)
        defer {
            if raw != self.raw { (self.raw, since) = (raw, time) }
        }
        return settle(at: time)
    }

    /// The change that has stood still by now, with the time it began; nil where there is none.
    mutating func settle(at now: MonotonicTime) -> Edge? {
        guard raw != level, now - since >= settle else { return nil }
        level = raw
        return Edge(isActive: level, time: since)
    }

    /// When `settle` will have something unless the contact moves again.
    var due: MonotonicTime? { raw == level ? nil : since + settle }
}
