import Testing
import Vocabulary

@testable import Control

extension MonotonicTime {
    /// So many milliseconds after the beginning of a test.
    static func at(_ milliseconds: Int64) -> Self { Self(nanoseconds: 3_600_000_000_000) + .milliseconds(milliseconds) }
}

@Suite("How often")
struct RateLimitTests {
    @Test("so many at once, then one each interval")
    func burst() {
        var limit = RateLimit(burst: 3, interval: .seconds(1))
        #expect(limit.next <= .at(0))
        for _ in 0..<3 { #expect(limit.take(at: .at(0))) }
        #expect(!limit.take(at: .at(999)) && limit.next == .at(1000))
        #expect(limit.take(at: .at(1000)) && !limit.take(at: .at(1999)) && limit.take(at: .at(2000)))
    }

    @Test("after a rest there are as many again, never more")
    func refill() {
        var limit = RateLimit(burst: 3, interval: .seconds(1))
        for _ in 0..<3 { _ = limit.take(at: .at(0)) }
        #expect(!limit.isFull(at: .at(2999)) && limit.isFull(at: .at(3000)))
        for _ in 0..<3 { #expect(limit.take(at: .at(100_000))) }
        #expect(!limit.take(at: .at(100_000)))
    }

    @Test("what was refused costs nothing")
    func refused() {
        var limit = RateLimit(burst: 1, interval: .seconds(1))
        #expect(limit.take(at: .at(0)))
        for time in stride(from: Int64(1), to: 1000, by: 7) { #expect(!limit.take(at: .at(time))) }
        #expect(limit.take(at: .at(1000)))
    }

    @Test("ten wrong tokens, then one each ten seconds, and told once that it was one too many")
    func logins() {
        var guardian = LoginGuard()
        for _ in 0..<9 { #expect(!guardian.failed(7, at: .at(0))) }
        #expect(guardian.mayTry(7, at: .at(0)))
        #expect(guardian.failed(7, at: .at(0)))
        #expect(!guardian.mayTry(7, at: .at(9999)) && guardian.mayTry(7, at: .at(10_000)))
        #expect(guardian.mayTry(8, at: .at(0)), "another user is not kept waiting")
    }

    @Test("users without end cost no memory without end, and are forgiven in time")
    func manyUsers() {
        var guardian = LoginGuard()
        for user in 0..<UInt32(LoginGuard.capacity) { _ = guardian.failed(user, at: .at(0)) }
        #expect(!guardian.mayTry(1000, at: .at(1)))
        _ = guardian.failed(0, at: .at(10_001))
        #expect(guardian.mayTry(1000, at: .at(10_001)))
    }
}
