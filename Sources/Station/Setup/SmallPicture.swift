import Glibc
import ReaderLink
import Vocabulary

/// A small grey picture of what a gate sees, with the outlines of its codes in it, and what was measured on the whole frame.
public struct SmallPicture: Hashable, Sendable {
    /// Rows of luma without gaps.
    public let luma: [UInt8]
    public let width: Int
    public let height: Int
    public let measured: FrameMeasurement

    public init(luma: [UInt8], width: Int, height: Int, measured: FrameMeasurement) {
        (self.luma, self.width, self.height, self.measured) = (luma, width, height, measured)
    }

    /// Reads it out of a preview's memory, which stays the caller's to close; nil where it is none.
    public init?(memory: CInt, width: Int, height: Int, measured: FrameMeasurement?) {
        guard (1...PreviewMemory.maximumWidth).contains(width), (1...PreviewMemory.maximumHeight).contains(height)
        else { return nil }
        var luma = [UInt8](repeating: 0, count: width * height)
        guard pread(memory, &luma, luma.count, 0) == luma.count else { return nil }
        self.init(
            luma: luma, width: width, height: height,
            measured: measured ?? FrameMeasurement(width: width, height: height))
    }
}
