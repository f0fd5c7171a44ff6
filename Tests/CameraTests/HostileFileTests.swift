import QRDrawing
import Testing
import Vocabulary

@testable import Camera

/// Files that are not what they say.
enum Hostile {
    /// A PNG header that claims `width` times `height` pixels, with its right checksum, and no pixels behind it.
    private static func pngOf(width: UInt32, height: UInt32, _ checksum: UInt32) -> [UInt8] {
        func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let parts: [[UInt8]] = [
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], big(13), Array("IHDR".utf8), big(width), big(height),
            [8, 0, 0, 0, 0], big(checksum), big(9), Array("IDAT".utf8),
        ]
        return Array(parts.joined())
    }

    static func all() throws -> [(name: String, bytes: [UInt8], complaint: String)] {
        let png = Made.raster().png()
        let grey = [UInt8](repeating: 90, count: 64 * 64)
        let jpeg = try Made.jpeg(width: 64, height: 64, grey)
        return [
            ("empty.png", [], "is empty"),
            ("text.png", Array("This is no picture.\n".utf8), "is no picture that can be read"),
            ("cut.png", Array(png.prefix(png.count - 20)), "is a damaged PNG"),
            ("head.png", Array(png.prefix(8)), "is a damaged PNG"),
            ("flipped.png", png.map { $0 ^ 1 }.enumerated().map { $0 < 8 ? png[$0] : $1 }, "is a damaged PNG"),
            ("vast.png", pngOf(width: 100_000, height: 100_000, 0x8D39_5414), "has 100000x100000 pixels"),
            ("none.png", pngOf(width: 0, height: 0, 0x1EE0_23CE), "is a damaged PNG"),
            ("cut.jpg", Array(jpeg.prefix(jpeg.count / 2)), "is a damaged JPEG"),
            ("head.jpg", Array(jpeg.prefix(4)), "has no pixels"),
            ("cut.pgm", Made.pgm(width: 6), "is cut short"),
            ("none.pgm", Made.pgm(width: 0), "has no pixels"),
            ("vast.pgm", Made.pgm(width: 100_000, height: 100_000), "has 100000x100000 pixels"),
            ("sign.pgm", Made.pgm(width: -5), "is a damaged PGM"),
            ("long.pgm", Array("P5 99999999999999999999999 1 255\n".utf8), "is a damaged PGM"),
            ("bright.pgm", Made.pgm(maximum: 65536), "is a PGM with a maximum of 65536"),
            ("black.pgm", Made.pgm(maximum: 0), "is a PGM with a maximum of 0"),
            ("P5", Array("P5".utf8), "is cut short"),
            ("cut.y4m", Made.y4m().dropLast(3), "is cut short within frame 2"),
            ("mark.y4m", Made.y4m() + Array("FRAME".utf8), "is cut short within frame 3"),
            ("lies.y4m", Made.y4m("W5 H2 F10:1 Cmono"), "is damaged: a frame does not begin with FRAME"),
            ("none.y4m", Made.y4m(frames: 0), "holds no frame"),
            ("zero.y4m", Made.y4m("W0 H0"), "has no pixels"),
            ("less.y4m", Made.y4m("W-4 H2"), "has no pixels"),
            ("vast.y4m", Made.y4m("W100000 H100000"), "has 100000x100000 pixels"),
            ("deep.y4m", Made.y4m("W4 H2 C420p10"), "is y4m of kind C420p10"),
            ("rate.y4m", Made.y4m("W4 H2 F30:0"), "has a frame rate of 30:0"),
            ("head.y4m", Array("YUV4MPEG2 W4 H2".utf8), "is cut short within its header"),
            ("tags.y4m", Array("YUV4MPEG2 ".utf8) + [UInt8](repeating: 88, count: 4096), "is not y4m"),
        ]
    }
}

@Suite struct HostileFileTests {
    @Test("what is not what its name says is refused by name, with what is wrong", arguments: try Hostile.all())
    func hostile(name: String, bytes: [UInt8], complaint: String) throws {
        let fault = try #require(throws: CameraFault.self) { try Made.sequence(bytes, name: name).all() }
        #expect(fault.kind == .unusable)
        #expect(fault.what.hasPrefix("\(name): \(complaint)"))
        #expect(fault.what.utf8.allSatisfy { (32..<127).contains($0) })
    }

    @Test("a name's control characters do not reach the journal")
    func names() throws {
        let fault = #expect(throws: CameraFault.self) { try Made.sequence([], name: "a\u{1B}[2J\u{E9}.png") }
        #expect(fault?.what == "a?[2J?.png: is empty")
    }

    @Test("cut anywhere, no file takes the process down")
    func cutAnywhere() throws {
        let code = try QRCode(Array("CUT ANYWHERE".utf8)).raster(modulePixels: 2)
        let jpeg = try Made.jpeg(width: code.width, height: code.height, code.pixels)
        for file in [code.png(), jpeg, Made.pgm(), Made.y4m()] {
            // The last 16 bytes of a PNG hold no pixels: without them it is read.
            for count in stride(from: 0, to: file.count - 16, by: 5) {
                #expect(throws: CameraFault.self) { _ = try Made.sequence(Array(file.prefix(count))).all() }
            }
        }
    }
}
