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
            return read(board.draw(layout, samples), grid.outline(scale: scale, isMirrored: isMirrored)) ? .read : .unread
        }
        guard turn != motionTurn else { return .unread }
        motionTurn = turn
        mesh.flatten()
        return drawAtRest(&grid, plane, fit.sign, scale, read) ? .read : .unread
    }

    /// Lends the code with its motion undone.
    private mutating func drawAtRest(
        _ grid: inout Grid, _ plane: Plane, _ sign: Float, _ scale: Float, _ read: (Drawing, Quad) -> Bool
    ) -> Bool {
        blurred.prepare(layout)
        for _ in 0..<2 {
            let blur = blurred.likeliest(plane, grid, sign: sign).blur
            guard length(blur.way) > Self.leastMotion else { return false }
            blurred.expect(blur)
            let agreement = grid.refine(
                plane, from: blurred.agreement(plane, grid, sign: sign), modules: 0.4
            ) { blurred.agreement(plane, $0, sign: sign) }
            guard agreement > Self.leastInMotion else { return false }
        }
        let blur = blurred.likeliest(plane, grid, sign: sign).blur
        blurred.expect(blur)
        samples.take(plane, grid, mesh, layout, sign: sign)
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
