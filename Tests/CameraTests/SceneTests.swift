import Glibc
import Testing
import Vocabulary

@testable import Camera

@Suite struct SceneTests {
    private static let start = MonotonicTime(nanoseconds: 7_000_000_000)
    private static let acts = SceneAct.Manner.allCases.map { manner in
        SceneAct(manner: manner, payload: manner == .nothing ? [] : Array("SP1:A CODE IN THE SCENE".utf8))
    }
    /// Seconds of one act and the pause before it.
    private static let turn = SceneScript.act + SceneScript.pause

    private static func at(_ seconds: Double) -> MonotonicTime {
        start + .nanoseconds(Int64((seconds * 1e9).rounded(.up)))
    }

    private static func luma(_ source: SceneSource, _ seconds: Double) throws -> [UInt8] {
        var luma: [UInt8] = []
        let taken = try source.take(at: at(seconds)) { frame in
            luma = Array(UnsafeBufferPointer(start: frame.luma, count: frame.height * frame.stride))
        }
        try #require(taken == .frame)
        return luma
    }

    private static func source(_ acts: [SceneAct] = acts) -> SceneSource { SceneSource(acts, at: start) }

    @Test("frames are 1280 by 720 and come 30 times a second, each once")
    func frames() throws {
        let source = Self.source([])
        #expect(source.descriptor == nil && source.due == Self.start)
        var kept: [(UInt64, MonotonicTime)] = []
        for tick in 0..<30 {
            let now = Self.start + .milliseconds(10 * tick)
            let isDue = source.due.map { $0 <= now }
            let taken = try source.take(at: now) { frame in
                #expect(frame.width == 1280 && frame.height == 720)
                kept.append((frame.sequence, frame.captured))
            }
            #expect(isDue == (taken == .frame))
        }
        #expect(kept.map(\.0) == Array(0..<9))
        #expect(
            kept.map { ($0.1 - Self.start).inMilliseconds.rounded(.down) } == [0, 33, 66, 100, 133, 166, 200, 233, 266])
    }

    @Test("who comes late gets the newest frame")
    func late() throws {
        let source = Self.source([])
        var sequences: [UInt64] = []
        for seconds in [0, 1.01, 1.02] { _ = try source.take(at: Self.at(seconds)) { sequences.append($0.sequence) } }
        #expect(sequences == [0, 30])
        #expect(source.due == Self.start + .nanoseconds(1_033_333_333))
    }

    @Test("the same time shows the same pixels, whatever was taken before")
    func deterministic() throws {
        let (one, other) = (Self.source(), Self.source())
        for act in Self.acts.indices {
            let time = Double(act) * Self.turn + SceneScript.pause + 1.5
            _ = try Self.luma(other, time - 0.5)
            #expect(try Self.luma(one, time) == Self.luma(other, time))
        }
    }

    @Test("an empty doorway is still to the byte, before, between and after the acts")
    func still() throws {
        let source = Self.source()
        let empty = try Self.luma(source, 0)
        var time = 0.5
        for act in Self.acts.indices {
            #expect(try Self.luma(source, time) == empty, "before act \(act)")
            #expect(try Self.luma(source, time + 1.7) != empty, "act \(act)")
            time += Self.turn
        }
        #expect(try Self.luma(source, time + 0.5) == empty)
    }

    @Test("while somebody is there the grain lives")
    func grain() throws {
        let source = Self.source([SceneAct(manner: .nothing, payload: [])])
        let one = try Self.luma(source, SceneScript.pause + 1.6)
        let next = try Self.luma(source, SceneScript.pause + 1.64)
        #expect(zip(one, next).count { $0 != $1 } > 20_000)
    }

    @Test("the acts repeat after a longer pause")
    func repeats() throws {
        let script = SceneScript(count: 2)
        #expect(script.moment(at: 0) == nil)
        #expect(script.moment(at: 0.7)?.act == 0)
        #expect(script.moment(at: 4) == nil)
        #expect(script.moment(at: 4.5)?.act == 1)
        #expect(script.moment(at: 8) == nil && script.moment(at: 10) == nil)
        #expect(script.moment(at: 10.2)?.act == 0)
        #expect(SceneScript(count: 0).moment(at: 1.5) == nil)
    }

    @Test("a code too long for any QR code is not shown, and nobody falls over it")
    func tooLong() throws {
        let payload = [UInt8](repeating: 200, count: 4296)
        let source = Self.source([SceneAct(manner: .phone, payload: payload)])
        let other = Self.source([SceneAct(manner: .nothing, payload: [])])
        #expect(try Self.luma(source, 2.2) == Self.luma(other, 2.2))
    }

    @Test("every frame of every act is drawn into the same memory")
    func memory() throws {
        let source = Self.source()
        var addresses = Set<UnsafePointer<UInt8>>()
        let frames = Int(Double(Self.acts.count) * Self.turn * 30)
        for frame in stride(from: 0, to: frames, by: 10) {
            _ = try source.take(at: Self.at(Double(frame) / 30)) { addresses.insert($0.luma) }
        }
        #expect(addresses.count == 1)
    }
}
