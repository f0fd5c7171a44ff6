import Camera

/// A point or a direction in a plane: pixels, counted from the centre of the top left pixel.
typealias Vector = SIMD2<Float>

/// One luma plane, borrowed: `height` rows of `stride` bytes, of which the first `width` are pixels.
struct Plane {
    var luma: UnsafePointer<UInt8>
    var width: Int
    var height: Int
    var stride: Int

    /// The luma at `point`, bilinear between its four pixels, all of which must lie in the plane.
    @inline(__always)
    func tap(_ point: Vector) -> Float {
        let x = Int(point.x)
        let y = Int(point.y)
        let fx = point.x - Float(x)
        let fy = point.y - Float(y)
        let p = luma + (y &* stride &+ x)
        let q = p + stride
        let upper = Float(p[0]) + fx * (Float(p[1]) - Float(p[0]))
        let lower = Float(q[0]) + fx * (Float(q[1]) - Float(q[0]))
        return upper + fy * (lower - upper)
    }

    /// The luma at `point`, or at the place of the plane nearest to it.
    @inline(__always)
    func nearestTap(_ point: Vector) -> Float {
        let last = Vector(Float(width - 1), Float(height - 1)) - 0.01
        return tap(Vector(max(0, min(last.x, point.x)), max(0, min(last.y, point.y))))
    }

    /// Whether `tap` may be asked for every point within `reach` of `point`.
    @inline(__always)
    func allowsTaps(around point: Vector, reach: Vector) -> Bool {
        point.x - reach.x >= 0 && point.y - reach.y >= 0 && point.x + reach.x < Float(width - 1)
            && point.y + reach.y < Float(height - 1)
    }
}

extension Plane {
    init(_ frame: Frame) {
        self.init(luma: frame.luma, width: frame.width, height: frame.height, stride: frame.stride)
    }
}

/// The z component of the cross product.
@inline(__always)
func cross(_ a: Vector, _ b: Vector) -> Float { a.x * b.y - a.y * b.x }

/// The length of `a`.
@inline(__always)
func length(_ a: Vector) -> Float { (a.x * a.x + a.y * a.y).squareRoot() }
