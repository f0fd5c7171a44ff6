import Vocabulary

/// Draws the code that three finder patterns speak for.
struct CodeDrawer: ~Copyable {
    enum Outcome {
        /// What lies between the patterns is no code.
        case noCode
        case unread
        case read
    }

    private var layout = Layout()
    private var samples = Samples()
    private let equaliser = Equaliser()
    private let corrector = Corrector()
    private var mesh = Mesh()
    private var evidence = Evidence()
    private var blurred = BlurredLayout()
    private var deconvolver = Deconvolver()
    /// When motion was undone last: once a frame is enough.
    private var motionTurn = -1
    private let board = DrawingBoard()
    /// Whether the code drawn last is seen as in a mirror.
    private var isMirrored = false

    /// Lends the code to `read`: as this frame shows it, then as bent paper, at last with what earlier frames showed, until it
    /// can be read. The plane's pixels are `scale` of the frame's wide; `turn` counts the frames.
    mutating func draw(
        _ triple: Triple, _ plane: Plane, scale: Float, turn: Int, _ read: (Drawing, Quad) -> Bool
    ) -> Outcome {
        let fit = GridFit(plane: plane, triple: triple)
        guard case (var grid, let agreement)? = fit.fit(&layout) else { return .noCode }
        mesh.flatten()
        if draw(grid, plane, fit.sign, scale, read) { return .read }
        let bent = agreement < Self.flat ? grid.refine(plane, layout, sign: fit.sign, from: agreement, bends: true) : 0
        if bent > agreement + 0.005, draw(grid, plane, fit.sign, scale, read) { return .read }
        if agreement < Self.flat, max(agreement, bent) > Self.leastForMesh {
            mesh.fit(plane, grid, layout, sign: fit.sign)
            if draw(grid, plane, fit.sign, scale, read) { return .read }
        }
        if evidence.gather(samples, turn: turn), evidence.correct(corrector, layout, into: &samples) {
            let outline = grid.outline(scale: scale, isMirrored: isMirrored)
            return read(board.draw(layout, samples), outline) ? .read : .unread
        }
        guard turn != motionTurn else { return .unread }
        motionTurn = turn
        guard let (blur, _) = settle(&grid, plane, fit.sign) else { return .unread }
        return drawAtRest(grid, blur, plane, fit.sign, scale, read) ? .read : .unread
    }

    /// Lends the code between patterns that moved while the frame was exposed.
    mutating func drawMoved(
        _ triple: Triple, _ plane: Plane, scale: Float, _ read: (Drawing, Quad) -> Bool
    ) -> Outcome {
        let fit = GridFit(plane: plane, triple: triple)
        // Modules are told too small along the way, never too large.
        let nominal = (min(triple.modulesAcross, triple.modulesDown) - 10) / 4
        let nearest = Int(nominal.rounded())
        var best: (grid: Grid, blur: MotionBlur, agreement: Float)?
        let next = nearest + (nominal > Float(nearest) ? 1 : -1)
        for round in 0..<2 where best?.agreement ?? 0 < Self.plainInMotion {
            guard let version = Version(round == 0 ? nearest : next) else { continue }
            layout.prepare(version)
            guard var grid = tilted(fit, version), let (blur, agreement) = settle(&grid, plane, fit.sign),
                agreement > best?.agreement ?? 0
            else { continue }
            best = (grid, blur, agreement)
        }
        guard let best else { return .noCode }
        layout.prepare(best.grid.version)
        return drawAtRest(best.grid, best.blur, plane, fit.sign, scale, read) ? .read : .unread
    }

    /// The grid of a code that moved, with the perspective that all that is known agrees with best; nil where the patterns do not
    /// agree with any motion.
    private mutating func tilted(_ fit: GridFit, _ version: Version) -> Grid? {
        guard let flat = fit.grid(version, 1, 1) else { return nil }
        blurred.prepare(layout)
        let (blur, agreement) = blurred.likeliest(fit.plane, flat, sign: fit.sign)
        guard length(blur.way) > Self.leastMotion, agreement > Self.leastOfPatterns else { return nil }
        blurred.expect(blur)
        var best: (grid: Grid, agreement: Float)?
        for g in -3...3 {
            for h in -3...3 {
                let grid = fit.grid(version, 1 + 0.06 * Float(g), 1 + 0.06 * Float(h))
                guard let grid, grid.isWithin(fit.plane) else { continue }
                let agreement = blurred.agreement(fit.plane, grid, sign: fit.sign)
                if agreement > best?.agreement ?? 0 { best = (grid, agreement) }
            }
        }
        return best?.grid
    }

