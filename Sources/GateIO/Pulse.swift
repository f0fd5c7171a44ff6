import Vocabulary

/// How long the lock is released. A new admission counts from its own instant: the pulse then ends one length after the
/// newest, and never later.
package struct Pulse: Sendable {
    /// Counts from the next admission.
    var length: Duration
    /// When it ends; nil while there is none.
    private(set) var end: MonotonicTime?

    package init(length: Duration) { self.length = length }

    package mutating func begin(at now: MonotonicTime) { end = now + length }

    package mutating func cancel() { end = nil }

    /// Whether the lock is to be released at this instant.
    package func isOn(at now: MonotonicTime) -> Bool { end.map { now < $0 } ?? false }
}
