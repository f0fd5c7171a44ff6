import CTurboJPEG
import CVideoShim
import Glibc
import Testing
import Vocabulary

@testable import Camera

/// The camera itself, over a driver that says what each test wants.
@Suite struct V4L2CameraTests {
    private let start = MonotonicTime(nanoseconds: 100_000_000_000)

    private func camera(on script: ScriptedDevice, _ settings: CameraSettings = CameraSettings()) throws -> V4L2Camera {
        try V4L2Camera(device: script.open(), settings: settings, at: start)
    }

    private func size(_ width: Int, _ height: Int) -> CameraSettings {
        var settings = CameraSettings()
        (settings.width, settings.height) = (width, height)
        return settings
    }

    /// The grey of the pixel at a place of the picture that every frame here shows.
    private static func grey(_ x: Int, _ y: Int) -> UInt8 { UInt8(truncatingIfNeeded: x * 3 + y * 5) }

    private static func picture(_ width: Int, _ height: Int, bytesPerLine: Int, step: Int, first: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 99, count: bytesPerLine * height)
        for y in 0..<height {
            for x in 0..<width { bytes[y * bytesPerLine + x * step + first] = grey(x, y) }
        }
        return bytes
    }

    @Test(
        "luma comes out whole of every layout, rows longer than their pixels included",
        arguments: [
            ("GREY", 1, 0), ("NV12", 1, 0), ("YU12", 1, 0), ("YUYV", 2, 0), ("UYVY", 2, 1),
        ])
    func layouts(letters: String, step: Int, first: Int) throws {
        let code = letters.utf8.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let script = ScriptedDevice(.init(format: V4L2Format(code: code), width: 64, height: 48))
        script.bytesPerLine = 64 * step + 32
        let camera = try camera(on: script, size(64, 48))
        script.deliver(Self.picture(64, 48, bytesPerLine: 64 * step + 32, step: step, first: first))
        var wrong = -1
        let taken = try camera.take(at: start) { frame in
            #expect((frame.width, frame.height) == (64, 48))
            wrong = (0..<48 * 64).count { frame.luma[$0 / 64 * frame.stride + $0 % 64] != Self.grey($0 % 64, $0 / 64) }
        }
        #expect(taken == .frame)
        #expect(wrong == 0)
    }

    @Test("a JPEG camera's luma is decoded, and a picture of another size or no picture at all is passed over")
    func jpeg() throws {
        let script = ScriptedDevice(.init(format: "MJPG", width: 64, height: 48))
        let camera = try camera(on: script, size(64, 48))
        script.deliver(Self.jpeg(64, 48))
        var furthest = 255
        _ = try camera.take(at: start) { frame in
            let distances = (0..<48 * 64).map { (pixel: Int) -> Int in
                let (x, y) = (pixel % 64, pixel / 64)
                return abs(Int(frame.luma[y * frame.stride + x]) - (x * 2 + y))
            }
            furthest = distances.max() ?? 255
        }
        #expect(furthest <= 4)
        for bytes in [Self.jpeg(32, 48), [UInt8](repeating: 0xd8, count: 5000), []] {
            script.deliver(bytes)
            #expect(try camera.take(at: start) { _ in } == .notYet)
        }
        #expect(script.queued.count == 4)
    }

    private static func jpeg(_ width: Int, _ height: Int) -> [UInt8] {
        let pixels = (0..<width * height).map { UInt8($0 % width * 2 + $0 / width) }
        let compressor = tjInitCompress()
        defer { tjDestroy(compressor) }
        var (bytes, count): (UnsafeMutablePointer<UInt8>?, UInt) = (nil, 0)
        tjCompress2(
            compressor, pixels, CInt(width), 0, CInt(height), CInt(TJPF_GRAY.rawValue), &bytes, &count,
            CInt(TJSAMP_GRAY.rawValue), 95, 0)
        defer { tjFree(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    @Test("what only libv4lconvert reads goes through it")
    func converted() throws {
        let script = ScriptedDevice(.init(format: "RGB3", width: 64, height: 48))
        let camera = try camera(on: script, size(64, 48))
        script.deliver([UInt8](repeating: 0, count: 32 * 64 * 3) + [UInt8](repeating: 255, count: 16 * 64 * 3))
        var corners: [UInt8] = []
        let taken = try camera.take(at: start) { frame in
            corners = [
                frame.luma[0], frame.luma[63], frame.luma[47 * frame.stride], frame.luma[47 * frame.stride + 63],
            ]
        }
        #expect(taken == .frame)
        #expect(corners == [16, 16, 235, 235])
        #expect(Set(script.asked).isSubset(of: V4L2Camera.requests))
    }

    @Test("of several frames the newest is lent, and all buffers go back")
    func newest() throws {
        let script = ScriptedDevice(.init(format: "GREY", width: 64, height: 48))
        let camera = try camera(on: script, size(64, 48))
        for sequence in [7, 8, 10] as [UInt32] {
            script.deliver([UInt8](repeating: UInt8(sequence), count: 64 * 48), sequence: sequence)
        }
        var seen: [UInt8] = []
        #expect(try camera.take(at: start) { seen.append($0.luma[0]) } == .frame)
        #expect(try camera.take(at: start) { seen.append($0.luma[0]) } == .notYet)
        #expect(seen == [10])
        #expect(script.queued.count == 4)
    }

    @Test("the count follows the driver's over its 32 bits, and goes on where the driver does not count")
    func sequence() throws {
        let script = ScriptedDevice(.init(format: "GREY", width: 64, height: 48))
        let camera = try camera(on: script, size(64, 48))
        var seen: [UInt64] = []
        for sequence in [.max, 0, 3, 3] as [UInt32] {
            script.deliver([UInt8](repeating: 0, count: 64 * 48), sequence: sequence)
            _ = try camera.take(at: start) { seen.append($0.sequence) }
        }
        #expect(seen == [0, 1, 4, 5])
    }

    @Test("the driver's stamp is believed only where it is monotonic and not of the future")
    func captured() throws {
        let script = ScriptedDevice(.init(format: "GREY", width: 64, height: 48))
        let camera = try camera(on: script, size(64, 48))
        let bytes = [UInt8](repeating: 0, count: 64 * 48)
        var seen: [UInt64] = []
        func take() throws { _ = try camera.take(at: start) { seen.append($0.captured.nanoseconds) } }
        script.deliver(bytes, at: timeval(tv_sec: 99, tv_usec: 250_000))
        try take()
        script.deliver(bytes, flags: V4L2_BUF_FLAG_TIMESTAMP_COPY, at: timeval(tv_sec: 5, tv_usec: 0))
        try take()
        script.deliver(bytes, at: timeval(tv_sec: 101, tv_usec: 0))
        try take()
        #expect(seen == [99_250_000_000, 100_000_000_000, 100_000_000_000])
    }

    @Test("a damaged or short frame is passed over for the whole one before it")
    func damaged() throws {
        let script = ScriptedDevice(.init(format: "YUYV", width: 64, height: 48))
        let camera = try camera(on: script, size(64, 48))
        let whole = [UInt8](repeating: 1, count: 64 * 48 * 2)
        script.deliver(whole)
        script.deliver(whole.map { _ in 2 }, flags: V4L2_BUF_FLAG_ERROR)
        var seen: [UInt8] = []
        #expect(try camera.take(at: start) { seen.append($0.luma[0]) } == .frame)
        script.deliver(Array(whole.dropLast(64)))
        #expect(try camera.take(at: start) { seen.append($0.luma[0]) } == .notYet)
        #expect(seen == [1])
        #expect(script.queued.count == 4)
    }

    @Test("a body that throws gets its own error back, and the buffer is not lost")
    func throwingBody() throws {
        struct Refusal: Error {}
        let script = ScriptedDevice(.init(format: "GREY", width: 64, height: 48))
        let camera = try camera(on: script, size(64, 48))
        script.deliver([UInt8](repeating: 0, count: 64 * 48))
        #expect(throws: Refusal.self) { try camera.take(at: start) { _ in throw Refusal() } }
        #expect(script.queued.count == 4)
    }
}