    /// Moves the grid to where the code lies that moved, and gives how, and how well all that is known agrees with it; nil where
    /// it did not move or is no code.
    private mutating func settle(_ grid: inout Grid, _ plane: Plane, _ sign: Float) -> (MotionBlur, Float)? {
        blurred.prepare(layout)
        var agreement: Float = 0
        for round in 0..<2 {
            let blur = blurred.likeliest(plane, grid, sign: sign).blur
            guard length(blur.way) > Self.leastMotion else { return nil }
            blurred.expect(blur)
            agreement = blurred.agreement(plane, grid, sign: sign)
            agreement = grid.refine(plane, from: agreement, modules: round == 0 ? 0.8 : 0.4) {
                blurred.agreement(plane, $0, sign: sign)
            }
            guard agreement > Self.leastInMotion - (round == 0 ? 0.15 : 0), grid.isWithin(plane) else { return nil }
        }
        return (blurred.likeliest(plane, grid, sign: sign).blur, agreement)
    }

    /// Lends the code with its motion undone.
    private mutating func drawAtRest(
        _ grid: Grid, _ blur: MotionBlur, _ plane: Plane, _ sign: Float, _ scale: Float, _ read: (Drawing, Quad) -> Bool
    ) -> Bool {
        mesh.flatten()
        samples.take(plane, grid, mesh, layout, sign: sign)
        blurred.prepare(layout)
        blurred.expect(blur)
        deconvolver.deconvolve(&samples, blur, blurred, sign: sign)
        isMirrored = FormatReading.isMirrored(samples)
        if isMirrored { samples.transpose() }
        guard corrector.correct(&samples, layout) else { return false }
        return read(board.draw(layout, samples), grid.outline(scale: scale, isMirrored: isMirrored))
    }

    /// Above this a grid lies as the code does, whether it can be read or not.
    private static let flat: Float = 0.98
    /// Below this a net over the code would be laid at random.
    private static let leastForMesh: Float = 0.75

    /// A code that moved less, in modules, is read as it is.
    private static let leastMotion: Float = 0.8
    /// What agrees less with a code in motion is none, or is moved in some other way.
    private static let leastInMotion: Float = 0.8
    /// The same for three finder patterns, wherever the rest may lie.
    private static let leastOfPatterns: Float = 0.75
    /// What agrees as well is of the right version.
    private static let plainInMotion: Float = 0.93

    /// Lends the code as the grid has it, or with the blur taken out; what its error correction does not make good is never
    /// lent, for a decoder would search long in it.
    private mutating func draw(
        _ grid: Grid, _ plane: Plane, _ sign: Float, _ scale: Float, _ read: (Drawing, Quad) -> Bool
    ) -> Bool {
        samples.take(plane, grid, mesh, layout, sign: sign)
        isMirrored = FormatReading.isMirrored(samples)
        if isMirrored { samples.transpose() }
        let outline = grid.outline(scale: scale, isMirrored: isMirrored)
        if !corrector.correct(&samples, layout) {
            equaliser.equalise(&samples, layout)
            guard corrector.correct(&samples, layout) else { return false }
        }
        return read(board.draw(layout, samples), outline)
    }
}

extension Grid {
    /// The corners of the code in pixels of the frame, of which each of the plane's is `scale` wide.
    fileprivate func outline(scale: Float, isMirrored: Bool) -> Quad {
        let side = Float(version.side)
        func corner(_ x: Float, _ y: Float) -> Point {
            let place = (place(x, y) + 0.5) * scale
            return Point(x: Double(place.x), y: Double(place.y))
        }
        let (right, below) = (corner(side, 0), corner(0, side))
        return Quad(
            topLeft: corner(0, 0), topRight: isMirrored ? below : right, bottomRight: corner(side, side),
            bottomLeft: isMirrored ? right : below)
    }
}
