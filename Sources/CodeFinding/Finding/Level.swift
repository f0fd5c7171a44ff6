/// The frame at one size and with one set of thresholds, in which finder patterns are looked for.
struct Level {
    var plane: Plane
    /// One threshold for each block of 8 by 8 pixels, `across` of them in a row.
    var thresholds: UnsafePointer<UInt8>
    var across: Int

    @inline(__always)
    func threshold(_ x: Int, _ y: Int) -> Int { Int(thresholds[(y &>> 3) &* across &+ (x &>> 3)]) }

    @inline(__always)
    func luma(_ x: Int, _ y: Int) -> Int { Int(plane.luma[y &* plane.stride &+ x]) }

    @inline(__always)
    func isLight(_ x: Int, _ y: Int) -> Bool { luma(x, y) > threshold(x, y) }
}

/// How far it is, in steps, from a pixel to the first and to the second change of colour.
struct Walk {
    var first: Float
    /// Nil where it was not met in time.
    var second: Float?
}

extension Level {
    /// Walks from a pixel of the given colour by steps of (`dx`, `dy`), at most `limit` of them. The place of a change is
    /// told to parts of a pixel, from how far the luma on either side of it is from the threshold.
    @inline(__always)
    func walk(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int, limit: Int, isLight: Bool) -> Walk? {
        var steps = limit
        if dx != 0 { steps = min(steps, dx > 0 ? plane.width &- 1 &- x : x) }
        if dy != 0 { steps = min(steps, dy > 0 ? plane.height &- 1 &- y : y) }
        var light = isLight
        var walk: Walk?
        var n = 1
        var (px, py) = (x &+ dx, y &+ dy)
        let stride = dy &* plane.stride &+ dx
        var pixel = plane.luma + (py &* plane.stride &+ px)
        while n <= steps {
            let threshold = self.threshold(px, py)
            if (Int(pixel.pointee) > threshold) != light {
                let edge = Float(threshold) + 0.5
                let here = abs(Float(pixel.pointee) - edge)
                let before = max(0, (light ? 1 : -1) * (Float((pixel - stride).pointee) - edge))
                let place = Float(n) - here / (here + before)
                if walk != nil {
                    walk!.second = place
                    return walk
                }
                walk = Walk(first: place, second: nil)
                light.toggle()
            }
            n &+= 1
            px &+= dx
            py &+= dy
            pixel += stride
        }
        return walk
    }
}
