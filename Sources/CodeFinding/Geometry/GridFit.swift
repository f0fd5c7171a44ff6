/// Finds the grid of a code from three of its finder patterns.
struct GridFit {
    let plane: Plane
    let triple: Triple

    /// What the timing patterns and the version information of a code score at least.
    private static let leastScore: Float = 0.4
    /// How well the known modules of a code agree at least, before the grid is refined.
    private static let leastAgreement: Float = 0.5
    /// From here on refining the grid gains nothing.
    private static let goodAgreement: Float = 0.95

    /// 1 where dark is low, -1 where the code is inverted.
    var sign: Float { triple.topLeft.isInverted ? -1 : 1 }

    /// The grid that agrees best with all that is known of a code of its version, whose layout `layout` then holds, and
    /// how well it agrees; nil where nothing does.
    func fit(_ layout: inout Layout) -> (Grid, Float)? {
        guard let version = version() else { return nil }
        layout.prepare(version)
        var best: (grid: Grid, agreement: Float)?
        func consider(_ grid: Grid?) {
            guard let grid, grid.isWithin(plane) else { return }
            let agreement = grid.agreement(plane, layout, sign: sign)
            if agreement > best?.agreement ?? 0 { best = (grid, agreement) }
        }
        for isFlat in [false, true] {
            guard let grid = predicted(version, isFlat: isFlat) else { continue }
            consider(grid)
            if let moved = grid.aligned(plane, sign: sign) { consider(moved) }
        }
        guard var (grid, agreement) = best, agreement > Self.leastAgreement else { return nil }
        if agreement < Self.goodAgreement { agreement = grid.refine(plane, layout, sign: sign, from: agreement) }
        return grid.isWithin(plane) ? (grid, agreement) : nil
    }

    /// The version the distances speak for, or the one beside it where the timing patterns and the version information do.
    private func version() -> Version? {
        let nominal = ((triple.modulesAcross + triple.modulesDown) / 2 - 10) / 4
        let nearest = Int(nominal.rounded())
        let reach = nearest < 7 ? 1 : 2
        var best: (version: Version, score: Float)?
        for number in nearest - reach...nearest + reach {
            guard let version = Version(number) else { continue }
            for isFlat in [false, true] {
                guard let grid = predicted(version, isFlat: isFlat) else { continue }
                var score = grid.timing(plane, sign: sign) - 0.1 * abs(Float(number) - nominal)
                if number >= 7 { score += 0.5 * grid.versionInformation(plane, sign: sign) } else { score += 0.15 }
                if score > best?.score ?? -1 { best = (version, score) }
            }
        }
        guard let best, best.score > Self.leastScore else { return nil }
        return best.version
    }

    /// The grid by the finder patterns alone: with the perspective that their sizes speak for, or as if seen from afar.
    private func predicted(_ version: Version, isFlat: Bool) -> Grid? {
        let (a, b, c) = (triple.topLeft, triple.topRight, triple.bottomLeft)
        var far = b.centre + c.centre - a.centre
        if !isFlat {
            // An area shrinks by the third power of the weight.
            let g = Self.cubeRoot(cross(a.u, a.v) / cross(b.u, b.v))
            let h = Self.cubeRoot(cross(a.u, a.v) / cross(c.u, c.v))
            guard g + h - 1 > 0.2 else { return nil }
            far = (g * b.centre + h * c.centre - a.centre) / (g + h - 1)
        }
        return Grid(version: version, topLeft: a.centre, topRight: b.centre, far: far, bottomLeft: c.centre)
    }

    private static func cubeRoot(_ x: Float) -> Float {
        var root: Float = 1
        for _ in 0..<8 { root = (2 * root + x / (root * root)) / 3 }
        return root
    }
}
