import Glibc
import ReaderLink
import Vocabulary

/// A camera that is looked through without a gate: a reader of its own, behind its walls, for as long as this lives.
public final class CameraLook {
    /// A camera may take this long to its first frame, or to the next answer.
    private static let patience = Duration.seconds(5)
    /// As many frames pass before the first picture, so that exposure and focus have settled.
    private static let settling: UInt64 = 10

    /// The walls around the reader.
    public private(set) var walls = Confinement(isFiltered: false, landlock: 0)
    /// The size of the camera's own frames.
    public private(set) var frame = (width: 0, height: 0)
    /// What the camera did not take of its settings; empty where it took all.
    public private(set) var note = ""
    /// What the reader counted last, and when it said so.
    public private(set) var figures = (counts: ReaderFigures(), at: MonotonicTime.now)
    private let process: ReaderProcess

    /// Looks through `source`; `settings` as of the configuration. `executable` is this program.
    ///
    /// Throws a `CameraFault` where no frame comes.
    public init(
        _ source: CameraSource, settings: CameraSettings, executable: String = Controller.ownProgram
    ) throws(CameraFault) {
        do throws(ReaderFault) {
            process = try ReaderProcess.start(executable: executable, arguments: ["reader"])
        } catch {
            throw CameraFault(.failed, "no reader could be started: \(error)")
        }
        try wait { report in
            if case .ready(let walls) = report { self.walls = walls }
            if case .ready = report { return true }
            return false
        }
        let opened = try source.open(settings: settings, isLooped: true, isPaced: true)
        try send(.look(opened.description), opened.descriptors)
        try wait { report in
            guard case .camera(.streaming(let width, let height, let note)) = report else { return false }
            (frame, self.note) = ((Int(width), Int(height)), note)
            return true
        }
    }

    /// Waits until exposure and focus have settled.
    public func settle() throws(CameraFault) {
        try wait { _ in figures.counts.frames >= Self.settling }
    }

    /// The next frame, small and measured.
    public func picture() throws(CameraFault) -> SmallPicture {
        let memory: PreviewMemory
        do throws(ReaderFault) { memory = try PreviewMemory() } catch { throw CameraFault(.failed, "\(error)") }
        try send(.preview, [memory.descriptor])
        var measured: FrameMeasurement?
        var size = (width: 0, height: 0)
        try wait { report in
            if case .measured(let measurement) = report { measured = measurement }
            guard case .previewWritten(let width, let height) = report else { return false }
            size = (Int(width), Int(height))
            return true
        }
        guard
            let picture = SmallPicture(
                memory: memory.descriptor, width: size.width, height: size.height, measured: measured)
        else { throw CameraFault(.failed, "the reader made no picture") }
        return picture
    }

    /// Frames a second, held over this time.
    public func rate(over time: Duration) throws(CameraFault) -> Double {
        try next()
        let begin = figures
        while figures.at - begin.at < time { try next() }
        let seconds = (figures.at - begin.at).inMilliseconds / 1000
        return Double(figures.counts.frames - begin.counts.frames) / seconds
    }

    /// Waits for the next sign of life.
    private func next() throws(CameraFault) {
        let last = figures.at
        try wait { _ in figures.at > last }
    }

    private func send(_ order: ReaderOrder, _ descriptors: [CInt]) throws(CameraFault) {
        do throws(ReaderFault) { try process.send(order, descriptors: descriptors) } catch {
            throw CameraFault(.failed, "the reader does not listen: \(error)")
        }
    }

    /// Waits for the report that `isIt`. Throws what the camera's fault is, or that nothing came.
    private func wait(for isIt: (ReaderReport) -> Bool) throws(CameraFault) {
        let end = MonotonicTime.now + Self.patience
        while MonotonicTime.now < end {
            _ = Wait.forReading([process.link], until: end)
            do throws(ReaderFault) {
                while let report = try process.receive() {
                    if case .figures(let counts) = report { figures = (counts, .now) }
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
