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
    private var evidence = Evidence()
    private let board = DrawingBoard()

    /// Lends the code to `read`: as this frame shows it, then with the blur taken out, at last with what earlier frames
    /// showed, until it can be read. The plane's pixels are `scale` of the frame's wide; `turn` counts the frames.
    mutating func draw(
        _ triple: Triple, _ plane: Plane, scale: Float, turn: Int, _ read: (Drawing, Quad) -> Bool
    ) -> Outcome {
        let fit = GridFit(plane: plane, triple: triple)
        guard let (grid, _) = fit.fit(&layout) else { return .noCode }
        samples.take(plane, grid, layout, sign: fit.sign)
        let isMirrored =
            FormatReading(samples, isMirrored: true).agreement > FormatReading(samples, isMirrored: false).agreement
        if isMirrored { samples.transpose() }
        let outline = grid.outline(scale: scale, isMirrored: isMirrored)
        if read(board.draw(layout, samples), outline) { return .read }
        equaliser.equalise(&samples, layout)
        if read(board.draw(layout, samples), outline) { return .read }
        guard evidence.gather(samples, turn: turn) else { return .unread }
        return read(board.draw(layout, evidence.samples), outline) ? .read : .unread
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
