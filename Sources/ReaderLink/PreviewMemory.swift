import CProcessShim
import Glibc

/// Memory for one small picture, which the reader writes and the controller passes on unread: a memfd of fixed size.
///
/// Rows of luma without gaps, as wide and high as `previewWritten` says.
public struct PreviewMemory: ~Copyable {
    public static let maximumWidth = 320
    public static let maximumHeight = 240
    /// Its size in bytes.
    public static let size = maximumWidth * maximumHeight

    /// To be sent with `ReaderOrder.preview`, and to whoever may look.
    public let descriptor: CInt

    /// Throws where the system has no memory or no descriptor left.
    public init() throws(ReaderFault) {
        descriptor = memory_of_fixed_size("preview", Self.size)
        if descriptor < 0 { throw .failed(code: -descriptor, "cannot make memory for a preview") }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
