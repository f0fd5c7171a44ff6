import Testing
import Vocabulary

@testable import Console

struct WebSessionTests {
    private static func at(_ seconds: Double) -> MonotonicTime { .init(nanoseconds: UInt64(seconds * 1e9)) }

    private let whole = Array("GET / HTTP/1.1\r\n\r\n".utf8)
    private let page = WebResponse([65], type: "text/plain")

    private func asked() throws -> WebSession {
        var session = WebSession(at: Self.at(0))
        session.take(whole, at: Self.at(0))
        _ = try #require(try session.nextRequest(at: Self.at(0)))
        return session
    }

    @Test("one request at a time: nothing is taken in while one waits for its answer or the answer is not taken")
    func oneAtATime() throws {
        var session = try asked()
        #expect(session.room == 0 && session.isPending)
        session.answer(page, at: Self.at(1))
        #expect(session.room == 0 && !session.owed.isEmpty)
        session.sent(session.owed.count, at: Self.at(1))
        #expect(session.room > 0 && session.ending(at: Self.at(1)) == nil)
    }

    @Test("a request that is not whole in 5 s is too slow, however its bytes drip")
    func slow() {
        var session = WebSession(at: Self.at(0))
        for second in 1...5 { session.take([71], at: Self.at(Double(second))) }
        #expect(session.due == Self.at(6))
        #expect(session.ending(at: Self.at(5.9)) == nil)
        #expect(session.ending(at: Self.at(6)) == .slow)
    }

    @Test("who asks nothing for 20 s is idle, and whoever is told what happens may be")
    func idle() throws {
        #expect(WebSession(at: Self.at(0)).ending(at: Self.at(20)) == .idle)
        var session = try asked()
        session.stream([], at: Self.at(1))
        session.sent(session.owed.count, at: Self.at(1))
        #expect(session.due == nil && session.ending(at: Self.at(10_000)) == nil)
    }

    @Test("who takes nothing of what it is owed for 5 s is cut off; each byte counts anew")
    func deaf() throws {
        var session = try asked()
        session.answer(page, at: Self.at(0))
        session.sent(1, at: Self.at(4))
        #expect(session.ending(at: Self.at(8.9)) == nil)
        #expect(session.ending(at: Self.at(9)) == .deaf)
    }

    @Test("who is told what happens and is 64 KiB behind is cut off")
    func behind() throws {
        var session = try asked()
        session.stream([], at: Self.at(0))
        let event = [UInt8](repeating: 1, count: 1024)
        for _ in 0..<60 { session.tell(event, at: Self.at(0)) }
        #expect(session.ending(at: Self.at(0)) == nil)
        for _ in 0..<4 { session.tell(event, at: Self.at(0)) }
        #expect(session.ending(at: Self.at(0)) == .over)
    }

    @Test("after its last answer a client has a second to go by itself, so that it gets the answer")
    func lingering() throws {
        var session = try asked()
        session.answer(page, isLast: true, at: Self.at(0))
        session.sent(session.owed.count, at: Self.at(1))
        #expect(session.isFinished && session.room > 0)
        #expect(session.ending(at: Self.at(1.9)) == nil)
        #expect(session.ending(at: Self.at(2)) == .over)
        session.end()
        #expect(session.ending(at: Self.at(1)) == .over)
    }
}
