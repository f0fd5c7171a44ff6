import CodeFinding
import Vocabulary

/// What zbar is given in one attempt, and the way back to the frame.
struct Picture {
    let plane: Plane
    /// Source pixels to a pixel of the picture; the corners of both are in the same place.
    let scale: Int

    /// Where an outline found in the picture is in the frame.
    func source(_ outline: Quad) -> Quad {
        func source(_ point: Point) -> Point { Point(x: point.x * Double(scale), y: point.y * Double(scale)) }
        return Quad(
            topLeft: source(outline.topLeft), topRight: source(outline.topRight),
            bottomRight: source(outline.bottomRight), bottomLeft: source(outline.bottomLeft))
    }
}

/// Makes the pictures of one frame after the other, in memory that is kept.
struct PictureMaker: ~Copyable {
    private var halfBuffer = Storage<UInt8>()
    private var drawingBuffer = Storage<UInt8>()
    private var halfBlocks = BlockSums()
    private var threshold = LocalThreshold()
    /// The frame at half size, once an attempt has needed it.
    private var half: Plane?

    /// A new frame: what was made of the one before is void.
    mutating func begin() { half = nil }

    /// The picture for an attempt over `frame`, whose block sums are `blocks`; good until the next one is made.
    mutating func picture(_ attempt: WholeAttempt, of frame: Plane, blocks: borrowing BlockSums) -> Picture {
        if attempt.scale == 1 {
            guard let ink = attempt.ink else { return Picture(plane: unpadded(frame), scale: 1) }
            return Picture(plane: draw(frame, blocks: blocks, ink: ink), scale: 1)
        }
        let plane = half ?? halve(frame)
        guard let ink = attempt.ink else { return Picture(plane: plane, scale: 2) }
        return Picture(plane: draw(plane, blocks: halfBlocks, ink: ink), scale: 2)
    }

    /// zbar looks at the padding too and is only kept from searching it: where there is much, the copy is cheaper.
    private mutating func unpadded(_ frame: Plane) -> Plane {
        guard frame.stride - frame.width > frame.width / 2 else { return frame }
        drawingBuffer.reserve(frame.width * frame.height)
        return frame.packed(into: drawingBuffer.base)
    }

    private mutating func halve(_ frame: Plane) -> Plane {
        halfBuffer.reserve(frame.width * frame.height / 4)
        let plane = frame.halved(into: halfBuffer.base)
        halfBlocks.measure(plane)
        half = plane
        return plane
    }

    private mutating func draw(_ plane: Plane, blocks: borrowing BlockSums, ink: LocalThreshold.Ink) -> Plane {
        drawingBuffer.reserve(plane.width * plane.height)
        threshold.draw(plane, blocks: blocks, ink: ink, into: drawingBuffer.base)
        return Plane(luma: drawingBuffer.base, width: plane.width, height: plane.height, stride: plane.width)
    }
}
