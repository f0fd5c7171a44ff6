import Glibc
import Testing
import Vocabulary

@testable import Camera

/// A pipe with its writing end in the test's hand.
private final class Pipe {
    let reading: CInt
    private var writing: CInt

    /// Room for a whole frame, so that a test writes without waiting.
    init() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        (reading, writing) = (ends[0], ends[1])
        // F_SETPIPE_SZ, which Swift does not import.
        try #require(fcntl(writing, 1031, 1 << 20) >= 1 << 20)
    }

    deinit { close() }

    func write(_ bytes: [UInt8]) throws { try #require(Glibc.write(writing, bytes, bytes.count) == bytes.count) }

    func close() {
        if writing >= 0 { Glibc.close(writing) }
        writing = -1
    }
}

@Suite struct StreamSourceTests {
    private static func at(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: (1000 + milliseconds) * 1_000_000)
    }

    private static func take(_ source: StreamSource, _ milliseconds: UInt64 = 0) throws -> (Taken, Kept?) {
        var kept: Kept?
        let taken = try source.take(at: at(milliseconds)) { kept = Kept($0) }
        return (taken, kept)
    }

    @Test("bare planes come one by one, each when it is whole")
    func bare() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 4, height: 2)
        #expect(source.descriptor == pipe.reading && source.due == nil)
        #expect(try Self.take(source).0 == .notYet)
        try pipe.write([1, 2, 3, 4, 5])
        #expect(try Self.take(source).0 == .notYet)
        try pipe.write([6, 7, 8])
        let frame = try Self.take(source, 40).1
        #expect(frame?.luma == [1, 2, 3, 4, 5, 6, 7, 8] && frame?.width == 4 && frame?.height == 2)
        #expect(frame?.sequence == 0 && frame?.milliseconds == 1040)
    }

    @Test("the planes of 4:2:0 behind each luma plane are passed over")
    func chroma() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 4, height: 2, hasChroma: true)
        try pipe.write([1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 30])
        #expect(try Self.take(source).0 == .notYet)
        try pipe.write([31])
        #expect(try Self.take(source).1?.luma == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test("of several frames that wait the newest is taken, and the sequence shows the gap")
    func newest() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 4, height: 2)
        try pipe.write((0..<3).flatMap { [UInt8](repeating: $0, count: 8) } + [9])
        let frame = try Self.take(source).1
        #expect(frame?.luma[0] == 2 && frame?.sequence == 2)
        #expect(try Self.take(source).0 == .notYet)
        try pipe.write([UInt8](repeating: 9, count: 7))
        #expect(try Self.take(source).1?.luma == [UInt8](repeating: 9, count: 8))
    }

    @Test("a frame larger than one read comes whole")
    func large() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 640, height: 480)
        let pixels = (0..<307_200).map { UInt8(truncatingIfNeeded: $0 / 640) }
        try pipe.write(pixels)
        #expect(try Self.take(source).1?.luma == pixels)
    }

    @Test("y4m tells its own size; chroma is passed over", arguments: [1, 7, 1000])
    func y4m(piece: Int) throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 0, height: 0)
        let bytes = Made.y4m("W4 H2 F30:1 C420jpeg", luma: 8, chroma: 4)
        var frames: [Kept] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try pipe.write(Array(bytes[start..<min(start + piece, bytes.count)]))
            if let frame = try Self.take(source).1 { frames.append(frame) }
        }
        #expect(frames.last?.luma == [UInt8](repeating: 2, count: 8) && frames.last?.sequence == 2)
        if piece < 14 { #expect(frames.map { $0.luma[0] } == [0, 1, 2]) }
    }

    @Test("a second of silence after a frame is a stall, before the first it is not")
    func stalled() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 2, height: 1)
        #expect(try Self.take(source, 60_000).0 == .notYet)
        try pipe.write([1, 2])
        #expect(try Self.take(source, 60_000).0 == .frame)
        #expect(source.due == Self.at(61_000))
        #expect(try Self.take(source, 60_999).0 == .notYet)
        let fault = #expect(throws: CameraFault.self) { try Self.take(source, 61_000) }
        #expect(fault?.kind == .stalled)
    }

    @Test("closed by its writer it ends, after the last whole frame")
    func closed() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 2, height: 1)
        try pipe.write([1, 2, 3])
        pipe.close()
        #expect(try Self.take(source).1?.luma == [1, 2])
        #expect(try Self.take(source).0 == .end)
    }

    @Test("a FIFO that nobody writes to yet is waited for, also where the descriptor would block")
    func fifo() throws {
        var template = Array("/tmp/camera-tests-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        let path = "\(folder)/fifo"
        defer {
            unlink(path)
            rmdir(folder)
        }
        try #require(mkfifo(path, 0o600) == 0)
        let reading = open(path, O_RDONLY | O_NONBLOCK)
        try #require(fcntl(reading, F_SETFL, 0) == 0)
        let source = try StreamSource(descriptor: reading, width: 2, height: 1)
        #expect(try Self.take(source).0 == .notYet)
        let writing = open(path, O_WRONLY)
        #expect(try Self.take(source).0 == .notYet)
        try #require(write(writing, [5, 6] as [UInt8], 2) == 2)
        #expect(try Self.take(source).1?.luma == [5, 6])
        #expect(try Self.take(source).0 == .notYet)
        close(writing)
        #expect(try Self.take(source).0 == .end)
    }

    @Test("a writer faster than its reader does not hold it")
    func flood() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 256, height: 256)
        try pipe.write([UInt8](repeating: 1, count: 1 << 20))
        #expect(try Self.take(source).1?.sequence == 3)
        #expect(try Self.take(source).1?.sequence == 7)
    }

    @Test(
        "garbage is refused with what is wrong",
        arguments: [
            (0, 0, Array("\u{0}\u{1}\u{2}".utf8), "the stream: is not y4m"),
            (0, 0, Array("YUV4MPEG2 W4 H2 C420p12\n".utf8), "the stream: is y4m of kind C420p12"),
            (0, 0, Made.y4m() + Array("FRAMF".utf8), "the stream: is damaged: a frame does not begin with FRAME"),
            (0, 0, Array("YUV4MPEG2 ".utf8) + [UInt8](repeating: 65, count: 2000), "the stream: is not y4m"),
            (4, 0, [], "the stream: has no pixels (4x0)"),
            (-1, 720, [], "the stream: has no pixels (-1x720)"),
            (100_000, 100_000, [], "the stream: has 100000x100000 pixels"),
        ])
    func garbage(width: Int, height: Int, bytes: [UInt8], complaint: String) throws {
        let pipe = try Pipe()
        try pipe.write(bytes)
        let fault = #expect(throws: CameraFault.self) {
            try Self.take(StreamSource(descriptor: pipe.reading, width: width, height: height))
        }
        #expect(fault?.kind == .unusable)
        #expect(fault?.what.hasPrefix(complaint) == true)
    }

    @Test("two planes serve for all frames")
    func memory() throws {
        let pipe = try Pipe()
        let source = try StreamSource(descriptor: pipe.reading, width: 64, height: 64)
        var addresses = Set<UnsafePointer<UInt8>>()
        for _ in 0..<200 {
            try pipe.write([UInt8](repeating: 1, count: 4096))
            #expect(try source.take(at: Self.at(0)) { addresses.insert($0.luma) } == .frame)
        }
        #expect(addresses.count == 2)
    }
}
