import Vocabulary

/// A part of the frame, drawn black on white, and the way back to the frame.
public struct RegionDrawing {
    public let drawing: Drawing
    /// Where the drawing's top left corner lies in the frame, and how many pixels of the frame one of its own is wide.
    let left: Int
    let top: Int
    let scale: Int

    /// Where an outline found in the drawing is in the frame.
    public func source(_ outline: Quad) -> Quad {
        func source(_ point: Point) -> Point {
            Point(x: Double(left) + point.x * Double(scale), y: Double(top) + point.y * Double(scale))
        }
        return Quad(
            topLeft: source(outline.topLeft), topRight: source(outline.topRight),
            bottomRight: source(outline.bottomRight), bottomLeft: source(outline.bottomLeft))
    }
}

/// Draws what lies around finder patterns that belong to no code that could be read, for a decoder that finds its way where
/// no homography does: on curved and crumpled paper.
struct RegionBoard: ~Copyable {
    /// How many times larger the modules of one pattern may be than those of another of the same code.
    private static let spread: Float = 1.6

    private var means = Storage<UInt8>()
    private var thresholds = Storage<UInt8>()
    private var columns = Storage<UInt16>()
    private var sums = Storage<UInt32>()
    private var pixels = Storage<UInt8>()

    /// The region around the best pattern and those like it; nil where there are not two.
    mutating func draw(_ found: borrowing FoundPatterns, _ plane: Plane, half: Plane?) -> RegionDrawing? {
        var best = -1
        for k in 0..<found.count where found[k].isCertain {
            if best < 0 || found[k].agreement > found[best].agreement { best = k }
        }
        guard best >= 0 else { return nil }
        let pattern = found[best]
        let module = pattern.module
        var (least, most, count) = (pattern.centre, pattern.centre, 0)
        for k in 0..<found.count where found[k].isCertain {
            let other = found[k]
            let ratio = max(other.module / module, module / other.module)
            guard ratio < Self.spread, other.isInverted == pattern.isInverted,
                length(other.centre - pattern.centre) < 180 * module
            else { continue }
            least = pointwiseMin(least, other.centre)
            most = pointwiseMax(most, other.centre)
            count += 1
        }
        guard count >= 2 else { return nil }
        // The fourth corner may lie beyond the three.
        let margin = max(0.4 * length(most - least), 12 * module)
        let scale = module > 7 && half != nil ? 2 : 1
        return draw(
            scale == 2 ? half! : plane, (least - margin) / Float(scale), (most + margin) / Float(scale), scale: scale,
            isInverted: pattern.isInverted)
    }

    private mutating func draw(
        _ plane: Plane, _ least: Vector, _ most: Vector, scale: Int, isInverted: Bool
    ) -> RegionDrawing? {
        // From block to block, so that every row of one has one threshold.
        let left = max(0, Int(least.x)) / blockSide * blockSide
        let top = max(0, Int(least.y)) / blockSide * blockSide
        let width = min(plane.width - left, Int(most.x) - left)
        let height = min(plane.height - top, Int(most.y) - top)
        guard width > 20, height > 20 else { return nil }
        let part = Plane(
            luma: plane.luma + top * plane.stride + left, width: width, height: height, stride: plane.stride)
        let (across, down) = (blocks(width), blocks(height))
        columns.reserve(width)
        means.reserve(across * down)
        thresholds.reserve(across * down)
        sums.reserve((across + 1) * (down + 1))
        pixels.reserve(width * height)
        blockMeans(part, into: means.base, columns: columns.base)
        localMeans(means.base, across: across, down: down, radius: 2, into: thresholds.base, sums: sums.base)
        let (ink, page): (UInt8, UInt8) = isInverted ? (255, 0) : (0, 255)
        for y in 0..<height {
            let row = part.luma + y * part.stride
            let out = pixels.base + y * width
            let limits = thresholds.base + y / blockSide * across
            for b in 0..<across {
                let limit = limits[b]
                for x in b * blockSide..<min(width, (b + 1) * blockSide) { out[x] = row[x] > limit ? page : ink }
            }
        }
        let drawing = Drawing(luma: UnsafePointer(pixels.base), width: width, height: height)
        return RegionDrawing(drawing: drawing, left: left * scale, top: top * scale, scale: scale)
    }
}
