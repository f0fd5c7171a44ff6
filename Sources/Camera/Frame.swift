import Vocabulary

/// One luma plane, borrowed: good only inside the call that lends it.
public struct Frame {
    /// `height` rows of `stride` bytes, of which the first `width` of each are pixels; 0 is black.
    public let luma: UnsafePointer<UInt8>
    public let width: Int
    public let height: Int
    /// Bytes from one row to the next; never less than `width`.
    public let stride: Int
    /// The source's own count; a gap is a frame that was dropped.
    public let sequence: UInt64
    /// When its first pixel was exposed or, where the source does not tell, when it was received.
    public let captured: MonotonicTime

    public init(
        luma: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int, sequence: UInt64, captured: MonotonicTime
    ) {
        precondition(width > 0 && height > 0 && stride >= width)
        self.luma = luma
        self.width = width
        self.height = height
        self.stride = stride
        self.sequence = sequence
        self.captured = captured
    }
}
