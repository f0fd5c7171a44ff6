import Camera
import Vocabulary

/// Finds the QR codes of a frame and draws each anew, as it should look, for a decoder to read. For one thread.
public final class Redrawer {
    /// How much is done with triples of finder patterns in one frame: what is no code is soon seen not to be one, what cannot
    /// be read has been drawn in vain two or three times.
    private static let allowance = 40
    /// How many patterns that chance hardly makes people show, of codes that cannot be read.
    private static let mostCertain = 9
    /// How many triples of patterns that moved are followed in one frame.
    private static let movedTriples = 8

    private var search = FinderSearch()
    private var triples = Triples()
    private var drawer = CodeDrawer()
    private var regions = RegionBoard()
    /// Frames so far.
    private var turn = 0
    /// Whether a code of the last frame was read, in it or before.
    private var hasRead = false

    public init() {}

    /// Lends each code it finds in the frame, whose block sums are `blocks`, to `read`, drawn anew and with its outline in
    /// pixels of the frame; `read` says whether it could be read. A code around whose middle one `isKnown` is left alone.
    package func redraw(
        _ frame: Frame, blocks: borrowing BlockSums, isKnown: (Point) -> Bool = { _ in false },
        _ read: (Drawing, Quad) -> Bool
    ) {
        let plane = Plane(frame)
        search.search(plane, blocks: blocks, turn: turn)
        turn &+= 1
        hasRead = false
        follow(plane, late: false, isKnown, read)
        // Among so many there is always one where the third would be.
        if !hasRead, search.found.count >= 2, unreadCertain < 30 {
            search.complete(plane)
            follow(plane, late: true, isKnown, read)
        }
        // Of what lies still there is no need to ask how it moved.
        if !hasRead, unreadCertain <= Self.mostCertain { followMoved(plane, read) }
    }

    /// Follows the likeliest triples of patterns that moved while the frame was exposed.
    private func followMoved(_ plane: Plane, _ read: (Drawing, Quad) -> Bool) {
        search.searchMoved(plane)
        triples.pick(from: search.moving.found, late: false)
        for k in 0..<min(triples.count, Self.movedTriples) {
            guard let triple = Triple(triples.members(k), of: search.moving.found) else { continue }
            switch drawer.drawMoved(triple, plane, scale: 1, read) {
            case .noCode: continue
            case .unread: return
            case .read:
                hasRead = true
                return
            }
        }
    }

    /// Whether the last frame holds more of what looks like finder patterns than people show: a decoder that searches it
    /// itself would not come to an end in time.
    public var isCrowded: Bool {
        unreadCertain > Self.mostCertain || search.isCrowded
    }

    /// How many patterns there are that chance hardly makes, of no code that was read.
    private var unreadCertain: Int {
        var count = 0
        for k in 0..<search.found.count where !search.found[k].isRead && search.found[k].isCertain { count += 1 }
        return count
    }

    /// Whether the last frame showed finder patterns that chance hardly makes, and none of its codes was read.
    public var hasUnreadPatterns: Bool { !hasRead && !isCrowded && regions.hasRegion(search.found) }

    /// The part of the last frame in which those are, drawn as the attempt `kind` wants it.
    public func region(_ frame: Frame, as kind: AttemptKind) -> RegionDrawing? {
        regions.draw(search.found, Plane(frame), half: search.half, as: kind)
    }

    /// Follows the likeliest triples: all, or those with patterns that were found `late`.
    private func follow(
        _ plane: Plane, late: Bool, _ isKnown: (Point) -> Bool, _ read: (Drawing, Quad) -> Bool
    ) {
        triples.pick(from: search.found, late: late)
        var left = Self.allowance
        for k in 0..<triples.count where left > 0 {
            let members = triples.members(k)
            guard !isRead(members), let triple = Triple(members, of: search.found) else { continue }
            let middle = triple.middle
            if isKnown(Point(x: Double(middle.x) + 0.5, y: Double(middle.y) + 0.5)) {
                hasRead = true
                search.noteRead(members, triple)
                continue
            }
            switch draw(triple, plane, read) {
            case .noCode:
                left -= 1
                search.noteVain(members)
            case .unread:
                left -= 14
                search.noteVain(members)
            case .read:
                left -= 2
                hasRead = true
                search.noteRead(members, triple)
            }
        }
    }

    private func isRead(_ members: SIMD3<Int16>) -> Bool {
        for m in 0..<3 where search.found[Int(members[m])].isRead { return true }
        return false
    }

    private func draw(
        _ triple: Triple, _ plane: Plane, _ read: (Drawing, Quad) -> Bool
    ) -> CodeDrawer.Outcome {
        // Of large modules the half size shows enough, and with less noise.
        if let half = search.half, triple.topLeft.module > 8 {
            return drawer.draw(triple.scaled(by: 0.5), half, scale: 2, turn: turn, read)
        }
        return drawer.draw(triple, plane, scale: 1, turn: turn, read)
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
