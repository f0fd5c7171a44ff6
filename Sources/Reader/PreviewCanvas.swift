import Camera
import Glibc
import ReaderLink
import Vocabulary

/// The memory of one preview, mapped for as long as it takes to draw one.
final class PreviewCanvas {
    /// How far from a code its frames are, pixels.
    private static let white = 2...4
    private static let black = 5...7

    private let pixels: UnsafeMutableRawBufferPointer

    /// Nil where `memory` cannot be mapped. It stays the caller's to close.
    init?(memory: CInt) {
        // What is shorter would end this process at the first pixel beyond (SIGBUS).
        guard lseek(memory, 0, SEEK_END) >= PreviewMemory.size,
            let start = mmap(nil, PreviewMemory.size, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0),
            start != MAP_FAILED
        else { return nil }
        pixels = UnsafeMutableRawBufferPointer(start: start, count: PreviewMemory.size)
    }

    deinit { munmap(pixels.baseAddress, pixels.count) }

    /// Draws `frame`, made small, and the outlines of its codes. Gives the size of the picture.
    func draw(_ frame: Frame, with sightings: [Sighting]) -> (width: Int, height: Int) {
        let shrink = max(
            Double(frame.width) / Double(PreviewMemory.maximumWidth),
            Double(frame.height) / Double(PreviewMemory.maximumHeight), 1)
        let width = max(1, Int(Double(frame.width) / shrink))
        let height = max(1, Int(Double(frame.height) / shrink))
        for y in 0..<height {
            let rows = y * frame.height / height..<(y + 1) * frame.height / height
            for x in 0..<width {
                let columns = x * frame.width / width..<(x + 1) * frame.width / width
                pixels[y * width + x] = frame.mean(columns, rows)
            }
        }
        for sighting in sightings {
            outline(sighting.outline.corners.map { Point(x: $0.x / shrink, y: $0.y / shrink) }, width, height)
        }
        return (width, height)
    }

    /// A white frame within a black one around the code: to be seen on any ground, and also where the picture is made smaller
    /// for a terminal.
    private func outline(_ corners: [Point], _ width: Int, _ height: Int) {
        let count = Double(max(1, corners.count))
        let middle = Point(x: corners.map(\.x).reduce(0, +) / count, y: corners.map(\.y).reduce(0, +) / count)
        for distance in Self.white.lowerBound...Self.black.upperBound {
            let away = Double(distance)
            let ring = corners.map { corner in
                Point(
                    x: corner.x + (corner.x < middle.x ? -away : away),
                    y: corner.y + (corner.y < middle.y ? -away : away))
            }
            let luma: UInt8 = Self.white.contains(distance) ? 255 : 0
            for index in ring.indices {
                line(of: luma, from: ring[index], to: ring[(index + 1) % ring.count], width, height)
            }
        }
    }

    /// What lies outside of the picture is left out.
    private func line(of luma: UInt8, from a: Point, to b: Point, _ width: Int, _ height: Int) {
        // A corner that a decoder guessed may be anywhere.
        let length = max(abs(b.x - a.x), abs(b.y - a.y))
        let steps = Int(min(length.rounded(.up), Double(4 * PreviewMemory.maximumWidth)))
        for step in 0...max(steps, 1) {
            let part = Double(step) / Double(max(steps, 1))
            let x = Int((a.x + (b.x - a.x) * part).rounded())
            let y = Int((a.y + (b.y - a.y) * part).rounded())
            if (0..<width).contains(x), (0..<height).contains(y) { pixels[y * width + x] = luma }
        }
    }
}

extension Frame {
    /// The mean of a box of pixels, neither side of which is empty.
    fileprivate func mean(_ columns: Range<Int>, _ rows: Range<Int>) -> UInt8 {
        var sum = 0
        for y in rows {
            for x in columns { sum += Int(luma[y * stride + x]) }
        }
        return UInt8(sum / (columns.count * rows.count))
    }
}
