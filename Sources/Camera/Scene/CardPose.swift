import Glibc

/// How a card is held before the camera: a plane in space, projected.
struct CardPose {
    /// From the camera to the card, in the card's own pixels: the smaller, the stronger the perspective.
    private static let distance: Float = 900

    var centre: SIMD2<Float>
    /// Screen pixels for one of the card's.
    var scale: Float = 1
    /// Turned in the picture's plane, about the vertical, about the horizontal, in degrees.
    var roll: Float = 0
    var yaw: Float = 0
    var pitch: Float = 0

    /// Rows of the matrix that takes the card's pixels, from its middle, to homogeneous screen coordinates.
    private var forward: (x: SIMD3<Float>, y: SIMD3<Float>, w: SIMD3<Float>) {
        func turn(_ degrees: Float) -> (sin: Float, cos: Float) { (sin(degrees * .pi / 180), cos(degrees * .pi / 180)) }
        let (r, y, p) = (turn(roll), turn(yaw), turn(pitch))
        // Columns of pitch after yaw, then roll about the line of sight.
        let across = SIMD3(y.cos, p.sin * y.sin, -p.cos * y.sin)
        let down = SIMD3(0, p.cos, p.sin)
        let w = SIMD3(across.z / Self.distance, down.z / Self.distance, 1)
        let x = SIMD3(r.cos * across.x - r.sin * across.y, r.cos * down.x - r.sin * down.y, 0) * scale + centre.x * w
        let z = SIMD3(r.sin * across.x + r.cos * across.y, r.sin * down.x + r.cos * down.y, 0) * scale + centre.y * w
        return (x, z, w)
    }

    /// Where a pixel of the card, counted from its middle, is on the screen.
    func screen(_ across: Float, _ down: Float) -> SIMD2<Float> {
        let point = SIMD3(across, down, 1)
        let m = forward
        return SIMD2((m.x * point).sum(), (m.y * point).sum()) / (m.w * point).sum()
    }

    /// Rows of the matrix that takes screen coordinates back to the card (up to a factor, which the division removes).
    fileprivate var backward: (x: SIMD3<Float>, y: SIMD3<Float>, w: SIMD3<Float>) {
        let m = forward
        func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
            SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        }
        let (a, b, c) = (cross(m.y, m.w), cross(m.w, m.x), cross(m.x, m.y))
        return (SIMD3(a.x, b.x, c.x), SIMD3(a.y, b.y, c.y), SIMD3(a.z, b.z, c.z))
    }
}

extension Canvas {
    /// Draws `card` as it is held, pixel by pixel from the screen back to the card.
    mutating func draw(_ card: Card, _ pose: CardPose) {
        let (halfWidth, halfHeight) = (Float(Card.width) / 2, Float(card.style.height) / 2)
        let (a, b) = (pose.screen(-halfWidth, -halfHeight), pose.screen(halfWidth, -halfHeight))
        let (c, d) = (pose.screen(halfWidth, halfHeight), pose.screen(-halfWidth, halfHeight))
        let least = pointwiseMin(pointwiseMin(a, b), pointwiseMin(c, d))
        let most = pointwiseMax(pointwiseMax(a, b), pointwiseMax(c, d))
        let box = reach(least.x, least.y, most.x, most.y)
        guard !box.isEmpty else { return }
        let m = pose.backward
        let softness = pose.scale / Float(1 + 2 * card.style.blur)
        for y in box.top..<box.bottom {
            let row = plane.pixels + y * plane.width
            let noise = grain.row(y)
            for x in box.left..<box.right {
                let at = SIMD3(Float(x) + 0.5, Float(y) + 0.5, 1)
                let w = 1 / (m.w * at).sum()
                let u = (m.x * at).sum() * w + halfWidth
                let v = (m.y * at).sum() * w + halfHeight
                let inside = card.depth(u, v)
                guard inside * softness > -0.5 else { continue }
                let light = card.sample(u, v) + Float(noise[(x + grain.column) & 255])
                let coverage = min(inside * softness + 0.5, 1)
                let value = Float(row[x]) + (light - Float(row[x])) * coverage
                row[x] = UInt8(min(max(value, 1), 255))
            }
        }
    }
}

extension Card {
    /// How many pixels a point lies within the card's outline; negative outside.
    fileprivate func depth(_ u: Float, _ v: Float) -> Float {
        let (width, height) = (Float(Self.width), Float(style.height))
        let fromSide = min(u, width - u)
        let fromEnd = min(v, height - v)
        guard fromSide < style.corner, fromEnd < style.corner else { return min(fromSide, fromEnd) }
        let (du, dv) = (style.corner - fromSide, style.corner - fromEnd)
        return style.corner - (du * du + dv * dv).squareRoot()
    }

    /// The card's light between its pixels.
    fileprivate func sample(_ u: Float, _ v: Float) -> Float {
        let x = min(max(u - 0.5, 0), Float(Self.width) - 1.01)
        let y = min(max(v - 0.5, 0), Float(style.height) - 1.01)
        let (column, row) = (Int(x), Int(y))
        let (fx, fy) = (x - Float(column), y - Float(row))
        let above = pixels + row * Self.width + column
        let below = above + Self.width
        let (a, b, c, d) = (Float(above[0]), Float(above[1]), Float(below[0]), Float(below[1]))
        let upper = a + (b - a) * fx
        let lower = c + (d - c) * fx
        return upper + (lower - upper) * fy
    }
}
