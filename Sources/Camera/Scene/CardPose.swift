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

    /// What takes screen coordinates back to the card, up to a factor: `(across, down, factor) = x * column + y * row +
    /// origin`.
    fileprivate var backward: (column: SIMD3<Float>, row: SIMD3<Float>, origin: SIMD3<Float>) {
        let m = forward
        func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
            SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        }
        // The adjugate of `forward`: its columns are the cross products of the rows.
        let (a, b, c) = (cross(m.y, m.w), cross(m.w, m.x), cross(m.x, m.y))
        return (
            SIMD3(a.x, a.y, a.z), SIMD3(b.x, b.y, b.z), SIMD3(c.x, c.y, c.z)
        )
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
        let back = pose.backward
        let softness = pose.scale / Float(1 + 2 * card.style.blur)
        for y in box.top..<box.bottom {
            let row = plane.pixels + y * plane.width
            let noise = grain.row(y)
            var at = back.origin + back.row * (Float(y) + 0.5) + back.column * (Float(box.left) + 0.5)
            for x in box.left..<box.right {
                let toCard = 1 / at.z
                let u = Int((at.x * toCard + halfWidth) * 256)
                let v = Int((at.y * toCard + halfHeight) * 256)
                at += back.column
                let depth = card.depth(u, v)
                guard depth > -256 else { continue }
                var light = card.sample(u, v) &+ Int(noise[(x &+ grain.column) & 255])
                if depth < 1024 {
                    let coverage = min(max(Float(depth) / 256 * softness + 0.5, 0), 1)
                    light = Int(row[x]) + Int(Float(light - Int(row[x])) * coverage)
                }
                row[x] = UInt8(truncatingIfNeeded: min(max(light, 1), 255))
            }
        }
    }
}

/// A card's points here are in 256ths of a pixel: whole numbers are what makes a code quick to draw.
extension Card {
    /// How far a point lies within the card's outline; negative outside.
    @inline(__always) fileprivate func depth(_ u: Int, _ v: Int) -> Int {
        let fromSide = min(u, Self.width << 8 &- u)
        let fromEnd = min(v, style.height << 8 &- v)
        let corner = style.corner << 8
        guard fromSide < corner, fromEnd < corner, fromSide > 0, fromEnd > 0 else { return min(fromSide, fromEnd) }
        let (du, dv) = (Float(corner - fromSide), Float(corner - fromEnd))
        return corner - Int((du * du + dv * dv).squareRoot())
    }

    /// The card's light between its pixels.
    @inline(__always) fileprivate func sample(_ u: Int, _ v: Int) -> Int {
        let x = min(max(u &- 128, 0), (Self.width &- 2) << 8)
        let y = min(max(v &- 128, 0), (style.height &- 2) << 8)
        let above = pixels + ((y &>> 8) &* Self.width &+ (x &>> 8))
        let below = above + Self.width
        let (right, down) = (x & 255, y & 255)
        let upper = Int(above[0]) &* (256 &- right) &+ Int(above[1]) &* right
        let lower = Int(below[0]) &* (256 &- right) &+ Int(below[1]) &* right
        return (upper &* (256 &- down) &+ lower &* down) &>> 16
    }
}
