import Vocabulary

/// While somebody works at a gate nobody is admitted, for a quarter of an hour at most: who forgets it shuts no station.
public struct ServiceMode: Hashable, Sendable {
    public static let length = Duration.seconds(15 * 60)

    /// When it ends by itself; nil while the gate serves.
    private(set) var due: MonotonicTime?

    var isOn: Bool { due != nil }

    /// Begins it, or lets it count anew.
    mutating func begin(at now: MonotonicTime) { due = now + Self.length }

    mutating func end() { due = nil }

    /// Whether it has ended by itself just now.
    mutating func tick(at now: MonotonicTime) -> Bool {
        guard let due, now >= due else { return false }
        self.due = nil
        return true
    }
}
