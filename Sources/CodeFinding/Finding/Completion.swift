/// Looks for finder patterns where there is reason to expect one, by comparing place after place.
struct Completion {
    /// How many places are compared with the pattern at most in one frame.
    private static let comparisons = 8000
    private static let leastAgreement: Float = 0.6

    let plane: Plane
    /// Whether codes have been looked for among what was found before.
    let isLate: Bool
    private var left = Self.comparisons

    init(plane: Plane, isLate: Bool) { (self.plane, self.isLate) = (plane, isLate) }

    /// Adds to `found` what is still near where the frame before showed it.
    mutating func recall(_ before: borrowing FoundPatterns, into found: inout FoundPatterns) {
        for k in 0..<before.count where before[k].isCertain && left > 0 {
            look(before[k].centre, before[k], reach: 2.3, &found)
        }
    }

    /// Adds to `found` the third of a code of which it has two; the likeliest pairs come first.
    mutating func complete(_ found: inout FoundPatterns) {
        let count = found.count
        for pass in 0..<3 {
            let least = 0.95 - 0.1 * Float(pass)
            for i in 0..<count where !found[i].isRead {
                for j in i + 1..<max(count, i + 1) where !found[j].isRead {
                    let weaker = min(found[i].agreement, found[j].agreement)
                    guard left > 0 else { return }
                    guard weaker >= least, weaker < least + 0.1 || least > 0.9 else { continue }
                    complete(found[i], found[j], &found)
                }
            }
        }
    }

    private mutating func complete(_ one: FinderPattern, _ other: FinderPattern, _ found: inout FoundPatterns) {
        Self.thirds(one, other) { goal, like, reach in look(goal, like, reach: reach, &found) }
    }

    /// Visits the places where the third pattern of a code may be that has these two: with the one of them that is nearer, and how
    /// many of its modules around the place it may be.
    static func thirds(
        _ one: FinderPattern, _ other: FinderPattern, _ visit: (Vector, FinderPattern, Float) -> Void
    ) {
        guard one.isInverted == other.isInverted, one.module < 1.8 * other.module, other.module < 1.8 * one.module
        else { return }
        let way = one.modules(other.centre - one.centre)
        let back = other.modules(one.centre - other.centre)
        let span = Vector(abs(way.x) + abs(back.x), abs(way.y) + abs(back.y)) / 2
        guard max(span.x, span.y) < 175 else { return }
        if isStraight(way), isStraight(back) {
            let distance = (max(abs(way.x), abs(way.y)) * max(abs(back.x), abs(back.y))).squareRoot()
            guard distance > 12 else { return }
            let (aside, otherAside) = (aside(one, way) * distance, aside(other, back) * distance)
            visit(one.centre + aside, one, 1 + 0.1 * distance)
            visit(one.centre - aside, one, 1 + 0.1 * distance)
            visit(other.centre + otherAside, other, 1 + 0.1 * distance)
            visit(other.centre - otherAside, other, 1 + 0.1 * distance)
        } else if isDiagonal(way), isDiagonal(back) {
            let distance = (span.x + span.y) / 2
            guard distance > 12 else { return }
            // From either end to the same corner, which lies between.
            visit(one.centre + way.x * one.u, one, 1 + 0.1 * distance)
            visit(one.centre + way.y * one.v, one, 1 + 0.1 * distance)
        }
    }

    /// One module of a pattern, across a way from it.
    private static func aside(_ pattern: FinderPattern, _ way: Vector) -> Vector {
        abs(way.x) > abs(way.y) ? pattern.v : pattern.u
    }

    private static func isStraight(_ way: Vector) -> Bool {
        min(abs(way.x), abs(way.y)) < 0.2 * max(abs(way.x), abs(way.y))
    }

    private static func isDiagonal(_ way: Vector) -> Bool {
        min(abs(way.x), abs(way.y)) > 0.6 * max(abs(way.x), abs(way.y))
    }

    /// Compares the places up to `modules` around `goal` with a pattern that lies as `like` does.
    private mutating func look(
        _ goal: Vector, _ like: FinderPattern, reach modules: Float, _ found: inout FoundPatterns
    ) {
        guard plane.allowsTaps(around: goal, reach: .zero), !found.covers(goal) else { return }
        let reach = Int(modules / 0.75)
        let sign: Float = like.isInverted ? -1 : 1
        var pattern = like
        pattern.agreement = 0.45
        (pattern.isLate, pattern.isRead, pattern.vainFrames) = (isLate, false, 0)
        for y in -reach...reach {
            for x in -reach...reach {
                let centre = goal + 0.75 * (Float(x) * like.u + Float(y) * like.v)
                let agreement = sign * FinderPattern.correlation(plane, centre, like.u, like.v)
                if agreement > pattern.agreement { (pattern.centre, pattern.agreement) = (centre, agreement) }
            }
        }
        left -= (2 * reach + 1) * (2 * reach + 1)
        guard pattern.agreement > 0.45 else { return }
        pattern.fit(plane)
        if pattern.agreement > Self.leastAgreement { found.add(pattern) }
    }
}
