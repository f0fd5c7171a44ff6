/// What a finder pattern looks like that moved while the frame was exposed, in one of some motions.
struct MovedPattern: ~Copyable {
    /// Five points on each of five lines; the other lanes are zero.
    private typealias Points = SIMD32<Float>
    private static let count: Float = 25
    private static let motions = 26

    /// For each motion how light the points are; all of one together are zero, and their squares one.
    private let lights = Storage<Points>(motions)
    private let lumas = Storage<Points>(1)

    init() {
        lumas.base[0] = .zero
        for index in 0..<Self.motions {
            let motion = Self.motion(index)
            var light = Points.zero
            for k in 0..<25 { light[k] = Self.light(at: Vector(Self.step(k % 5), Self.step(k / 5)), motion) }
            let mean = light.sum() / Self.count
            for k in 0..<25 { light[k] -= mean }
            lights.base[index] = light / (light * light).sum().squareRoot()
        }
    }

    /// Up or down, or to a side, each straight or at a slant, and from corner to corner.
    private static func motion(_ index: Int) -> Vector {
        if index >= 18 {
            let diagonal = index - 18
            let sense: Float = diagonal & 1 == 0 ? 1 : -1
            return Vector(diagonal & 2 == 0 ? 2 : 3.2, sense * (diagonal & 4 == 0 ? 2 : 3.2))
        }
        let (slant, way) = (Float(index % 3 - 1), 1.5 + 1.5 * Float(index / 3 % 3))
        return index < 9 ? Vector(slant, way) : Vector(way, slant)
    }

    /// The motion that is the same where columns are rows.
    static func transposed(_ index: UInt8) -> UInt8 {
        guard index >= 18 else { return (index + 9) % 18 }
        let diagonal = index - 18
        return 18 + (diagonal & 1 | (diagonal & 2) << 1 | (diagonal & 4) >> 1)
    }

    /// Where the lines are, in modules from the middle.
    private static func step(_ k: Int) -> Float {
        let size: Float = k == 2 ? 0 : k % 4 == 0 ? 3.2 : 2
        return k < 2 ? -size : size
    }

    /// How light a point is: the mean of what passed it. What lies beyond the separator is not known.
    private static func light(at point: Vector, _ motion: Vector) -> Float {
        var light: Float = 0
        for k in 0..<16 {
            let place = point + ((Float(k) + 0.5) / 16 - 0.5) * motion
            let ring = max(abs(place.x), abs(place.y))
            light += ring < 1.5 ? -1 : ring < 2.5 ? 1 : ring < 3.5 ? -1 : ring < 4.5 ? 1 : 0
        }
        return light / 16
    }

    /// How the plane agrees with the pattern in one of the motions, 1 at best; negative where it is inverted.
    @inline(__always)
    private func correlation(_ plane: Plane, _ centre: Vector, _ u: Vector, _ v: Vector, motion: Int) -> Float {
        let reach = 3.3 * Vector(abs(u.x) + abs(v.x), abs(u.y) + abs(v.y))
        guard plane.allowsTaps(around: centre, reach: reach) else { return 0 }
        let lights = UnsafeRawPointer(lights.base + motion).assumingMemoryBound(to: Float.self)
        var (sum, squares, product): (Float, Float, Float) = (0, 0, 0)
        for row in 0..<5 {
            let middle = centre + Self.step(row) * v
            for k in 0..<5 {
                let luma = plane.tap(middle + Self.step(k) * u)
                sum += luma
                squares += luma * luma
                product += lights[5 &* row &+ k] * luma
            }
        }
        let variance = squares - sum * sum / Self.count
        return variance > 4 * Self.count ? product / variance.squareRoot() : 0
    }

    /// How the plane agrees at a place with the pattern as it lies and moved, 1 at best.
    func agreement(_ plane: Plane, _ pattern: FinderPattern, at centre: Vector) -> Float {
        (pattern.isInverted ? -1 : 1) * correlation(plane, centre, pattern.u, pattern.v, motion: Int(pattern.motion))
    }

    /// Moves, turns and stretches the pattern, in the motion that agrees best, to where the plane agrees best.
    func fit(_ pattern: inout FinderPattern, _ plane: Plane) {
        chooseMotion(&pattern, plane)
        guard pattern.agreement > Self.leastAtFirst else { return }
        let (motion, sign): (Int, Float) = (Int(pattern.motion), pattern.isInverted ? -1 : 1)
        pattern.fit { centre, u, v in sign * correlation(plane, centre, u, v, motion: motion) }
    }

    private func chooseMotion(_ pattern: inout FinderPattern, _ plane: Plane) {
        pattern.agreement = 0
        let reach = 3.3 * Vector(abs(pattern.u.x) + abs(pattern.v.x), abs(pattern.u.y) + abs(pattern.v.y))
        guard plane.allowsTaps(around: pattern.centre, reach: reach) else { return }
        let lumas = UnsafeMutableRawPointer(lumas.base).assumingMemoryBound(to: Float.self)
        for row in 0..<5 {
            let middle = pattern.centre + Self.step(row) * pattern.v
            for k in 0..<5 { lumas[5 &* row &+ k] = plane.tap(middle + Self.step(k) * pattern.u) }
        }
        var points = self.lumas.base[0]
        let sum = points.sum()
        let variance = (points * points).sum() - sum * sum / Self.count
        guard variance > 4 * Self.count else { return }
        points *= (pattern.isInverted ? -1 : 1) / variance.squareRoot()
        for index in 0..<Self.motions {
            let agreement = (points * lights.base[index]).sum()
            if agreement > pattern.agreement { (pattern.agreement, pattern.motion) = (agreement, UInt8(index)) }
        }
    }

    /// Looks closer at what a row showed as the middle of a finder pattern: one that moved across the row still shows 1:1:3:1:1
    /// there, for what motion takes from the ends of its squares it leaves in the middle.
    func examine(_ level: Level, _ x: Int, _ y: Int, module: Float) -> FinderPattern? {
        let plane = level.plane
        let isInverted = level.isLight(x, y)
        let sign: Float = isInverted ? -1 : 1
        let (centre, u, v) = (Vector(Float(x), Float(y)), Vector(module, 0), Vector(0, module))
        for line in -1...1 where sign * lineCorrelation(plane, centre + Float(line) * v, u) < Self.leastInLine {
            return nil
        }
        var pattern = FinderPattern(centre: centre, u: u, v: v, isInverted: isInverted, agreement: 0)
        fit(&pattern, plane)
        return pattern.agreement > Self.leastAgreement ? pattern : nil
    }

    /// How well the line shows 1:1:3:1:1 at least, and those a module beside it.
    private static let leastInLine: Float = 0.7
    static let leastAgreement: Float = 0.85
    /// The same before a pattern is fitted.
    private static let leastAtFirst: Float = 0.65
}

extension FinderPattern {
    /// The pattern in a plane that has this one's columns as its rows.
    var transposed: FinderPattern {
        var transposed = self
        transposed.centre = Vector(centre.y, centre.x)
        transposed.u = Vector(v.y, v.x)
        transposed.v = Vector(u.y, u.x)
        transposed.motion = MovedPattern.transposed(motion)
        return transposed
    }
}
