import Control
import ReaderLink
import Vocabulary

/// One small picture that a reader was asked for: the memory for it, which nobody reads here, and who waits for it.
final class Preview {
    /// What came of it; nil where no picture came in time.
    typealias Finish = (_ picture: Picture?, _ memory: PassedDescriptor?) -> Void

    /// What there is to say of a picture.
    struct Picture {
        var width: Int
        var height: Int
        var measured: FrameMeasurement?
    }

    /// A camera gives a frame in a few hundredths of a second; one that stalls is reported after a second.
    static let allowance = Duration.seconds(1)

    /// When it is given up.
    let due: MonotonicTime
    /// What the reader said of the frame.
    var measured: FrameMeasurement?
    private let memory: PreviewMemory
    private let finish: Finish

    /// Orders it. Throws where there is no memory for it or the reader takes no orders.
    init(from reader: ReaderProcess, at now: MonotonicTime, finish: @escaping Finish) throws(ReaderFault) {
        memory = try PreviewMemory()
        due = now + Self.allowance
        self.finish = finish
        try reader.send(.preview, descriptors: [memory.descriptor])
    }

    /// The reader says that it is there.
    func written(width: UInt16, height: UInt16) {
        let size = Picture(width: Int(width), height: Int(height), measured: measured)
        // A reader is not believed: whoever maps the memory would read beyond it.
        guard (1...PreviewMemory.maximumWidth).contains(size.width),
            (1...PreviewMemory.maximumHeight).contains(size.height),
            let descriptor = PassedDescriptor(reading: memory.descriptor)
        else { return giveUp() }
        finish(size, descriptor)
    }

    func giveUp() { finish(nil, nil) }
}
