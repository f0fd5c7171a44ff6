extension Grid {
    /// How the plane agrees with the known modules of the layout: a normalised correlation, 1 at best. The plane must be
    /// two pixels wide and high.
    func agreement(_ plane: Plane, _ layout: borrowing Layout, sign: Float) -> Float {
        // Of large codes some will do.
        let pitch = max(1, layout.knownCount / 500)
        var (n, lights): (Float, Float) = (0, 0)
        var (sum, squares, light): (Float, Float, Float) = (0, 0, 0)
        var k = 0
        while k < layout.knownCount {
            let known = layout.known(k)
            let luma = plane.nearestTap(place(Float(known.x) + 0.5, Float(known.y) + 0.5))
            n += 1
            sum += luma
            squares += luma * luma
            if !known.isDark {
                lights += 1
                light += luma
            }
            k &+= pitch
        }
        let variance = squares - sum * sum / n
        guard variance > 4 * n else { return 0 }
        return sign * (light - sum * lights / n) / (variance * lights * (n - lights) / n).squareRoot()
    }

    /// How the two timing patterns alternate, 1 at best: each module against the mean of its two neighbours.
    func timing(_ plane: Plane, sign: Float) -> Float {
        var (agreeing, all): (Float, Float) = (0, 0)
        let last = version.side - 9
        for isDown in [false, true] {
            func luma(_ k: Int) -> Float? {
                let place = isDown ? place(6.5, Float(k) + 0.5) : place(Float(k) + 0.5, 6.5)
                return plane.allowsTaps(around: place, reach: .zero) ? plane.tap(place) : nil
            }
            guard var before = luma(7), var here = luma(8) else { return 0 }
            for k in 8...last {
                guard let after = luma(k + 1) else { return 0 }
                let peak = here - (before + after) / 2
                agreeing += (k % 2 == 0 ? -1 : 1) * peak
                all += abs(peak)
                (before, here) = (here, after)
            }
        }
        return all > 0 ? sign * agreeing / all : 0
    }

    /// How the two copies of the version information agree with the version, 1 at best.
    func versionInformation(_ plane: Plane, sign: Float) -> Float {
        let information = version.information
        var total: Float = 0
        for isDown in [false, true] {
            var (sum, squares, light, lights): (Float, Float, Float, Float) = (0, 0, 0, 0)
            for bit in 0..<18 {
                let (x, y) = (Float(version.side - 11 + bit % 3) + 0.5, Float(bit / 3) + 0.5)
                let place = isDown ? place(y, x) : place(x, y)
                guard plane.allowsTaps(around: place, reach: .zero) else { return 0 }
                let luma = plane.tap(place)
                sum += luma
                squares += luma * luma
                if information >> UInt32(bit) & 1 == 0 {
                    light += luma
                    lights += 1
                }
            }
            let variance = squares - sum * sum / 18
            guard variance > 4 * 18, lights > 0, lights < 18 else { continue }
            total += (light - sum * lights / 18) / (variance * lights * (18 - lights) / 18).squareRoot()
        }
        return sign * total / 2
    }

    /// The grid with its far corner where the alignment pattern nearest it speaks for; nil where none is seen.
    func aligned(_ plane: Plane, sign: Float) -> Grid? {
        guard version.number > 1 else { return nil }
        let place = Float(version.side) - 6.5
        let centre = self.place(place, place)
        let (u, v) = sides(place, place)
        var best: (offset: Vector, score: Float) = (.zero, 0)
        func consider(_ offset: Vector) {
            let correlation =
                sign * ringCorrelation(plane, centre + offset.x * u + offset.y * v, u, v, inner: 1, outer: 2)
            let score = correlation - 0.03 * length(offset)
            if score > best.score { best = (offset, score) }
        }
        let reach = Int(2 * (1.5 + 0.04 * Float(version.side)))
        for y in -reach...reach {
            for x in -reach...reach { consider(Vector(Float(x), Float(y)) / 2) }
        }
        var step: Float = 0.25
        for _ in 0..<3 {
            let middle = best.offset
            for (x, y) in [(-1, 0), (1, 0), (0, -1), (0, 1)] as [(Float, Float)] {
                consider(middle + step * Vector(x, y))
            }
            step /= 2
        }
        guard best.score > 0.4 else { return nil }
        let goal = centre + best.offset.x * u + best.offset.y * v
        var grid = self
        for _ in 0..<5 {
            guard let moved = grid.moved(2, by: goal - grid.place(place, place)) else { return nil }
            grid = moved
        }
        return grid
    }

    /// Moves the four corners to where the plane agrees best with the known modules, and returns how well that is.
    mutating func refine(_ plane: Plane, _ layout: borrowing Layout, sign: Float, from start: Float) -> Float {
        var best = start
        let (u, v) = sides(Float(version.side) / 2, Float(version.side) / 2)
        let module = abs(cross(u, v)).squareRoot()
        var size = 0.5 * module
        for _ in 0..<4 {
            for _ in 0..<2 {
                let before = best
                for corner in [2, 0, 1, 3] {
                    for step in [Vector(size, 0), Vector(0, size)] {
                        for sense in [step, -step] {
                            guard let moved = moved(corner, by: sense), moved.isWithin(plane) else { continue }
                            let agreement = moved.agreement(plane, layout, sign: sign)
                            guard agreement > best + 0.0005 else { continue }
                            best = agreement
                            self = moved
                            break
                        }
                    }
                }
                if best - before < 0.002 { break }
            }
            size /= 2
        }
        return best
    }

    /// Whether the code lies in the plane, but for a little.
    func isWithin(_ plane: Plane) -> Bool {
        let side = Float(version.side)
        let size = Vector(Float(plane.width), Float(plane.height))
        let slack = 0.06 * length(place(side, side) - place(0, 0))
        for (x, y) in [(0, 0), (side, 0), (side, side), (0, side)] as [(Float, Float)] {
            let corner = place(x, y)
            guard corner.x > -slack, corner.y > -slack, corner.x < size.x + slack, corner.y < size.y + slack else {
                return false
            }
        }
        return true
    }
}
