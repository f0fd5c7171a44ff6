extension Level {
    /// Looks closer at what a row showed as the middle of a finder pattern whose modules are `module` wide along the row;
    /// `isWhole` where it showed both outer runs.
    func examine(_ x: Int, _ y: Int, module: Float, isWhole: Bool) -> FinderPattern? {
        let light = isLight(x, y)
        var best = walked(x, y, module: module, isLight: light)
        if isWhole, best?.agreement ?? 0 < 0.6 {
            best = turned(x, y, module: module, isLight: light, best)
        }
        guard var pattern = best else { return nil }
        let walked = pattern
        if pattern.agreement > 0.5 { pattern.fit(plane) }
        if isWhole, pattern.agreement < 0.9, let round = examineRound(walked), round.agreement > pattern.agreement {
            return round
        }
        return pattern.agreement >= 0.75 ? pattern : nil
    }

    /// Squares of the size the row showed, turned this way and that: for where blur has closed the light ring, so that walks
    /// do not meet its sides.
    private func turned(
        _ x: Int, _ y: Int, module: Float, isLight light: Bool, _ walked: FinderPattern?
    ) -> FinderPattern? {
        // A line through the middle shows 1:1:3:1:1 whichever way the pattern is turned.
        var (middle, best): (Vector?, Float) = (nil, 0.6)
        for row in -1...1 {
            let centre = Vector(Float(x), Float(y) + Float(row) * module)
            let agreement = lineCorrelation(plane, centre, Vector(0, module)) * (light ? -1 : 1)
            if agreement > best { (middle, best) = (centre, agreement) }
        }
        guard let middle else { return walked }
        var pattern = walked
        for k in 0..<4 {
            let turn = Self.turn(k)
            let scale = module * turn.x
            let (u, v) = (scale * turn, scale * Vector(-turn.y, turn.x))
            let agreement = FinderPattern.correlation(plane, middle, u, v) * (light ? -1 : 1)
            if agreement > pattern?.agreement ?? 0.5 {
                pattern = FinderPattern(centre: middle, u: u, v: v, isInverted: light, agreement: agreement)
            }
        }
        return pattern
    }

    /// The pattern by walks to where the colour changes.
    private func walked(_ x: Int, _ y: Int, module: Float, isLight light: Bool) -> FinderPattern? {
        guard let (cx, cy) = centred(x, y, module: module, isLight: light) else { return nil }

        // The lengths of a module along four lines through the centre tell the two pairs of sides.
        let limit = Int(module * 9) + 4
        var lengths = SIMD4<Float>.zero
        var shift = Vector.zero
        var bad = 0
        for axis in 0..<4 {
            let (dx, dy) = Self.step(axis)
            guard let there = walk(cx, cy, dx, dy, limit: limit, isLight: light),
                let back = walk(cx, cy, -dx, -dy, limit: limit, isLight: light)
            else { return nil }
            let first = (there.first + back.first) / 2
            guard abs(there.first - back.first) <= first * 0.8 + 1 else { return nil }
            if axis == 0 { shift.x = (there.first - back.first) / 2 }
            if axis == 2 { shift.y = (there.first - back.first) / 2 }
            if let near = there.second, let far = back.second,
                abs(near - far) <= (near + far) * 0.25 + 1, ((near + far) / 2 - first) < first * 1.5
            {
                // Blur and light shift the one edge out and the other in.
                lengths[axis] = (first + (near + far) / 2) / 4
            } else if let one = there.second ?? back.second, one < first * 2.5 {
                lengths[axis] = (first + one) / 4
                bad += 1
            } else {
                lengths[axis] = first / 1.5
                bad += 2
            }
        }
        guard bad <= 4 else { return nil }
        let centre = Vector(Float(cx), Float(cy)) + shift
        return Self.shape(plane, centre, lengths, isInverted: light)
    }

    /// Cosine and sine of 0, 22, 45 and -22 degrees.
    private static func turn(_ index: Int) -> Vector {
        switch index {
        case 0: Vector(1, 0)
        case 1: Vector(0.927, 0.375)
        case 2: Vector(0.707, 0.707)
        default: Vector(0.927, -0.375)
        }
    }

    private static func step(_ axis: Int) -> (Int, Int) {
        switch axis {
        case 0: (1, 0)
        case 1: (1, 1)
        case 2: (0, 1)
        default: (-1, 1)
        }
    }

    /// The middle of the spot of one colour around a pixel: down, across and down again.
    private func centred(_ x: Int, _ y: Int, module: Float, isLight light: Bool) -> (Int, Int)? {
        var (cx, cy) = (x, y)
        for pass in 0..<3 {
            let (dx, dy) = pass == 1 ? (1, 0) : (0, 1)
            guard let there = walk(cx, cy, dx, dy, limit: Int(module * 6) + 4, isLight: light),
                let back = walk(cx, cy, -dx, -dy, limit: Int(module * 6) + 4, isLight: light)
            else { return nil }
            let side = (there.first + back.first) / 3
            guard side > module / 3, side < module * 3 else { return nil }
            let move = Int(((there.first - back.first) / 2).rounded())
            cx += move * dx
            cy += move * dy
            guard self.isLight(cx, cy) == light else { return nil }
        }
        return (cx, cy)
    }

    /// The parallelogram whose sides the four lines cross, two each; which two is told by the picture.
    private static func shape(_ plane: Plane, _ centre: Vector, _ lengths: SIMD4<Float>, isInverted: Bool)
        -> FinderPattern?
    {
        let across = 1 / lengths[0]
        let falling = 1 / lengths[1]
        let down = 1 / lengths[2]
        let rising = 1 / lengths[3]
        // Steps along a diagonal are counted as one, so that a form is there the sum or the difference of its two parts.
        // Each side is the line along which a linear form is 1: `a` for the one pair of sides, `b` for the other.
        let shapes = (
            (Vector(across, falling - across), Vector(down - rising, down)),
            (Vector(falling - down, down), Vector(-across, rising - across))
        )
        var best: FinderPattern?
        for k in 0..<2 {
            let (a, b) = k == 0 ? shapes.0 : shapes.1
            let determinant = cross(a, b)
            guard determinant > 0 else { continue }
            let u = Vector(b.y, -b.x) / determinant
            let v = Vector(-a.y, a.x) / determinant
            let (lu, lv) = (length(u), length(v))
            guard lu < 4 * lv, lv < 4 * lu, cross(u, v) > 0.35 * lu * lv else { continue }
            let agreement = FinderPattern.correlation(plane, centre, u, v) * (isInverted ? -1 : 1)
            if agreement > best?.agreement ?? 0 {
                best = FinderPattern(centre: centre, u: u, v: v, isInverted: isInverted, agreement: agreement)
            }
        }
        return best
    }
}
