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
        guard let predicted = likeliest() else { return nil }
        layout.prepare(predicted.version)
        var best: (grid: Grid, agreement: Float)?
        consider(predicted, layout, &best)
        consider(predicted.aligned(plane, sign: sign), layout, &best)
        if best?.agreement ?? 0 < Self.goodAgreement, let flat = grid(predicted.version, 1, 1) {
            consider(flat, layout, &best)
            consider(flat.aligned(plane, sign: sign), layout, &best)
        }
        guard var (grid, agreement) = best, agreement > Self.leastAgreement else { return nil }
        if agreement < Self.goodAgreement { agreement = grid.refine(plane, layout, sign: sign, from: agreement) }
        return grid.isWithin(plane) ? (grid, agreement) : nil
    }

    private func consider(
        _ grid: Grid?, _ layout: borrowing Layout, _ best: inout (grid: Grid, agreement: Float)?
    ) {
        guard let grid, grid.isWithin(plane) else { return }
        let agreement = grid.agreement(plane, layout, sign: sign)
        if agreement > best?.agreement ?? 0 { best = (grid, agreement) }
    }

    /// The grid by the finder patterns alone, of the version the distances speak for or of one beside it, whichever the
    /// timing patterns and the version information like best.
    private func likeliest() -> Grid? {
        let nominal = ((triple.modulesAcross + triple.modulesDown) / 2 - 10) / 4
        let nearest = Int(nominal.rounded())
        let reach = nearest < 7 ? 1 : 2
        var best: Grid?
        var bestScore = Self.leastScore
        for number in nearest - reach...nearest + reach {
            guard let version = Version(number), let (grid, timing) = timed(version) else { continue }
            let information = number >= 7 ? 0.5 * grid.versionInformation(plane, sign: sign) : 0.15
            let score = timing + information - 0.1 * abs(Float(number) - nominal)
            if score > bestScore { (best, bestScore) = (grid, score) }
        }
        return best
    }

    /// The grid of a version, with the perspective its timing patterns like best, and how they do.
    private func timed(_ version: Version) -> (Grid, Float)? {
        // An area shrinks by the third power of the weight; but small patterns tell it only roughly.
        let (a, b, c) = (triple.topLeft, triple.topRight, triple.bottomLeft)
        let across = Self.cubeRoot(cross(a.u, a.v) / cross(b.u, b.v))
        let down = Self.cubeRoot(cross(a.u, a.v) / cross(c.u, c.v))
        var best: (grid: Grid, g: Float, score: Float)?
        for k in -4...4 {
            let g = across * (1 + 0.03 * Float(k))
            guard let grid = grid(version, g, down) else { continue }
            let score = grid.timing(plane, isDown: false, sign: sign) - 0.01 * abs(Float(k))
            if score > best?.score ?? -1 { best = (grid, g, score) }
        }
        guard let first = best else { return nil }
        best = nil
        for k in -4...4 {
            guard let grid = grid(version, first.g, down * (1 + 0.03 * Float(k))) else { continue }
            let score = grid.timing(plane, isDown: true, sign: sign) - 0.01 * abs(Float(k))
            if score > best?.score ?? -1 { best = (grid, first.g, score) }
        }
        return best.map { ($0.grid, (first.score + $0.score) / 2) }
    }

    /// The grid whose weights at the upper right and the lower left finder pattern are as given, that of the upper left
    /// being 1.
    func grid(_ version: Version, _ g: Float, _ h: Float) -> Grid? {
        let (a, b, c) = (triple.topLeft, triple.topRight, triple.bottomLeft)
        guard g + h - 1 > 0.2 else { return nil }
        let far = (g * b.centre + h * c.centre - a.centre) / (g + h - 1)
        return Grid(version: version, topLeft: a.centre, topRight: b.centre, far: far, bottomLeft: c.centre)
    }

    private static func cubeRoot(_ x: Float) -> Float {
        var root: Float = 1
        for _ in 0..<8 { root = (2 * root + x / (root * root)) / 3 }
        return root
    }
}
