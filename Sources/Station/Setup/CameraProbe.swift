import Glibc
import ReaderLink
import Vocabulary

/// One small picture of what a camera sees, taken without a gate: a reader of its own looks, behind its walls, and ends.
public struct CameraProbe: Sendable {
    /// Rows of luma without gaps.
    public let luma: [UInt8]
    public let width: Int
    public let height: Int
    /// The size of the camera's own frames.
    public let frame: (width: Int, height: Int)

    /// A camera may take this long to its first frame.
    private static let patience = Duration.seconds(5)
    /// As many frames pass before the picture is taken, so that exposure and focus have settled.
    private static let settling: UInt64 = 10

    /// What `camera.source` may be on this machine.
    public static var candidates: [String] { CameraFinder().sources }

    /// Looks through `source`; `settings` as of the configuration. `executable` is this program.
    ///
    /// Throws a `CameraFault`.
    public init(
        _ source: CameraSource, settings: CameraSettings, executable: String = Controller.ownProgram
    ) throws(CameraFault) {
        let look: Look
        do throws(ReaderFault) { look = try Look(executable: executable, until: .now + Self.patience) } catch {
            throw CameraFault(.failed, "no reader could be started: \(error)")
        }
        try look.wait { if case .ready = $0 { true } else { false } }
        let opened = try source.open(settings: settings, isLooped: true, isPaced: true)
        try look.send(.look(opened.description), opened.descriptors)
        var frame = (width: 0, height: 0)
        try look.wait { report in
            guard case .camera(.streaming(let width, let height, _)) = report else { return false }
            frame = (Int(width), Int(height))
            return true
        }
        self.frame = frame
        try look.wait { if case .figures(let figures) = $0 { figures.frames >= Self.settling } else { false } }
        let memory: PreviewMemory
        do throws(ReaderFault) { memory = try PreviewMemory() } catch { throw CameraFault(.failed, "\(error)") }
        try look.send(.preview, [memory.descriptor])
        var size = (width: 0, height: 0)
        try look.wait { report in
            guard case .previewWritten(let width, let height) = report else { return false }
            size = (min(Int(width), PreviewMemory.maximumWidth), min(Int(height), PreviewMemory.maximumHeight))
            return true
        }
        var luma = [UInt8](repeating: 0, count: size.width * size.height)
        guard !luma.isEmpty, pread(memory.descriptor, &luma, luma.count, 0) == luma.count else {
            throw CameraFault(.failed, "the reader made no picture")
        }
        (self.luma, width, height) = (luma, size.width, size.height)
    }
}

/// A reader that is asked one thing after the other.
private final class Look {
    private let process: ReaderProcess
    private let end: MonotonicTime

    init(executable: String, until end: MonotonicTime) throws(ReaderFault) {
        process = try ReaderProcess.start(executable: executable, arguments: ["reader"])
        self.end = end
    }

    func send(_ order: ReaderOrder, _ descriptors: [CInt]) throws(CameraFault) {
        do throws(ReaderFault) { try process.send(order, descriptors: descriptors) } catch {
            throw CameraFault(.failed, "the reader does not listen: \(error)")
        }
    }

    /// Waits for the report that `isIt`. Throws what the camera's fault is, or that nothing came.
    func wait(for isIt: (ReaderReport) -> Bool) throws(CameraFault) {
        while MonotonicTime.now < end {
            _ = Wait.forReading([process.link], until: end)
            do throws(ReaderFault) {
                while let report = try process.receive() {
                    if isIt(report) { return }
                    if case .camera(.lost(let fault)) = report { throw .failed(code: 0, fault.what) }
                    if case .refused(let why) = report { throw .failed(code: 0, why) }
                }
            } catch {
                throw CameraFault(.failed, "\(error)")
            }
        }
        throw CameraFault(.stalled, "the camera delivers no frames")
    }
}
