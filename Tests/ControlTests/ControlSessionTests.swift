import Testing
import Vocabulary

@testable import Control

@Suite("One client, by given times")
struct ControlSessionTests {
    private var session = ControlSession(role: .watch, at: .at(0))

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A socket that takes as much as is said.
    private func takes(_ most: Int) -> (UnsafeRawBufferPointer, CInt) -> Int { { bytes, _ in min(bytes.count, most) } }

    @Test("a line that comes byte by byte is one line; two that come at once are two")
    mutating func lines() {
        for byte in bytes("ab") { session.take([byte], at: .at(0)) }
        let early = session.nextLine(at: .at(0))
        #expect(early == nil && session.lineDue == nil)
        session.take(bytes("c\ndef\ng"), at: .at(1))
        let lines = (0..<3).map { _ in session.nextLine(at: .at(1)) }
        #expect(lines == [bytes("abc"), bytes("def"), nil] && session.ending(at: .at(1)) == nil)
    }

    @Test("one byte a minute: cut off ten seconds after the first")
    mutating func slow() {
        session.take(bytes("x"), at: .at(1000))
        #expect(session.ending(at: .at(10_999)) == nil && session.due == .at(11_000))
        #expect(session.ending(at: .at(11_000)) == .unfinished)
    }

    @Test("one byte each nine seconds does not gain time either")
    mutating func steadilySlow() {
        session.take(bytes("x"), at: .at(0))
        session.take(bytes("x"), at: .at(9000))
        #expect(session.ending(at: .at(10_000)) == .unfinished)
    }

    @Test("who says nothing is cut off after two minutes, who follows never")
    mutating func silent() {
        #expect(session.ending(at: .at(119_999)) == nil && session.ending(at: .at(120_000)) == .silent)
        session.isFollowing = true
        #expect(session.due == nil && session.ending(at: .at(86_400_000)) == nil)
    }

    @Test("a request begins the two minutes anew")
    mutating func notSilent() {
        session.take(bytes("x\n"), at: .at(100_000))
        _ = session.nextLine(at: .at(100_000))
        #expect(session.ending(at: .at(219_999)) == nil && session.ending(at: .at(220_000)) == .silent)
    }

    @Test("a line without end is cut off at its 4097th byte, and no more than that is ever held")
    mutating func endless() {
        var taken = 0
        while session.room > 0 {
            let part = [UInt8](repeating: 120, count: min(session.room, 1000))
            taken += part.count
            session.take(part, at: .at(0))
        }
        #expect(taken == 4097 && session.ending(at: .at(0)) == .tooLong)
    }

    @Test("a line of 4096 bytes is taken whole")
    mutating func longest() {
        session.take([UInt8](repeating: 120, count: 4096), at: .at(0))
        #expect(session.ending(at: .at(0)) == nil && session.room == 1)
        session.take(bytes("\n"), at: .at(0))
        let line = session.nextLine(at: .at(0))
        #expect(line?.count == 4096 && session.room == 4097)
    }

    @Test("twenty requests at once, then ten a second; nothing more is taken in meanwhile")
    mutating func flood() {
        session.take(bytes(String(repeating: "x\n", count: 200)), at: .at(0))
        let first = (0..<30).compactMap { _ in session.nextLine(at: .at(0)) }
        let early = session.nextLine(at: .at(99))
        #expect(first.count == 20 && early == nil && session.room == 0 && session.lineDue == .at(100))
        let later = (0..<2).compactMap { _ in session.nextLine(at: .at(100)) }
        #expect(later.count == 1)
        #expect(session.ending(at: .at(15_000)) == nil, "the last byte is no unfinished line")
    }

    @Test("who does not take what it is owed is cut off after five seconds without a byte")
    mutating func deaf() {
        session.owe(bytes("0123456789\n"), at: .at(1000))
        let gone = [1000, 5999].map { session.drain(at: .at($0), takes(0)) }
        #expect(gone == [0, 0] && session.ending(at: .at(5999)) == nil && session.ending(at: .at(6000)) == .deaf)
    }

    @Test("a byte taken gives five seconds more")
    mutating func hardOfHearing() {
        session.owe(bytes("0123456789\n"), at: .at(0))
        var left = 3
        let gone = session.drain(at: .at(4000)) { bytes, _ in
            defer { left = 0 }
            return left
        }
        #expect(gone == 3 && session.ending(at: .at(8999)) == nil && session.ending(at: .at(9000)) == .deaf)
    }

    @Test("a follower that does not read is dropped at 64 KiB")
    mutating func follower() {
        session.isFollowing = true
        let line = [UInt8](repeating: 120, count: 1024)
        for _ in 0..<64 { session.owe(line, at: .at(0)) }
        #expect(session.ending(at: .at(1)) == nil && session.output.count == 65_536)
        session.owe(line, at: .at(1))
        #expect(session.ending(at: .at(1)) == .over && session.output.count == 65_536)
    }

    @Test("who has ended still gets its answers, then it is over")
    mutating func halfClosed() {
        session.take(bytes("x\n"), at: .at(0))
        session.end()
        #expect(session.ending(at: .at(0)) == nil && session.room == 0)
        let line = session.nextLine(at: .at(0))
        #expect(line != nil)
        session.pending = 1
        #expect(session.ending(at: .at(0)) == nil)
        session.pending = 0
        session.owe(bytes("y\n"), at: .at(0))
        #expect(session.ending(at: .at(0)) == nil)
        let gone = session.drain(at: .at(0), takes(10))
        #expect(gone == 2 && session.ending(at: .at(0)) == .over)
    }

    @Test("who has vanished is over at once, whatever it is owed")
    mutating func vanished() {
        session.owe(bytes("y\n"), at: .at(0))
        session.vanish()
        #expect(session.ending(at: .at(0)) == .over)
    }
}

@Suite("What a client is owed")
struct OutputQueueTests {
    @Test("lines go in order, in the pieces that are taken, and an error stops them")
    func pieces() {
        var queue = OutputQueue()
        for text in ["abc", "defg"] { _ = queue.append(Array(text.utf8)) }
        var got: [UInt8] = []
        var room = 5
        let gone = queue.drain { bytes, _ in
            let count = min(bytes.count, room)
            got += bytes.prefix(count)
            room -= count
            return count
        }
        #expect(gone == 5 && String(decoding: got, as: UTF8.self) == "abcde" && queue.count == 2)
        let failed = queue.drain { _, _ in -32 }
        #expect(failed == -32 && queue.count == 2)
        let rest = queue.drain { bytes, _ in bytes.count }
        #expect(rest == 2 && queue.isEmpty && queue.count == 0)
    }

    @Test("a descriptor goes with the first byte of its line, once")
    func descriptors() throws {
        var queue = OutputQueue()
        let passed = try #require(PassedDescriptor(reading: 0))
        _ = queue.append(Array("a\n".utf8))
        _ = queue.append(Array("bcd\n".utf8), passed)
        var seen: [(Int, Bool)] = []
        for _ in 0..<3 {
            var room = 2
            _ = queue.drain { bytes, descriptor in
                let count = min(bytes.count, room)
                if count > 0 { seen.append((count, descriptor == passed.number)) }
                room -= count
                return count
            }
        }
        #expect(seen.map(\.0) == [2, 2, 2] && seen.map(\.1) == [false, true, false])
    }
}
