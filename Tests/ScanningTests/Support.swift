import Camera
import QRDrawing
import Vocabulary

@testable import Scanning

extension Raster {
    /// Lends the picture as a frame.
    func withFrame<R>(_ body: (Frame) throws -> R) rethrows -> R {
        try pixels.withUnsafeBufferPointer { buffer in
            try body(
                Frame(
                    luma: buffer.baseAddress!, width: width, height: height, stride: width, sequence: 0,
                    captured: MonotonicTime(nanoseconds: 0)))
        }
    }
}
