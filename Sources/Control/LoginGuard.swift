import Vocabulary

/// Bounds how often wrong tokens may be tried, for each user alone, so that one cannot shut another out.
struct LoginGuard {
    /// Ten in a row, as of fingers on a keyboard; then one every ten seconds.
    static let wrong = RateLimit(burst: 10, interval: .seconds(10))
    /// As many users are remembered.
    static let capacity = 64

    private var users: [UInt32: RateLimit] = [:]

    /// Whether this user may try a token now.
    func mayTry(_ user: UInt32, at now: MonotonicTime) -> Bool {
        guard let limit = users[user] else { return users.count < Self.capacity }
        return limit.next <= now
    }

    /// The token was wrong. True where that was one too many: from now on this user has to wait.
    mutating func failed(_ user: UInt32, at now: MonotonicTime) -> Bool {
        users = users.filter { !$0.value.isFull(at: now) }
        var limit = users[user] ?? Self.wrong
        _ = limit.take(at: now)
        users[user] = limit
        return limit.next > now
    }
}
