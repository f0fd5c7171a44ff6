import Camera

/// A point or a direction in a plane: pixels, counted from the centre of the top left pixel.
typealias Vector = SIMD2<Float>

/// One luma plane, borrowed: `height` rows of `stride` bytes, of which the first `width` are pixels.
package struct Plane {
    package var luma: UnsafePointer<UInt8>
    package var width: Int
    package var height: Int
    /// Bytes from one row to the next; all `height` rows of them can be read.
    package var stride: Int

    package init(luma: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int) {
        self.luma = luma
        self.width = width
        self.height = height
        self.stride = stride
    }

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
    package init(_ frame: Frame) {
        self.init(luma: frame.luma, width: frame.width, height: frame.height, stride: frame.stride)
    }

    /// Writes the plane at half its width and height, rounded down, without padding, and gives that.
    package func halved(into half: UnsafeMutablePointer<UInt8>) -> Plane {
        let (width, height) = (width / 2, height / 2)
        for y in 0..<height {
            let upper = luma + 2 * y * stride
            halveRow(upper, upper + stride, width: width, into: half + y * width)
        }
        return Plane(luma: half, width: width, height: height, stride: width)
    }

    /// Writes the plane slightly blurred, without padding, and gives that.
    func blurred(into out: UnsafeMutablePointer<UInt8>) -> Plane {
        for y in 0..<height {
            let row = luma + y * stride
            let above = luma + max(0, y - 1) * stride
            let below = luma + min(height - 1, y + 1) * stride
            blurRow(above, row, below, width: width, into: out + y * width)
        }
        return Plane(luma: out, width: width, height: height, stride: width)
    }

    /// Writes the plane with its columns as rows, without padding, and gives that.
    func transposed(into out: UnsafeMutablePointer<UInt8>) -> Plane {
        let (across, down) = (width & ~7, height & ~7)
        for y in Swift.stride(from: 0, to: down, by: 8) {
            for x in Swift.stride(from: 0, to: across, by: 8) {
                transposeEight(luma + y * stride + x, stride, into: out + x * height + y, height)
            }
        }
        for y in 0..<height {
            for x in (y < down ? across : 0)..<width { out[x * height + y] = luma[y * stride + x] }
        }
        return Plane(luma: out, width: height, height: width, stride: height)
    }

    /// Writes the rows without their padding, and gives that.
    package func packed(into out: UnsafeMutablePointer<UInt8>) -> Plane {
        for y in 0..<height { (out + y * width).update(from: luma + y * stride, count: width) }
        return Plane(luma: out, width: width, height: height, stride: width)
    }
}

/// The z component of the cross product.
@inline(__always)
func cross(_ a: Vector, _ b: Vector) -> Float { a.x * b.y - a.y * b.x }

/// The length of `a`.
@inline(__always)
func length(_ a: Vector) -> Float { (a.x * a.x + a.y * a.y).squareRoot() }
