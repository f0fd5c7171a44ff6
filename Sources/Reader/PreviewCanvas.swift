import Camera
import Glibc
import ReaderLink
import Vocabulary

/// The memory of one preview, mapped for as long as it takes to draw one.
final class PreviewCanvas {
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
        // A white line, and first a black one below it: to be seen on any ground.
        for (luma, below) in [(UInt8(0), 1.0), (255, 0.0)] {
            for sighting in sightings {
                let corners = sighting.outline.corners.map { Point(x: $0.x / shrink, y: $0.y / shrink + below) }
                for index in 0..<4 { line(of: luma, from: corners[index], to: corners[(index + 1) % 4], width, height) }
            }
        }
        return (width, height)
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
