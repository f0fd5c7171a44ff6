import Vocabulary

/// How long the lock is released. A new admission counts from its own instant: the pulse then ends one length after the
/// newest, and never later.
struct Pulse: Sendable {
    /// Counts from the next admission.
    var length: Duration
    /// When it ends; nil while there is none.
    private(set) var end: MonotonicTime?

    init(length: Duration) { self.length = length }

    mutating func begin(at now: MonotonicTime) { end = now + length }

    mutating func cancel() { end = nil }

    /// Whether the lock is to be released at this instant.
    func isOn(at now: MonotonicTime) -> Bool { end.map { now < $0 } ?? false }
}
