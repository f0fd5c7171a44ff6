import Control
import Vocabulary

/// Who is logged in, by the secret of their cookie. The station checks their token at each act; here it is only kept, in memory.
struct StaffSessions {
    struct Session {
        var token: String
        /// As the station said at the login.
        var role: String
        fileprivate var end: MonotonicTime
    }

    static let cookie = "scan-appliance"
    /// A long shift.
    static let length = Duration.seconds(12 * 3600)
    static let most = 16
    /// Wrong tokens: fewer than the station allows this console's user, so that nobody who is logged in is kept out by them.
    static let wrongTokens = RateLimit(burst: 5, interval: .seconds(20))

    private var sessions: [String: Session] = [:]
    private var wrong = wrongTokens

    /// Whether a token may be tried now.
    func mayTry(at now: MonotonicTime) -> Bool { wrong.next <= now }

    mutating func failed(at now: MonotonicTime) { _ = wrong.take(at: now) }

    /// Begins one and gives the secret of its cookie; the oldest makes place where there are too many.
    mutating func begin(token: String, role: String, at now: MonotonicTime) -> String {
        sessions = sessions.filter { $0.value.end > now }
        if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.end < $1.value.end })?.key {
            sessions[oldest] = nil
        }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }.joined()
        sessions[secret] = Session(token: token, role: role, end: now + Self.length)
        return secret
    }

    func session(_ secret: String?, at now: MonotonicTime) -> Session? {
        guard let session = secret.flatMap({ sessions[$0] }), session.end > now else { return nil }
        return session
    }

    mutating func end(_ secret: String) { sessions[secret] = nil }
}
