import Camera
import Glibc
import QRDrawing
import Vocabulary

@testable import CodeFinding

/// A grey picture in rows that may be padded.
struct Picture {
    let width: Int
    let height: Int
    let stride: Int
    var pixels: [UInt8]

    init(width: Int, height: Int, padding: Int = 0, filledWith luma: UInt8 = 150) {
        (self.width, self.height, stride) = (width, height, width + padding)
        pixels = [UInt8](repeating: luma, count: stride * height)
    }

    static func texture(_ width: Int, _ height: Int, padding: Int) -> Picture {
        var picture = Picture(width: width, height: height, padding: padding)
        for i in picture.pixels.indices { picture.pixels[i] = UInt8(truncatingIfNeeded: i &* i &* 31 &+ i &* 7) }
        return picture
    }

    subscript(_ x: Int, _ y: Int) -> UInt8 {
        get { pixels[y * stride + x] }
        set { pixels[y * stride + x] = newValue }
    }

    func plane(_ pixels: UnsafePointer<UInt8>) -> Plane {
        Plane(luma: pixels, width: width, height: height, stride: stride)
    }

    /// The sum of the pixels in a rectangle, cut at the picture's edges, and their number.
    func sum(_ columns: Range<Int>, _ rows: Range<Int>) -> (sum: Int, count: Int) {
        var (sum, count) = (0, 0)
        for y in rows.clamped(to: 0..<height) {
            for x in columns.clamped(to: 0..<width) {
                sum += Int(self[x, y])
                count += 1
            }
        }
        return (sum, count)
    }

    /// The mean of the same; `rounding` is added to their sum.
    func mean(_ columns: Range<Int>, _ rows: Range<Int>, rounding: Int) -> UInt8 {
        let (sum, count) = sum(columns, rows)
        return UInt8((sum + rounding) / count)
    }

    /// What `body` writes into `count` bytes from the pixels.
    func filled(
        _ count: Int, _ body: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void
    ) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: count)
        pixels.withUnsafeBufferPointer { pixels in
            out.withUnsafeMutableBufferPointer { body(pixels.baseAddress!, $0.baseAddress!) }
        }
        return out
    }

    func withFrame<R>(_ body: (Frame) throws -> R) rethrows -> R {
        try pixels.withUnsafeBufferPointer { buffer in
            try body(
                Frame(
                    luma: buffer.baseAddress!, width: width, height: height, stride: stride, sequence: 0,
                    captured: MonotonicTime(nanoseconds: 0)))
        }
    }

    /// Draws the code with its quiet zone, where `place` takes a pixel to a place in modules from the code's top left corner:
    /// each pixel the mean of nine.
    mutating func draw(
        _ code: QRCode, dark: Double = 20, light: Double = 220, _ place: (Double, Double) -> (Double, Double)
    ) {
        let zone = -4.0..<Double(code.side) + 4
        for y in 0..<height {
            for x in 0..<width {
                var (sum, count) = (0.0, 0)
                for part in 0..<9 {
                    let (right, down) = (part % 3 - 1, part / 3 - 1)
                    let (u, v) = place(Double(x) + Double(right) / 3, Double(y) + Double(down) / 3)
                    guard zone.contains(u), zone.contains(v) else { continue }
                    let isDark = code.isDark(column: Int(floor(u)), row: Int(floor(v)))
                    sum += isDark ? dark : light
                    count += 1
                }
                if count > 0 { self[x, y] = UInt8(sum / Double(count)) }
            }
        }
    }

    /// Each pixel the mean of those of pictures of one size.
    static func mean(of pictures: [Picture]) -> Picture {
        var mean = pictures[0]
        for i in mean.pixels.indices {
            mean.pixels[i] = UInt8(pictures.reduce(0) { $0 + Int($1.pixels[i]) } / pictures.count)
        }
        return mean
    }

    /// Each pixel the mean of the square of `2 * reach + 1` around it.
    func blurred(_ reach: Int) -> Picture {
        var blurred = self
        for y in 0..<height {
            for x in 0..<width {
                blurred[x, y] = mean(x - reach..<x + reach + 1, y - reach..<y + reach + 1, rounding: 0)
            }
        }
        return blurred
    }
}

extension Redrawer {
    /// What is drawn of a frame, as modules without the quiet zone, true dark; and where.
    func codes(_ picture: Picture, isRead: ([[Bool]]) -> Bool = { _ in true }) -> [(modules: [[Bool]], outline: Quad)] {
        var codes: [([[Bool]], Quad)] = []
        picture.withFrame { frame in
            var sums = BlockSums()
            sums.measure(Plane(frame))
            redraw(frame, blocks: sums) { drawing, outline in
                let side = drawing.width / 2 - 8
                let modules = (0..<side).map { y in
                    (0..<side).map { x in drawing.luma[(2 * y + 8) * drawing.width + 2 * x + 8] == 0 }
                }
                codes.append((modules, outline))
                return isRead(modules)
            }
        }
        return codes
    }
}

extension QRCode {
    var modules: [[Bool]] { (0..<side).map { row in (0..<side).map { isDark(column: $0, row: row) } } }
}
