import Vocabulary

/// The button inside (REX, request to exit): each press opens, however often it is pressed.
public struct ExitButton: Hashable, Sendable {
    /// A press this soon after one that opened is the same hand: it would only fill the ledger.
    static let sameHand: Duration = .milliseconds(500)

    private var opened: MonotonicTime?

    public init() {}

    /// It was pressed; whether that opens. A button that is held or jammed is one press.
    public mutating func press(at time: MonotonicTime) -> Bool {
        if let opened, time - opened < Self.sameHand { return false }
        opened = time
        return true
    }
}
