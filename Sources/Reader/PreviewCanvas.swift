import Camera
import Glibc
import ReaderLink
import Vocabulary

/// The memory of one preview, mapped for as long as it takes to draw one.
final class PreviewCanvas {
    /// From a code to its outline, pixels.
    private static let distance = 3.0

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

    /// A white line within a black one, a little outside of the code: to be seen on any ground.
    private func outline(_ corners: [Point], _ width: Int, _ height: Int) {
        let count = Double(max(1, corners.count))
        let middle = Point(x: corners.map(\.x).reduce(0, +) / count, y: corners.map(\.y).reduce(0, +) / count)
        let outside = corners.map { corner in
            Point(
                x: corner.x + Self.distance * (corner.x < middle.x ? -1 : 1),
                y: corner.y + Self.distance * (corner.y < middle.y ? -1 : 1))
        }
        for (luma, rim) in [(UInt8(0), -1.0...1.0), (255, 0.0...0.0)] {
            for (right, down) in [(rim.lowerBound, 0), (rim.upperBound, 0), (0, rim.lowerBound), (0, rim.upperBound)] {
                let moved = outside.map { Point(x: $0.x + right, y: $0.y + down) }
                for index in moved.indices {
                    line(of: luma, from: moved[index], to: moved[(index + 1) % moved.count], width, height)
                }
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
