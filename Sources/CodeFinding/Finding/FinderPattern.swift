/// One of the three squares by which a QR code is found (ISO/IEC 18004, 6.3.3), as it lies in a plane.
struct FinderPattern: BitwiseCopyable {
    var centre: Vector
    /// One module along the pattern's one side, and along its other; from the one to the other is clockwise.
    var u: Vector
    var v: Vector
    /// Light on dark.
    var isInverted: Bool
    /// How well the plane agrees with the pattern, 1 at best.
    var agreement: Float
    /// Whether it is a ring, whose `u` and `v` tell its size alone.
    var isRound = false
    /// Which of the motions of `MovedPattern` it is in, where it was found as one that moved.
    var motion: UInt8 = 0
    /// Whether it was found, or found better, after codes had been looked for among the others.
    var isLate = false
    /// Whether it belongs to a code that was read.
    var isRead = false
    /// In how many frames up to now, and this one, a code was looked for beside it in vain.
    var vainFrames: UInt8 = 0

    /// Whether chance hardly makes such a pattern.
    var isCertain: Bool { agreement > 0.93 }

    /// The side of a module, as if it were square.
    var module: Float { abs(cross(u, v)).squareRoot() }

    /// `direction` in modules of this pattern, along `u` and `v`.
    @inline(__always)
    func modules(_ direction: Vector) -> Vector {
        Vector(cross(direction, v), cross(u, direction)) / cross(u, v)
    }

    /// The pattern in a plane whose pixels are `scale` of this one's wide.
    func scaled(by scale: Float) -> FinderPattern {
        var scaled = self
        // Pixels are counted from their centres.
        scaled.centre = centre * scale + (scale - 1) / 2
        scaled.u = u * scale
        scaled.v = v * scale
        return scaled
    }
}

extension FinderPattern {
    /// How the plane agrees with a finder pattern: negative where it is inverted.
    @inline(__always)
    static func correlation(_ plane: Plane, _ centre: Vector, _ u: Vector, _ v: Vector) -> Float {
        ringCorrelation(plane, centre, u, v, inner: 2, outer: 3)
    }

    /// Moves, turns and stretches the pattern to where the plane agrees best, and notes how well that is.
    mutating func fit(_ plane: Plane) {
        let sign: Float = isInverted ? -1 : 1
        fit { sign * Self.correlation(plane, $0, $1, $2) }
    }

    /// The same by any measure of agreement for a centre, `u` and `v`.
    @inline(__always)
    mutating func fit(_ correlation: (Vector, Vector, Vector) -> Float) {
        let side = module
        var best = correlation(centre, u, v)
        var move = 0.3 * side
        var stretch = 0.1 * side
        for round in 0..<4 {
            // What is no finder pattern is soon seen not to become one.
            if round == 1, best < 0.7 { break }
            for _ in 0..<2 {
                let before = best
                for axis in 0..<2 {
                    var step = Vector.zero
                    step[axis] = move
                    best = tryBoth(step, .zero, .zero, best, correlation)
                    step[axis] = stretch
                    best = tryBoth(.zero, step, .zero, best, correlation)
                    best = tryBoth(.zero, .zero, step, best, correlation)
                }
                if best - before < 0.002 { break }
            }
            move /= 2
            stretch /= 2
        }
        agreement = best
    }

    /// Changes the pattern by the steps or against them, where that betters the agreement from `best`.
    @inline(__always)
    private mutating func tryBoth(
        _ centreStep: Vector, _ uStep: Vector, _ vStep: Vector, _ best: Float,
        _ correlation: (Vector, Vector, Vector) -> Float
    ) -> Float {
        for sense in 0..<2 {
            let side: Float = sense == 0 ? 1 : -1
            let (centre, u, v) = (centre + side * centreStep, u + side * uStep, v + side * vStep)
            let agreement = correlation(centre, u, v)
            if agreement > best + 0.001 {
                (self.centre, self.u, self.v) = (centre, u, v)
                return agreement
            }
        }
        return best
    }
}
