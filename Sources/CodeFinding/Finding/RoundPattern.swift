/// Finder patterns drawn as rings, as codes with ornaments have them.
extension Level {
    /// What a ring scores at least; squares score less than half.
    private static let leastAgreement: Float = 0.85

    /// The ring where a square was seen that hardly is one; nil where there is none.
    func examineRound(_ square: FinderPattern) -> FinderPattern? {
        let sign: Float = square.isInverted ? -1 : 1
        let module = square.module
        var pattern = square
        (pattern.isRound, pattern.agreement) = (true, 0)
        pattern.better(square.centre, module, plane, sign)
        guard pattern.agreement > 0.4 else { return nil }
        var step: Float = 0.3
        for _ in 0..<3 {
            for _ in 0..<2 {
                let (centre, size) = (pattern.centre, pattern.u.x)
                let move = step * module
                pattern.better(centre + Vector(move, 0), size, plane, sign)
                pattern.better(centre - Vector(move, 0), size, plane, sign)
                pattern.better(pattern.centre + Vector(0, move), size, plane, sign)
                pattern.better(pattern.centre - Vector(0, move), size, plane, sign)
                pattern.better(pattern.centre, size * (1 + step / 2), plane, sign)
                pattern.better(pattern.centre, size / (1 + step / 2), plane, sign)
            }
            step /= 2
        }
        return pattern.agreement > Self.leastAgreement ? pattern : nil
    }
}

extension FinderPattern {
    /// Moves the ring there where the plane agrees better.
    fileprivate mutating func better(_ centre: Vector, _ module: Float, _ plane: Plane, _ sign: Float) {
        let agreement = sign * roundCorrelation(plane, centre, module)
        guard agreement > self.agreement else { return }
        (self.centre, self.u, self.v, self.agreement) = (centre, Vector(module, 0), Vector(0, module), agreement)
    }

    /// A ring has no sides: it lies as its neighbours say.
    func laid(_ across: Vector, _ down: Vector) -> FinderPattern {
        var laid = self
        laid.u = module / length(across) * across
        laid.v = module / length(down) * down
        return laid
    }
}

/// The normalised correlation of a dark middle, a light ring, a dark one and light around with 33 points in eight directions.
@inline(__always)
private func roundCorrelation(_ plane: Plane, _ centre: Vector, _ module: Float) -> Float {
    guard plane.allowsTaps(around: centre, reach: Vector(repeating: 4.1 * module)) else { return 0 }
    var sums = LightSums()
    sums.add(plane.tap(centre), isLight: false)
    for k in 0..<8 {
        let way = module * eighth(k)
        for ring in 1...4 { sums.add(plane.tap(centre + Float(ring) * way), isLight: ring % 2 == 0) }
    }
    return sums.correlation(count: 33, lights: 16)
}

/// A way of length 1 in one of eight directions.
@inline(__always)
private func eighth(_ k: Int) -> Vector {
    let half: Vector =
        switch k % 4 {
        case 0: Vector(1, 0)
        case 1: Vector(0.7071, 0.7071)
        case 2: Vector(0, 1)
        default: Vector(-0.7071, 0.7071)
        }
    return k < 4 ? half : -half
}
