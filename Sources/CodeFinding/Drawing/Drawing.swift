/// A picture drawn for a decoder, black and white and without padding; good only inside the call that lends it.
public struct Drawing {
    public let luma: UnsafePointer<UInt8>
    public let width: Int
    public let height: Int

    /// Modules along the side of a code that was drawn alone.
    public var modules: Int { width / 2 - 2 * DrawingBoard.quietZone }
}
