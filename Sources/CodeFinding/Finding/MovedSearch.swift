/// Looks for finder patterns that moved while the frame was exposed: along its rows for those that moved down or up, along its
/// columns for those that moved to a side.
struct MovedSearch: ~Copyable {
    /// How many places are examined at most in the rows, and in the columns.
    private static let examinations = 200
    private static let spacing = 6
    /// How many places are compared with the third pattern of a code at most.
    private static let comparisons = 1500
    /// How well a place agrees at least that is no farther from the pattern than half a module each way.
    private static let leastNearby: Float = 0.6

    private(set) var found = FoundPatterns()
    private var standing = FoundPatterns()
    private let pattern = MovedPattern()
    private var rows = RowSearch()
    private var luma = Storage<UInt8>()
    private var means = Storage<UInt8>()
    private var thresholds = Storage<UInt8>()
    private var sums = Storage<UInt32>()

    mutating func begin() { found.clear() }

    /// Searches a plane whose block means are given, and whose pixels are `scale` of the frame's wide.
    mutating func search(_ plane: Plane, means: UnsafePointer<UInt8>, scale: Float) {
        let (across, down) = (blocks(plane.width), blocks(plane.height))
        thresholds.reserve(across * down)
        sums.reserve((across + 1) * (down + 1))
        let level = level(plane, means)
        Self.search(level, scale, pattern, &rows, into: &found)

        luma.reserve(plane.width * plane.height)
        self.means.reserve(across * down)
        for y in 0..<down {
            for x in 0..<across { self.means.base[x * down + y] = means[y * across + x] }
        }
        let standingLevel = self.level(plane.transposed(into: luma.base), self.means.base)
        standing.clear()
        Self.search(standingLevel, scale, pattern, &rows, into: &standing)
        for k in 0..<standing.count { found.add(standing[k].transposed) }
    }

    /// Looks in the frame where the third of two patterns should be.
    mutating func complete(_ plane: Plane) {
        var left = Self.comparisons
        let count = found.count
        for i in 0..<count {
            for j in i + 1..<max(count, i + 1) {
                guard left > 0 else { return }
                let (one, other) = (found[i], found[j])
                guard one.isCertain, other.isCertain else { continue }
                Completion.thirds(one, other) { goal, like, reach in look(plane, goal, like, reach: reach, &left) }
            }
        }
    }

    /// Compares the places up to `modules` around `goal` with a pattern that lies and moved as `like` did.
    private mutating func look(
        _ plane: Plane, _ goal: Vector, _ like: FinderPattern, reach modules: Float, _ left: inout Int
    ) {
        guard plane.allowsTaps(around: goal, reach: .zero), !found.covers(goal) else { return }
        let reach = Int(modules.rounded(.up))
        var best = like
        best.agreement = Self.leastNearby
        for y in -reach...reach {
            for x in -reach...reach {
                let centre = goal + Float(x) * like.u + Float(y) * like.v
                let agreement = pattern.agreement(plane, like, at: centre)
                if agreement > best.agreement { (best.centre, best.agreement) = (centre, agreement) }
            }
        }
        left -= (2 * reach + 1) * (2 * reach + 1)
        guard best.agreement > Self.leastNearby else { return }
        pattern.fit(&best, plane)
        if best.agreement > MovedPattern.leastAgreement { found.add(best) }
    }

    private func level(_ plane: Plane, _ means: UnsafePointer<UInt8>) -> Level {
        let (across, down) = (blocks(plane.width), blocks(plane.height))
        localMeans(means, across: across, down: down, radius: 2, into: thresholds.base, sums: sums.base)
        return Level(plane: plane, thresholds: thresholds.base, across: across)
    }

    private static func search(
        _ level: Level, _ scale: Float, _ pattern: borrowing MovedPattern, _ rows: inout RowSearch,
        into found: inout FoundPatterns
    ) {
        rows.search(
            level, scale: scale, spacing: spacing, examinations: examinations, into: &found
        ) { x, y, module, isWhole in
            isWhole ? pattern.examine(level, x, y, module: module)?.scaled(by: scale) : nil
        }
    }
}
