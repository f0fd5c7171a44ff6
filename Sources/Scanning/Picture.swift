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
    private var halfBuffer = PlaneBuffer()
    private var drawingBuffer = PlaneBuffer()
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
        let out = drawingBuffer.room(for: frame.width * frame.height)
        frame.pack(into: out)
        return Plane(luma: out, width: frame.width, height: frame.height, stride: frame.width)
    }

    private mutating func halve(_ frame: Plane) -> Plane {
        let (width, height) = (frame.width / 2, frame.height / 2)
        let out = halfBuffer.room(for: width * height)
        frame.halve(into: out)
        let plane = Plane(luma: out, width: width, height: height, stride: width)
        halfBlocks.measure(plane)
        half = plane
        return plane
    }

    private mutating func draw(_ plane: Plane, blocks: borrowing BlockSums, ink: LocalThreshold.Ink) -> Plane {
        let out = drawingBuffer.room(for: plane.width * plane.height)
        threshold.draw(plane, blocks: blocks, ink: ink, into: out)
        return Plane(luma: out, width: plane.width, height: plane.height, stride: plane.width)
    }
}
