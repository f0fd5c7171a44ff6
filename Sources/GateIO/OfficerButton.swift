import Vocabulary

/// The officer's button: a short press answers what is being asked, a long one opens whatever is.
public struct OfficerButton: Hashable, Sendable {
    public enum Press: Hashable, Sendable {
        /// Let go before the time of `hold`.
        case short
        /// Held for the time of `hold`; told then, not when it is let go.
        case long
    }

    private let hold: Duration
    /// When it was pressed; nil while it is up, and after the long press was told.
    private var pressed: MonotonicTime?

    public init(hold: Duration) { self.hold = hold }

    /// It was pressed or let go at `time`; nil: it is not known how it stands, and a press that was begun counts for nothing.
    public mutating func see(_ isPressed: Bool?, at time: MonotonicTime) -> Press? {
        defer { pressed = isPressed == true ? time : nil }
        guard let pressed, isPressed == false else { return nil }
        return time - pressed >= hold ? .long : .short
    }

    /// Tells a press that has become long by now.
    public mutating func tick(at now: MonotonicTime) -> Press? {
        guard let due, now >= due else { return nil }
        pressed = nil
        return .long
    }

    /// When a press becomes long.
    public var due: MonotonicTime? { pressed.map { $0 + hold } }
}
