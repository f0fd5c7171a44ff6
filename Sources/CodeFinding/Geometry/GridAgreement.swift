extension Grid {
    /// How the plane agrees with the known modules of the layout: a normalised correlation, 1 at best. The plane must be
    /// two pixels wide and high.
    func agreement(_ plane: Plane, _ layout: borrowing Layout, sign: Float) -> Float {
        // Of large codes some will do.
        let pitch = max(1, layout.knownCount / 500)
        var sums = LightSums()
        var (count, lights): (Float, Float) = (0, 0)
        var k = 0
        while k < layout.knownCount {
            let known = layout.known(k)
            sums.add(
                plane.nearestTap(place(Float(known.x) + 0.5, Float(known.y) + 0.5)), isLight: !known.isDark)
            count += 1
            lights += known.isDark ? 0 : 1
            k &+= pitch
        }
        return sign * sums.correlation(count: count, lights: lights)
    }

    /// How one of the timing patterns alternates, 1 at best: each module against the mean of its two neighbours.
    func timing(_ plane: Plane, isDown: Bool, sign: Float) -> Float {
        var (agreeing, all): (Float, Float) = (0, 0)
        var (before, here) = (timingLuma(plane, 7, isDown), timingLuma(plane, 8, isDown))
        for k in 8...version.side - 9 {
            let after = timingLuma(plane, k + 1, isDown)
            let peak = here - (before + after) / 2
            agreeing += (k % 2 == 0 ? -1 : 1) * peak
            all += abs(peak)
            (before, here) = (here, after)
        }
        return all > 0 ? sign * agreeing / all : 0
    }

    @inline(__always)
    private func timingLuma(_ plane: Plane, _ k: Int, _ isDown: Bool) -> Float {
        plane.nearestTap(isDown ? place(6.5, Float(k) + 0.5) : place(Float(k) + 0.5, 6.5))
    }

    /// How the two copies of the version information agree with the version, 1 at best.
    func versionInformation(_ plane: Plane, sign: Float) -> Float {
        sign * (versionInformation(plane, isDown: false) + versionInformation(plane, isDown: true)) / 2
    }

    private func versionInformation(_ plane: Plane, isDown: Bool) -> Float {
        let information = version.information
        var sums = LightSums()
        var lights: Float = 0
        for bit in 0..<18 {
            let (x, y) = (Float(version.side - 11 + bit % 3) + 0.5, Float(bit / 3) + 0.5)
            let isLight = information >> UInt32(bit) & 1 == 0
            sums.add(plane.nearestTap(isDown ? place(y, x) : place(x, y)), isLight: isLight)
            lights += isLight ? 1 : 0
        }
        return sums.correlation(count: 18, lights: lights)
    }

    /// The grid with its far corner where the alignment pattern nearest it speaks for; nil where none is seen.
    func aligned(_ plane: Plane, sign: Float) -> Grid? {
        guard version.number > 1 else { return nil }
        let place = Float(version.side) - 6.5
        let centre = self.place(place, place)
        let (u, v) = sides(place, place)
        var search = AlignmentSearch(plane: plane, sign: sign, centre: centre, u: u, v: v)
        let reach = Int(2 * (1.5 + 0.04 * Float(version.side)))
        for y in -reach...reach {
            for x in -reach...reach { search.consider(Vector(Float(x), Float(y)) / 2) }
        }
        var step: Float = 0.25
        for _ in 0..<3 {
            let middle = search.offset
            search.consider(middle + Vector(step, 0))
            search.consider(middle - Vector(step, 0))
            search.consider(middle + Vector(0, step))
            search.consider(middle - Vector(0, step))
            step /= 2
        }
        guard search.score > 0.4 else { return nil }
        let goal = centre + search.offset.x * u + search.offset.y * v
        var grid = self
        for _ in 0..<5 {
            guard let moved = grid.moved(2, by: goal - grid.place(place, place)) else { return nil }
            grid = moved
        }
        return grid
    }

    /// Moves the four corners to where the plane agrees best with the known modules, and bends what lies between where it
    /// `bends`; returns how well the plane then agrees.
    mutating func refine(
        _ plane: Plane, _ layout: borrowing Layout, sign: Float, from start: Float, bends: Bool = false
    ) -> Float {
        refine(plane, from: start, modules: bends ? 1 : 0.5, bends: bends) { $0.agreement(plane, layout, sign: sign) }
    }

    /// The same by any measure of agreement, with steps of some modules at first.
    mutating func refine(
        _ plane: Plane, from start: Float, modules: Float, bends: Bool = false, _ agreement: (Grid) -> Float
    ) -> Float {
        var best = start
        let (u, v) = sides(Float(version.side) / 2, Float(version.side) / 2)
        var size = modules * abs(cross(u, v)).squareRoot()
        let parameters = 8 + (bends ? 2 * Bend.count : 0)
        for _ in 0..<(bends ? 5 : 4) {
            for _ in 0..<(bends ? 3 : 2) {
                let before = best
                for parameter in 0..<parameters {
                    let step = parameter % 2 == 0 ? Vector(size, 0) : Vector(0, size)
                    if !tryStep(parameter / 2, step, plane, &best, agreement) {
                        _ = tryStep(parameter / 2, -step, plane, &best, agreement)
                    }
                }
                if best - before < 0.002 { break }
            }
            size /= 2
        }
        return best
    }

    /// Moves a corner, the far one first, for it is known least, or bends the grid, where that betters the agreement.
    private mutating func tryStep(
        _ which: Int, _ step: Vector, _ plane: Plane, _ best: inout Float, _ agreement: (Grid) -> Float
    ) -> Bool {
        let changed = which < 4 ? moved((which + 2) % 4, by: step) : bent(which - 4, by: step)
        guard let changed, changed.isWithin(plane) else { return false }
        let agreement = agreement(changed)
        guard agreement > best + 0.0005 else { return false }
        best = agreement
        self = changed
        return true
    }

    /// Whether the code lies in the plane, but for a little.
    func isWithin(_ plane: Plane) -> Bool {
        let side = Float(version.side)
        let slack = 0.06 * length(place(side, side) - place(0, 0))
        let size = Vector(Float(plane.width), Float(plane.height))
        func isNear(_ corner: Vector) -> Bool {
            corner.x > -slack && corner.y > -slack && corner.x < size.x + slack && corner.y < size.y + slack
        }
        return isNear(place(0, 0)) && isNear(place(side, 0)) && isNear(place(side, side)) && isNear(place(0, side))
    }
}

/// The best place for an alignment pattern around where it is expected, in modules from there; what is near counts more.
private struct AlignmentSearch {
    let plane: Plane
    let sign: Float
    let centre: Vector
    let u: Vector
    let v: Vector
    private(set) var offset = Vector.zero
    private(set) var score: Float = 0

    init(plane: Plane, sign: Float, centre: Vector, u: Vector, v: Vector) {
        (self.plane, self.sign, self.centre, self.u, self.v) = (plane, sign, centre, u, v)
    }

    @inline(__always)
    mutating func consider(_ offset: Vector) {
        let place = centre + offset.x * u + offset.y * v
        let score = sign * ringCorrelation(plane, place, u, v, inner: 1, outer: 2) - 0.03 * length(offset)
        if score > self.score { (self.offset, self.score) = (offset, score) }
    }
}
