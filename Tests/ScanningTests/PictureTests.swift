import CodeFinding
import QRDrawing
import Testing

@testable import Scanning

/// The pictures held against plain versions of what they should be, over sizes that are no multiple of a block.
@Suite struct PictureTests {
    private static let sizes = [(1, 1), (8, 8), (21, 34), (37, 23), (64, 41)]

    private func texture(_ width: Int, _ height: Int) -> Raster {
        var picture = Raster(width: width, height: height)
        for i in picture.pixels.indices { picture.pixels[i] = UInt8(truncatingIfNeeded: i &* i &* 31 &+ i &* 7) }
        return picture
    }

    /// The mean of the pixels in a rectangle, cut at the picture's edges, rounded down.
    private func mean(_ picture: Raster, _ columns: Range<Int>, _ rows: Range<Int>) -> (sum: Int, count: Int) {
        var (sum, count) = (0, 0)
        for y in rows.clamped(to: 0..<picture.height) {
            for x in columns.clamped(to: 0..<picture.width) {
                sum += Int(picture.pixels[y * picture.width + x])
                count += 1
            }
        }
        return (sum, count)
    }

    @Test(arguments: sizes, [LocalThreshold.Ink.dark, .light])
    func inkIsWhatIsFarFromTheMeanAround(size: (Int, Int), ink: LocalThreshold.Ink) {
        let picture = texture(size.0, size.1)
        var blocks = BlockSums()
        var threshold = LocalThreshold()
        var drawn = [UInt8](repeating: 1, count: size.0 * size.1)
        picture.withFrame(padding: 9) { frame in
            blocks.measure(Plane(frame))
            drawn.withUnsafeMutableBufferPointer {
                threshold.draw(Plane(frame), blocks: blocks, ink: ink, into: $0.baseAddress!)
            }
        }
        let expected = picture.pixels.indices.map { i -> UInt8 in
            let (x, y) = (i % size.0 / 8 * 8, i / size.0 / 8 * 8)
            let (sum, count) = mean(picture, x - 16..<x + 24, y - 16..<y + 24)
            let value = Int(picture.pixels[i])
            let isInk = ink == .dark ? value < max(0, sum / count - 5) : value > min(255, sum / count + 5)
            return isInk ? 0 : 255
        }
        #expect(drawn == expected)
    }
}
