import Vocabulary

/// Who was told to wait because it is full, in the order in which they came.
public struct WaitingLine: Sendable {
    /// Whoever did not come again for so long has gone.
    public static let patience = Duration.seconds(900)
    /// More are not remembered.
    static let capacity = 200

    private var waiting: [(credential: CredentialHash, last: MonotonicTime)] = []

    public init() {}

    public func count(at now: MonotonicTime) -> Int { waiting.count { now - $0.last < Self.patience } }

    /// Somebody waits, or still waits; how many came before. Nil where the line is too long to say.
    public mutating func join(_ credential: CredentialHash, at now: MonotonicTime) -> Int? {
        waiting.removeAll { now - $0.last >= Self.patience }
        if let place = waiting.firstIndex(where: { $0.credential == credential }) {
            waiting[place].last = now
            return place
        }
        guard waiting.count < Self.capacity else { return nil }
        waiting.append((credential, now))
        return waiting.count - 1
    }

    /// Somebody need not wait any more.
    public mutating func leave(_ credential: CredentialHash) { waiting.removeAll { $0.credential == credential } }
}
