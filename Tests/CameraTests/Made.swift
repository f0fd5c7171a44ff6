import CTurboJPEG
import Glibc
import QRDrawing
import Testing

@testable import Camera

/// Files and bytes made on the spot.
enum Made {
    /// An open file that holds `bytes` and has no name any more.
    static func file(_ bytes: [UInt8]) throws -> CInt {
        var template = Array("/tmp/camera-tests-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        unlink(template)
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        return descriptor
    }

    static func sequence(_ bytes: [UInt8], name: String = "made") throws -> ImageSequence {
        try ImageSequence(descriptor: file(bytes), name: name)
    }

    /// 5 by 3 pixels, each its own value.
    static let pixels: [UInt8] = (0..<15).map { $0 * 17 }

    static func raster(width: Int = 5, height: Int = 3, _ pixels: [UInt8] = pixels) -> Raster {
        var raster = Raster(width: width, height: height)
        raster.pixels = pixels
        return raster
    }

    static func pgm(maximum: Int = 255, width: Int = 5, height: Int = 3, _ samples: [UInt8] = pixels) -> [UInt8] {
        Array("P5\n# made by a test\n\(width) \(height)\n\(maximum)\n".utf8) + samples
    }

    /// A y4m whose frame n has luma of value n and chroma of value 200.
    static func y4m(
        _ tags: String = "W4 H2 F10:1 Cmono", luma: Int = 8, chroma: Int = 0, frames: Int = 3, mark: String = "FRAME"
    ) -> [UInt8] {
        (0..<frames).reduce(into: Array("YUV4MPEG2 \(tags)\n".utf8)) { bytes, frame in
            bytes += Array("\(mark)\n".utf8) + [UInt8](repeating: UInt8(frame), count: luma)
            bytes += [UInt8](repeating: 200, count: chroma)
        }
    }

    /// A JPEG in colour with equal parts of red, green and blue.
    static func jpeg(width: Int, height: Int, _ grey: [UInt8]) throws -> [UInt8] {
        let encoder = try #require(tjInitCompress())
        defer { tjDestroy(encoder) }
        let rgb = grey.flatMap { [$0, $0, $0] }
        var file: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let result = tjCompress2(
            encoder, rgb, CInt(width), 0, CInt(height), CInt(TJPF_RGB.rawValue), &file, &size,
            CInt(TJSAMP_420.rawValue), 95, 0)
        defer { tjFree(file) }
        try #require(result == 0)
        return Array(UnsafeBufferPointer(start: file, count: Int(size)))
    }
}

/// What was left of a frame after it was lent.
struct Kept: Equatable {
    var width: Int
    var height: Int
    var luma: [UInt8]
    var sequence: UInt64
    var milliseconds: UInt64

    init(_ frame: Frame) {
        width = frame.width
        height = frame.height
        luma = (0..<frame.height).flatMap { row in (0..<frame.width).map { frame.luma[row * frame.stride + $0] } }
        sequence = frame.sequence
        milliseconds = frame.captured.nanoseconds / 1_000_000
    }
}

extension ImageSequence {
    /// All frames from here to the end.
    func all() throws -> [Kept] {
        var kept: [Kept] = []
        while try next({ kept.append(Kept($0)) }) {}
        return kept
    }
}
