import Camera
import Vocabulary

/// Finds the QR codes of a frame and draws each anew, as it should look, for a decoder to read. For one thread.
public final class Redrawer {
    /// How many triples of finder patterns are followed at most in one frame.
    private static let attempts = 4

    private var search = FinderSearch()
    private var triples = Triples()
    private var layout = Layout()
    private var samples = Samples()
    private let equaliser = Equaliser()
    private var evidence = Evidence()
    private let board = DrawingBoard()
    private var turn = 0
    private var regions = RegionBoard()
    /// Whether a code of the last frame was read.
    private var isRead = false

    public init() {}

    /// Lends each code it finds in the frame to `read`, drawn anew and with its outline in pixels of the frame; `read` says
    /// whether it could be read.
    public func redraw(_ frame: Frame, _ read: (Drawing, Quad) -> Bool) {
        let plane = Plane(frame)
        search.search(plane, turn: turn)
        turn &+= 1
        isRead = follow(plane, read)
        if !isRead, search.complete(plane) { isRead = follow(plane, read) }
    }

    /// The part of the frame, the one searched last, in which there are finder patterns of no code that was read.
    public func region(_ frame: Frame) -> RegionDrawing? {
        isRead ? nil : regions.draw(search.found, Plane(frame), half: search.half)
    }

    /// Follows the likeliest triples, and says whether one was read.
    private func follow(_ plane: Plane, _ read: (Drawing, Quad) -> Bool) -> Bool {
        triples.pick(from: search.found)
        var used: UInt64 = 0
        for k in 0..<min(triples.count, Self.attempts) {
            let triple = triples[k]
            let members = (0..<3).reduce(into: 0 as UInt64) { $0 |= 1 << UInt64(triple.members[$1]) }
            if used & members == 0, follow(triple, plane, read) { used |= members }
        }
        return used != 0
    }

    private func follow(_ triple: Triple, _ plane: Plane, _ read: (Drawing, Quad) -> Bool) -> Bool {
        // Of large modules the half size shows enough, and with less noise.
        if let half = search.half, triple.topLeft.module > 8 {
            return follow(triple.scaled(by: 0.5), half, scale: 2, read)
        }
        return follow(triple, plane, scale: 1, read)
    }

    private func follow(_ triple: Triple, _ plane: Plane, scale: Float, _ readx: (Drawing, Quad) -> Bool) -> Bool {
        let fit = GridFit(plane: plane, triple: triple)
        guard let (grid, _) = fit.fit(&layout) else { return false }
        samples.take(plane, grid, layout, sign: fit.sign)
        let outline = grid.outline(scale: scale)
        if read(board.draw(layout, samples), outline) { return true }
        equaliser.equalise(&samples, layout)
        if read(board.draw(layout, samples), outline) { return true }
        guard evidence.gather(samples, turn: turn) else { return false }
        return read(board.draw(layout, evidence.samples), outline)
    }
}

extension Triple {
    fileprivate func scaled(by scale: Float) -> Triple {
        var scaled = self
        scaled.topLeft = topLeft.scaled(by: scale)
        scaled.topRight = topRight.scaled(by: scale)
        scaled.bottomLeft = bottomLeft.scaled(by: scale)
        return scaled
    }
}

extension Grid {
    /// The corners of the code in pixels of the frame, of which each of the plane's is `scale` wide.
    fileprivate func outline(scale: Float) -> Quad {
        let side = Float(version.side)
        func corner(_ x: Float, _ y: Float) -> Point {
            let place = (place(x, y) + 0.5) * scale
            return Point(x: Double(place.x), y: Double(place.y))
        }
        return Quad(
            topLeft: corner(0, 0), topRight: corner(side, 0), bottomRight: corner(side, side),
            bottomLeft: corner(0, side))
    }
}
