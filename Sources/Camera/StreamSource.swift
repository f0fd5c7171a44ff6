import Glibc
import Vocabulary

/// Frames from a pipe that another program fills: y4m, or bare frames of an agreed size.
///
/// How a CSI camera comes in, through a program that reads it in a process of its own.
public final class StreamSource: FrameSource {
    /// Once frames have come, a camera that sends none for so long has failed.
    static let patience = Duration.seconds(1)
    /// Frames taken in at most in one go, so that a writer faster than this reader cannot hold it for ever.
    private static let framesAtOnce = 4

    private let pipe: Descriptor
    private var parser: PlaneParser
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)
    /// The newest whole plane; the parser fills the other.
    private var newest: LumaPlane?
    private var sequence: UInt64 = 0
    private var lastFrame: MonotonicTime?

    /// Takes the reading end of a pipe over. A size of 0x0 stands for y4m, whose header tells it; `hasChroma`: behind
    /// each luma plane come the two planes of 4:2:0, as `rpicam-vid --codec yuv420` writes them.
    ///
    /// Throws a `CameraFault` where the size is none that can be read.
    public init(descriptor: CInt, width: Int, height: Int, hasChroma: Bool = false) throws(CameraFault) {
        pipe = Descriptor(descriptor)
        if width == 0, height == 0 {
            parser = PlaneParser()
        } else if let complaint = LumaPlane.complaint(width: width, height: height) {
            throw .unusable("the stream", complaint)
        } else {
            parser = PlaneParser(format: StreamFormat(width: width, height: height, hasChroma: hasChroma))
        }
    }

    public var descriptor: CInt? { pipe.number }
    /// When the stream has been silent for too long.
    public var due: MonotonicTime? { lastFrame.map { $0 + Self.patience } }

    public func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken {
        var whole = 0
        loop: while whole < Self.framesAtOnce {
            switch try read() {
            case .bytes(let count): whole += try takeIn(count)
            case .nothing: break loop
            case .closed where whole > 0: break loop
            case .closed: return .end
            }
        }
        guard whole > 0, let newest else {
            if let lastFrame, now - lastFrame >= Self.patience {
                throw CameraFault(.stalled, "the stream sends no frames: restart the program that writes it")
            }
            return .notYet
        }
        sequence += UInt64(whole)
        lastFrame = now
        try body(newest.frame(sequence: sequence - 1, captured: now))
        return .frame
    }

    private enum Reading {
        case bytes(Int)
        case nothing, closed
    }

    /// Reads what is there without waiting, whatever the descriptor's flags.
    ///
    /// The read end of a FIFO that nobody has opened for writing yet reads as if it were closed; only poll can tell.
    private func read() throws(CameraFault) -> Reading {
        var poll = pollfd(fd: pipe.number, events: Int16(POLLIN), revents: 0)
        do throws(SystemError) {
            try systemCall { Glibc.poll(&poll, 1, 0) }
            guard Int32(poll.revents) & POLLIN != 0 else { return poll.revents == 0 ? .nothing : .closed }
            let count = try systemCall { Glibc.read(pipe.number, &chunk, chunk.count) }
            return count > 0 ? .bytes(count) : .closed
        } catch { throw .unreadable("the stream", error) }
    }

    /// Parses the first bytes of `chunk` and says how many frames they completed.
    private func takeIn(_ count: Int) throws(CameraFault) -> Int {
        var unparsed = chunk[..<count]
        var whole = 0
        while !unparsed.isEmpty {
            do throws(FormatComplaint) {
                let (taken, isWhole) = try unparsed.withUnsafeBufferPointer { bytes throws(FormatComplaint) in
                    try parser.feed(bytes)
                }
                unparsed = unparsed.dropFirst(taken)
                guard isWhole, let filled = parser.plane else { continue }
                whole += 1
                parser.plane = newest ?? LumaPlane(width: filled.width, height: filled.height)
                newest = filled
            } catch { throw .unusable("the stream", error.words) }
        }
        return whole
    }
}
