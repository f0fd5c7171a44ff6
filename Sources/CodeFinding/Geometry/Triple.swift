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

    /// What triples are followed by, the least first: of codes side by side those are right whose patterns are close together.
    var rank: Float { strain + 0.01 * modulesAcross }

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
        let (a, d) = (modules(across), modules(down))
        let isStraight = abs(a.x) > abs(a.y)
        let (along, below) = isStraight ? (a.x, d.y) : (a.y, d.x)
        var turned = self
        turned.u = (isStraight ? u : v) * (along > 0 ? 1 : -1)
        turned.v = (isStraight ? v : u) * (below > 0 ? 1 : -1)
        return turned
    }
}

/// The most likely triples among the patterns found, the likeliest first.
struct Triples: ~Copyable {
    static let capacity = 32
    private var storage = Storage<Triple>(capacity + 1)
    private(set) var count = 0

    subscript(_ index: Int) -> Triple { storage.base[index] }

    mutating func pick(from found: borrowing FoundPatterns) {
        count = 0
        for corner in 0..<found.count {
            for one in 0..<found.count where one != corner {
                guard Self.isAlong(found[corner], found[one]) else { continue }
                for other in one + 1..<max(found.count, one + 1) where other != corner {
                    guard Self.isAlong(found[corner], found[other]),
                        let triple = Triple(
                            corner: found[corner], found[one], found[other],
                            members: SIMD3(Int16(corner), Int16(one), Int16(other)))
                    else { continue }
                    if triple.strain < 1.5 { insert(triple) }
                }
            }
        }
    }

    /// Whether `other` lies in line with one pair of sides of `corner`, at a distance a code can have.
    private static func isAlong(_ corner: FinderPattern, _ other: FinderPattern) -> Bool {
        guard corner.isInverted == other.isInverted else { return false }
        let way = corner.modules(other.centre - corner.centre)
        let (near, far) = (min(abs(way.x), abs(way.y)), max(abs(way.x), abs(way.y)))
        return near < 0.4 * far && far > 9 && far < 260
    }

    private mutating func insert(_ triple: Triple) {
        var place = count
        while place > 0, storage.base[place - 1].rank > triple.rank {
            storage.base[place] = storage.base[place - 1]
            place -= 1
        }
        storage.base[place] = triple
        count = min(count + 1, Self.capacity)
    }
}

extension Vector {
    fileprivate var swapped: Vector { Vector(y, x) }
}
