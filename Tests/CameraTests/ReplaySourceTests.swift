import Testing
import Vocabulary

@testable import Camera

@Suite struct ReplaySourceTests {
    /// A still picture of one value, and a y4m of three frames at 10 a second.
    private static func files() throws -> [ImageSequence] {
        [
            try Made.sequence(Made.pgm([UInt8](repeating: 7, count: 15))),
            try Made.sequence(Made.y4m()),
        ]
    }

    private static func at(_ milliseconds: Double) -> MonotonicTime {
        MonotonicTime(nanoseconds: UInt64(1e9 + milliseconds * 1e6))
    }

    /// Takes at `milliseconds` after the start: what came of it and the frame.
    private static func take(_ source: ReplaySource, _ milliseconds: Double) throws -> (Taken, Kept?) {
        var kept: Kept?
        let taken = try source.take(at: at(milliseconds)) { kept = Kept($0) }
        return (taken, kept)
    }

    @Test("not paced, a still is shown 30 times and a y4m once, with the times they would have had, and that is all")
    func unpaced() throws {
        let source = ReplaySource(try Self.files(), isLooped: false, isPaced: false, at: Self.at(0))
        #expect(source.descriptor == nil)
        var frames: [Kept] = []
        while case (.frame, let frame?) = try Self.take(source, 0) {
            let due = try #require(source.due)
            #expect(due <= Self.at(0))
            frames.append(frame)
        }
        #expect(frames.map { $0.luma[0] } == [UInt8](repeating: 7, count: 30) + [0, 1, 2])
        #expect(frames.map(\.sequence) == Array(0..<33))
        #expect(frames[0].milliseconds == 1000 && frames[15].milliseconds == 1499)
        #expect(frames[30...].map(\.milliseconds) == [1999, 2099, 2199])
        #expect(try Self.take(source, 0).0 == .end)
        #expect(try Self.take(source, 0).0 == .end)
    }

    @Test("paced, nothing comes before its time")
    func paced() throws {
        let source = ReplaySource([try Made.sequence(Made.y4m())], isLooped: false, isPaced: true, at: Self.at(0))
        #expect(try Self.take(source, 0).1?.luma[0] == 0)
        #expect(source.due == Self.at(100))
        #expect(try Self.take(source, 99.9).0 == .notYet)
        let (taken, frame) = try Self.take(source, 130)
        #expect(taken == .frame && frame?.luma[0] == 1 && frame?.milliseconds == 1100)
        #expect(source.due == Self.at(200))
        #expect(try Self.take(source, 200).1?.luma[0] == 2)
        #expect(try Self.take(source, 250).0 == .notYet)
        #expect(try Self.take(source, 300).0 == .end)
    }

    @Test("who comes late gets the newest frame, and the sequence shows the gap")
    func late() throws {
        let source = ReplaySource([try Made.sequence(Made.y4m())], isLooped: true, isPaced: true, at: Self.at(0))
        #expect(try Self.take(source, 0).1?.sequence == 0)
        let frame = try Self.take(source, 425).1
        #expect(frame?.sequence == 4 && frame?.luma[0] == 1 && frame?.milliseconds == 1400)
    }

    @Test("after a sleep it goes on where it was")
    func sleep() throws {
        let source = ReplaySource([try Made.sequence(Made.y4m())], isLooped: true, isPaced: true, at: Self.at(0))
        #expect(try Self.take(source, 0).1?.sequence == 0)
        let frame = try Self.take(source, 3_600_000).1
        #expect(frame?.sequence == 1 && frame?.milliseconds == 3_601_000)
        #expect(source.due == Self.at(3_600_100))
    }

    @Test("looped, it begins again with the first file")
    func looped() throws {
        let source = ReplaySource(try Self.files(), isLooped: true, isPaced: false, at: Self.at(0))
        let lumas = try (0..<80).map { _ in try Self.take(source, 0).1?.luma[0] }
        let once = [UInt8](repeating: 7, count: 30) + [0, 1, 2]
        #expect(lumas == Array((once + once + once).prefix(80)))
    }

    @Test("a file that turns out damaged is a fault that names it")
    func damaged() throws {
        let file = try Made.sequence(Made.y4m().dropLast(1), name: "cut.y4m")
        let source = ReplaySource([file], isLooped: true, isPaced: false, at: Self.at(0))
        #expect(try Self.take(source, 0).0 == .frame)
        #expect(try Self.take(source, 0).0 == .frame)
        let fault = #expect(throws: CameraFault.self) { try Self.take(source, 0) }
        #expect(fault?.what == "cut.y4m: is cut short within frame 2")
    }

    @Test("what the receiver of a frame throws comes through")
    func bodyThrows() throws {
        struct Refused: Error {}
        let source = ReplaySource([try Made.sequence(Made.y4m())], isLooped: false, isPaced: false, at: Self.at(0))
        #expect(throws: Refused.self) { try source.take(at: Self.at(0)) { _ in throw Refused() } }
        #expect(try Self.take(source, 0).1?.luma[0] == 1)
    }
}
