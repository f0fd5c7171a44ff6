/// A rectangle of a frame, in its pixels.
public struct FrameArea: Hashable, Sendable {
    public var left: UInt16
    public var top: UInt16
    public var width: UInt16
    public var height: UInt16

    public init(left: Int, top: Int, width: Int, height: Int) {
        self.left = UInt16(clamping: left)
        self.top = UInt16(clamping: top)
        self.width = UInt16(clamping: width)
        self.height = UInt16(clamping: height)
    }

    /// Whether any pixel is in both.
    public func overlaps(_ other: FrameArea) -> Bool {
        Int(left) < Int(other.left) + Int(other.width) && Int(other.left) < Int(left) + Int(width)
            && Int(top) < Int(other.top) + Int(other.height) && Int(other.top) < Int(top) + Int(height)
    }
}
