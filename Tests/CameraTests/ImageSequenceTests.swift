import QRDrawing
import Testing
import Vocabulary

@testable import Camera

@Suite struct ImageSequenceTests {
    @Test("a PNG is one frame of its very pixels, and again after a rewind")
    func png() throws {
        let sequence = try Made.sequence(Made.raster().png())
        #expect(sequence.isStill && sequence.framesPerSecond == nil)
        let frames = try sequence.all()
        #expect(frames.map(\.luma) == [Made.pixels])
        #expect(frames.map(\.width) == [5] && frames.map(\.height) == [3])
        try sequence.rewind()
        sequence.unload()
        #expect(try sequence.all() == frames)
    }

    @Test("a JPEG in colour becomes its luma")
    func jpeg() throws {
        let grey = (0..<512).map { (index: Int) -> UInt8 in UInt8(index % 32 * 4 + 60) }
        let frames = try Made.sequence(Made.jpeg(width: 32, height: 16, grey)).all()
        #expect(frames.count == 1)
        #expect(zip(frames[0].luma, grey).allSatisfy { abs(Int($0) - Int($1)) < 6 })
    }

    @Test("stray bytes before the end of a JPEG, as phones leave them, keep nothing from being read")
    func strayBytes() throws {
        let whole = try Made.jpeg(width: 32, height: 16, [UInt8](repeating: 90, count: 512))
        let stray = whole.dropLast(2) + [1, 2, 3] + whole.suffix(2)
        #expect(try Made.sequence(Array(stray)).all().map(\.luma) == Made.sequence(whole).all().map(\.luma))
    }

    @Test("a PGM is read with one byte a sample, with two, and in digits, scaled to 255")
    func portableGrey() throws {
        #expect(try Made.sequence(Made.pgm()).all().map(\.luma) == [Made.pixels])
        #expect(try Made.sequence(Made.pgm(maximum: 15, (0..<15).map { $0 })).all().map(\.luma) == [Made.pixels])
        let wide = Made.pixels.flatMap { [$0, $0] }
        #expect(try Made.sequence(Made.pgm(maximum: 65535, wide)).all().map(\.luma) == [Made.pixels])
        let digits = Array("P2 5 3 #comment\n15 0 1 2 3 4\n5 6 7 8 9\r\n10 11 12\t13 14".utf8)
        #expect(try Made.sequence(digits).all().map(\.luma) == [Made.pixels])
    }

    @Test(
        "of a y4m only luma is lent, whatever its chroma",
        arguments: [
            ("W4 H2 F10:1 Cmono", 8, 0), ("W4 H2 F10:1 C420jpeg XYSCSS=420JPEG", 8, 4), ("W4 H2 F10:1", 8, 4),
            ("W4 H2 F10:1 Ip A1:1 C422", 8, 8), ("W4 H2 F10:1 C444", 8, 16), ("W4 H2 F10:1 C444alpha", 8, 24),
            ("H3 W3 F10:1 C420", 9, 8), ("W3 H2 F10:1 C411", 6, 4),
        ])
    func y4m(tags: String, luma: Int, chroma: Int) throws {
        let sequence = try Made.sequence(Made.y4m(tags, luma: luma, chroma: chroma, mark: "FRAME Ip"))
        #expect(!sequence.isStill && sequence.framesPerSecond == 10)
        let frames = try sequence.all()
        #expect(frames.map(\.luma) == (0..<3).map { [UInt8](repeating: $0, count: luma) })
        #expect(frames.map(\.sequence) == [0, 1, 2])
        #expect(frames.map(\.milliseconds) == [0, 100, 200])
        try sequence.rewind()
        #expect(try sequence.all() == frames)
    }

    @Test("frames larger than one piece of the file come whole")
    func largeFrames() throws {
        let sequence = try Made.sequence(
            Made.y4m("W640 H480 F30:1", luma: 307_200, chroma: 153_600, frames: 2), name: "large.y4m")
        #expect(try sequence.all().map { Set($0.luma) } == [[0], [1]])
    }

    @Test("every frame of a y4m comes in the same memory")
    func oneBuffer() throws {
        let sequence = try Made.sequence(Made.y4m())
        var addresses = Set<UnsafePointer<UInt8>>()
        while try sequence.next({ addresses.insert($0.luma) }) {}
        try sequence.rewind()
        while try sequence.next({ addresses.insert($0.luma) }) {}
        #expect(addresses.count == 1)
    }

    @Test("a descriptor that cannot be read is a fault with its errno")
    func unreadable() {
        let fault = #expect(throws: CameraFault.self) { try ImageSequence(descriptor: -1, name: "gone.png") }
        #expect(fault?.kind == .failed && fault?.code == 9)
        #expect(fault?.what == "gone.png: cannot be read: Bad file descriptor")
    }
}
