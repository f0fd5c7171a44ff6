import Vocabulary

/// Draws what lies around finder patterns that belong to no code that could be read, for a decoder that finds its way where
/// no homography does: on curved and crumpled paper.
struct RegionBoard: ~Copyable {
    /// How many times larger the modules of one pattern may be than those of another of the same code.
    private static let spread: Float = 1.6
    /// A drawing has at most as many pixels as this part of the frame.
    private static let largestPart = 4

    private var sums = BlockSums()
    private var means = Storage<UInt8>()
    private var locals = Storage<UInt8>()
    private var scratch = Storage<UInt32>()
    private var scaled = Storage<UInt8>()
    private var smooth = Storage<UInt8>()
    private var pixels = Storage<UInt8>()

    /// What is looked at: the best pattern and those like it.
    private struct Region {
        var pattern: FinderPattern
        var least: Vector
        var most: Vector
    }

    /// Whether there are two patterns that speak for one code.
    func hasRegion(_ found: borrowing FoundPatterns) -> Bool { Self.region(found) != nil }

    /// The region around the best pattern and those like it, as `kind` wants it; nil where there are not two.
    mutating func draw(
        _ found: borrowing FoundPatterns, _ plane: Plane, half: Plane?, as kind: AttemptKind
    ) -> RegionDrawing? {
        guard let region = Self.region(found) else { return nil }
        // The fourth corner may lie beyond the three.
        let margin = max(0.4 * length(region.most - region.least), 12 * region.pattern.module)
        // From block to block, so that every row of one has one threshold; of half the size as well.
        let left = max(0, Int(region.least.x - margin)) / (2 * blockSide) * 2 * blockSide
        let top = max(0, Int(region.least.y - margin)) / (2 * blockSide) * 2 * blockSide
        let width = min(plane.width - left, Int(region.most.x + margin) - left)
        let height = min(plane.height - top, Int(region.most.y + margin) - top)
        guard width > 40, height > 40 else { return nil }
        let area = FrameArea(left: left, top: top, width: width, height: height)
        let module = region.pattern.module
        let isHalved = module > 7
        var part = plane.part(area, scale: 1)
        var scale: Float = 1
        if isHalved, let half { (part, scale) = (half.part(area, scale: 2), 2) }
        let most = plane.width * plane.height / Self.largestPart
        switch kind {
        case .regionSmooth:
            (part, scale) = resample(part, scale, by: module / scale / 4, most: most)
            part = blurred(part)
        case .regionEven: (part, scale) = resample(part, scale, by: module / scale / 6, most: most)
        default:
            guard part.width * part.height <= most else { return nil }
        }
        let drawn =
            kind == .regionEven
            ? even(part, isInverted: region.pattern.isInverted)
            : blackAndWhite(part, isInverted: region.pattern.isInverted)
        return RegionDrawing(drawing: drawn, area: area, scale: Double(scale))
    }

    private static func region(_ found: borrowing FoundPatterns) -> Region? {
        var best = -1
        for k in 0..<found.count where found[k].isCertain {
            if best < 0 || found[k].agreement > found[best].agreement { best = k }
        }
        guard best >= 0 else { return nil }
        let pattern = found[best]
        let module = pattern.module
        var region = Region(pattern: pattern, least: pattern.centre, most: pattern.centre)
        var count = 0
        for k in 0..<found.count where found[k].isCertain {
            let other = found[k]
            let ratio = max(other.module / module, module / other.module)
            guard ratio < spread, other.isInverted == pattern.isInverted,
                length(other.centre - pattern.centre) < 180 * module
            else { continue }
            region.least = pointwiseMin(region.least, other.centre)
            region.most = pointwiseMax(region.most, other.centre)
            count += 1
        }
        return count >= 2 ? region : nil
    }

    /// The plane with pixels `step` of its own wide, or wider where it would have more than `most`. Gives with it how many
    /// pixels of the frame one is wide, `scale` being what one of the plane's own is.
    private mutating func resample(_ plane: Plane, _ scale: Float, by step: Float, most: Int) -> (Plane, Float) {
        let least = (Float(plane.width * plane.height) / Float(most)).squareRoot()
        let step = max(step, least, 0.4)
        let (width, height) = (Int(Float(plane.width - 1) / step), Int(Float(plane.height - 1) / step))
        scaled.reserve(width * height)
        for y in 0..<height {
            let out = scaled.base + y * width
            let down = max(0, (Float(y) + 0.5) * step - 0.5)
            for x in 0..<width {
                let point = Vector(max(0, (Float(x) + 0.5) * step - 0.5), down)
                out[x] = UInt8(plane.nearestTap(point) + 0.5)
            }
        }
        return (Plane(luma: scaled.base, width: width, height: height, stride: width), scale * step)
    }

    private mutating func blurred(_ plane: Plane) -> Plane {
        smooth.reserve(plane.width * plane.height)
        return plane.blurred(into: smooth.base)
    }

    /// Takes the block means, and the mean around each block.
    private mutating func measure(_ plane: Plane) {
        sums.measure(plane)
        let (across, down) = (sums.across, sums.down)
        means.reserve(across * down)
        locals.reserve(across * down)
        scratch.reserve((across + 1) * (down + 1))
        pixels.reserve(plane.width * plane.height)
        sums.writeMeans(into: means.base)
        localMeans(means.base, across: across, down: down, radius: 2, into: locals.base, sums: scratch.base)
    }

    private mutating func blackAndWhite(_ plane: Plane, isInverted: Bool) -> Drawing {
        measure(plane)
        let (ink, page): (UInt8, UInt8) = isInverted ? (255, 0) : (0, 255)
        for y in 0..<plane.height {
            let row = plane.luma + y * plane.stride
            let out = pixels.base + y * plane.width
            let limits = locals.base + y / blockSide * sums.across
            for b in 0..<sums.across {
                let limit = limits[b]
                for x in b * blockSide..<min(plane.width, (b + 1) * blockSide) { out[x] = row[x] > limit ? page : ink }
            }
        }
        return Drawing(luma: UnsafePointer(pixels.base), width: plane.width, height: plane.height)
    }

    /// Greys around the mean of what lies around, made stronger; dark on light.
    private mutating func even(_ plane: Plane, isInverted: Bool) -> Drawing {
        measure(plane)
        let sign = isInverted ? -3 : 3
        for y in 0..<plane.height {
            let row = plane.luma + y * plane.stride
            let out = pixels.base + y * plane.width
            let limits = locals.base + y / blockSide * sums.across
            for b in 0..<sums.across {
                let limit = Int(limits[b])
                for x in b * blockSide..<min(plane.width, (b + 1) * blockSide) {
                    out[x] = UInt8(clamping: 128 + sign * (Int(row[x]) - limit))
                }
            }
        }
        return Drawing(luma: UnsafePointer(pixels.base), width: plane.width, height: plane.height)
    }
}

extension Plane {
    /// The part of the plane, whose pixels are `scale` of the frame's wide, that shows `area` of the frame.
    fileprivate func part(_ area: FrameArea, scale: Int) -> Plane {
        let (left, top) = (Int(area.left) / scale, Int(area.top) / scale)
        return Plane(
            luma: luma + top * stride + left, width: min(width - left, Int(area.width) / scale),
            height: min(height - top, Int(area.height) / scale), stride: stride)
    }
}
