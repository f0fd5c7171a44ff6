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
        let taken = [0, 0, 0, 999].map { limit.take(at: .at($0)) }
        #expect(taken == [true, true, true, false] && limit.next == .at(1000))
        let later = [1000, 1999, 2000].map { limit.take(at: .at($0)) }
        #expect(later == [true, false, true])
    }

    @Test("after a rest there are as many again, never more")
    func refill() {
        var limit = RateLimit(burst: 3, interval: .seconds(1))
        for _ in 0..<3 { _ = limit.take(at: .at(0)) }
        #expect(!limit.isFull(at: .at(2999)) && limit.isFull(at: .at(3000)))
        let taken = (0..<4).map { _ in limit.take(at: .at(100_000)) }
        #expect(taken == [true, true, true, false])
    }

    @Test("what was refused costs nothing")
    func refused() {
        var limit = RateLimit(burst: 1, interval: .seconds(1))
        let taken = ([0] + Array(stride(from: Int64(1), to: 1000, by: 7)) + [1000]).filter { limit.take(at: .at($0)) }
        #expect(taken == [0, 1000])
    }

    @Test("ten wrong tokens, then one each ten seconds, and told once that it was one too many")
    func logins() {
        var guardian = LoginGuard()
        let first = (0..<9).map { _ in guardian.failed(7, at: .at(0)) }
        #expect(!first.contains(true) && guardian.mayTry(7, at: .at(0)))
        let tenth = guardian.failed(7, at: .at(0))
        #expect(tenth)
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
