/// Three finder patterns that may belong to one code, each with `u` along its upper side and `v` along its left one.
struct Triple: BitwiseCopyable {
    var topLeft: FinderPattern
    var topRight: FinderPattern
    var bottomLeft: FinderPattern
    /// Where the three are in the list of those found.
    var members: SIMD3<Int16>
    /// How unlike three finder patterns of one code they are; 0 at best.
    var strain: Float

    /// The modules from one centre to the other, by the sizes at both ends: exact along a line seen in perspective.
    var modulesAcross: Float {
        let way = topRight.centre - topLeft.centre
        return length(way) / (length(topLeft.u) * length(topRight.u)).squareRoot()
    }

    var modulesDown: Float {
        let way = bottomLeft.centre - topLeft.centre
        return length(way) / (length(topLeft.v) * length(bottomLeft.v)).squareRoot()
    }

    /// What triples are followed by, the least first: of codes side by side those are right whose patterns are close together,
    /// and patterns that led nowhere in earlier frames come after those that have not been tried.
    var rank: Float {
        let vain = max(topLeft.vainFrames, topRight.vainFrames, bottomLeft.vainFrames)
        return strain + 0.01 * modulesAcross + 0.2 * Float(vain)
    }

    /// Whether a place lies in the parallelogram of the three centres.
    func encloses(_ place: Vector) -> Bool {
        let (across, down) = (topRight.centre - topLeft.centre, bottomLeft.centre - topLeft.centre)
        let way = place - topLeft.centre
        let (x, y) = (cross(way, down) / cross(across, down), cross(across, way) / cross(across, down))
        return x > 0 && y > 0 && x < 1 && y < 1
    }

    /// The middle of the code.
    var middle: Vector { (topRight.centre + bottomLeft.centre) / 2 }

    /// How far a way in modules is from straight ahead.
    private static func skew(_ way: Vector) -> Float { way.x > 0 ? abs(way.y) / way.x : .infinity }

    /// Nil where the three cannot belong together.
    init?(corner: FinderPattern, _ one: FinderPattern, _ other: FinderPattern, members: SIMD3<Int16>) {
        guard corner.isInverted == one.isInverted, corner.isInverted == other.isInverted else { return nil }
        let (a, b) = (one.centre - corner.centre, other.centre - corner.centre)
        let turn = cross(a, b) / (length(a) * length(b))
        guard abs(turn) > 0.5 else { return nil }
        let clockwise = turn > 0
        let (right, below) = clockwise ? (one, other) : (other, one)
        let (across, down) = clockwise ? (a, b) : (b, a)
        let (first, second, third) = (
            corner.turned(across, down), right.turned(across, down), below.turned(across, down)
        )
        // A side of the code goes straight through both of its patterns; the two sides need not be parallel.
        let skew = max(
            max(Self.skew(first.modules(across)), Self.skew(first.modules(down).swapped)),
            max(Self.skew(second.modules(across)), Self.skew(third.modules(down).swapped)))
        guard skew < 0.3 else { return nil }
        topLeft = first
        topRight = second
        bottomLeft = third
        self.members = clockwise ? members : SIMD3(members[0], members[2], members[1])
        self.strain = 0

        let (n, m) = (modulesAcross, modulesDown)
        guard min(n, m) > 10, max(n, m) < 200 else { return nil }
        let sides = abs(n - m) / (n + m)
        guard sides < 0.18 else { return nil }
        let smallest = min(first.module, min(second.module, third.module))
        let largest = max(first.module, max(second.module, third.module))
        guard largest < 2.2 * smallest else { return nil }
        self.strain =
            3 * skew + 4 * sides + 0.5 * (largest / smallest - 1)
            + (3 - first.agreement - second.agreement - third.agreement)
    }
}

extension FinderPattern {
    /// The pattern with `u` as near as can be to `across`, and `v` on the side of `down`.
    fileprivate func turned(_ across: Vector, _ down: Vector) -> FinderPattern {
        if isRound { return laid(across, down) }
        let (a, d) = (modules(across), modules(down))
        let isStraight = abs(a.x) > abs(a.y)
        let (along, below) = isStraight ? (a.x, d.y) : (a.y, d.x)
        var turned = self
        turned.u = (isStraight ? u : v) * (along > 0 ? 1 : -1)
        turned.v = (isStraight ? v : u) * (below > 0 ? 1 : -1)
        return turned
    }
}

extension Vector {
    fileprivate var swapped: Vector { Vector(y, x) }
}
