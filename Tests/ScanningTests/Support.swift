import Camera
import CodeFinding
import QRDrawing
import Vocabulary

@testable import Scanning

extension Raster {
    /// Lends the picture as a frame, its rows `padding` bytes apart; the padding is noise.
    func withFrame<R>(padding: Int = 0, _ body: (Frame) throws -> R) rethrows -> R {
        let stride = width + padding
        var bytes = [UInt8](repeating: 0, count: stride * height)
        for y in 0..<height {
            for x in 0..<stride {
                bytes[y * stride + x] = x < width ? pixels[y * width + x] : UInt8(truncatingIfNeeded: x &* 89 ^ y &* 57)
            }
        }
        return try bytes.withUnsafeBufferPointer { buffer in
            try body(
                Frame(
                    luma: buffer.baseAddress!, width: width, height: height, stride: stride, sequence: 0,
                    captured: MonotonicTime(nanoseconds: 0)))
        }
    }

    /// Puts another picture into this one, as far as it reaches.
    mutating func draw(_ other: Raster, x left: Int, y top: Int) {
        for y in max(0, top)..<min(height, top + other.height) {
            for x in max(0, left)..<min(width, left + other.width) {
                pixels[y * width + x] = other.pixels[(y - top) * other.width + x - left]
            }
        }
    }

    /// The picture with each pixel passed through `change`.
    func mapped(_ change: (UInt8) -> UInt8) -> Raster {
        var result = self
        result.pixels = pixels.map(change)
        return result
    }

    /// Dark and light exchanged.
    var inverted: Raster { mapped { 255 - $0 } }

    /// Turned by a quarter, clockwise.
    var turned: Raster {
        var result = Raster(width: height, height: width)
        for y in 0..<height {
            for x in 0..<width { result.pixels[x * height + height - 1 - y] = pixels[y * width + x] }
        }
        return result
    }

    /// Left and right exchanged.
    var mirrored: Raster {
        var result = self
        for y in 0..<height {
            for x in 0..<width { result.pixels[y * width + x] = pixels[y * width + width - 1 - x] }
        }
        return result
    }
}

extension Quad {
    /// The farthest that any corner is from where it should be.
    func distance(from corners: [(Double, Double)]) -> Double {
        zip(self.corners, corners).map { max(abs($0.x - $1.0), abs($0.y - $1.1)) }.max() ?? 0
    }
}

extension WholeAttempt {
    static var all: [WholeAttempt] { AttemptKind.allCases.compactMap { WholeAttempt($0) } }
    static let plain = WholeAttempt(.plain)!
}
