import Vocabulary

/// One luma plane of its own memory, without padding, filled and lent again and again.
final class LumaPlane {
    /// The most pixels along one side of anything that is read from a file or a pipe.
    static let maximumSide = 4096

    let width: Int
    let height: Int
    let pixels: UnsafeMutablePointer<UInt8>

    init(width: Int, height: Int) {
        precondition(width > 0 && height > 0)
        self.width = width
        self.height = height
        pixels = .allocate(capacity: width * height)
        pixels.initialize(repeating: 0, count: width * height)
    }

    deinit { pixels.deallocate() }

    var count: Int { width * height }

    /// The plane as a frame; good while the plane lives and is not drawn on.
    func frame(sequence: UInt64, captured: MonotonicTime) -> Frame {
        Frame(luma: pixels, width: width, height: height, stride: width, sequence: sequence, captured: captured)
    }

    /// What is wrong with a size that a file or a stream claims to have; nil where nothing is.
    static func complaint(width: Int, height: Int) -> String? {
        guard width > 0, height > 0 else { return "has no pixels (\(width)x\(height))" }
        guard width <= maximumSide, height <= maximumSide else {
            return "has \(width)x\(height) pixels: at most \(maximumSide)x\(maximumSide) are read; make it smaller"
        }
        return nil
    }
}
