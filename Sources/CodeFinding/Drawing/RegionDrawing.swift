import Vocabulary

/// A part of the frame, drawn for a decoder, and the way back to the frame.
public struct RegionDrawing {
    public let drawing: Drawing
    /// What of the frame it shows.
    public let area: FrameArea
    /// How many pixels of the frame one of its own is wide.
    let scale: Double

    /// Where an outline found in the drawing is in the frame.
    public func source(_ outline: Quad) -> Quad {
        func source(_ point: Point) -> Point {
            Point(x: Double(area.left) + point.x * scale, y: Double(area.top) + point.y * scale)
        }
        return Quad(
            topLeft: source(outline.topLeft), topRight: source(outline.topRight),
            bottomRight: source(outline.bottomRight), bottomLeft: source(outline.bottomLeft))
    }
}
