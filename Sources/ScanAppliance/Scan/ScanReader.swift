import Camera
import Glibc
import ReaderLink
import Vocabulary

/// A reader, locked in as a gate's is, that is asked for one frame after the other; replaced where one outlasts it.
final class ScanReader {
    /// What became of one frame.
    enum Answer {
        case scanned(FrameScan)
        /// The reader was ended over it: in this attempt, where it had begun one, after so much CPU time.
        case cut(AttemptKind?, after: Duration)
        /// It ended by itself.
        case crashed
        case end
    }

    /// CPU time that one frame may take, as much as a gate's reader may be silent.
    private static let budget = Duration.seconds(1)
    /// Without an answer for so long the machine itself is at fault.
    private static let patience = Duration.seconds(120)

    private let plan: ReadingPlan
    private var process: ReaderProcess?
    private var leftOut = LeftOut()
    private var file = ""
    private var isStill = false

    init(_ plan: ReadingPlan) { self.plan = plan }

    /// Begins a file. Gives whether it is a still picture, which is then shown for ever.
    func begin(_ file: String) throws(CameraFault) -> Bool {
        self.file = file
        leftOut = LeftOut()
        let descriptor = try Self.open(file)
        isStill = !ImageSequence.isFilm(descriptor)
        try look(through: descriptor)
        return isStill
    }

    /// The frame of this number, of which they are asked in rising order. Throws what is wrong with the file.
    func frame(_ number: UInt64) throws(CameraFault) -> Answer {
        if process == nil { try look(through: try Self.open(file)) }
        guard let process else { return .crashed }
        do throws(ReaderFault) {
            if leftOut.forget(at: .now) { try process.send(.leaveOut(leftOut.areas)) }
            try process.send(.step(number))
        } catch { return lose() }
        let (begun, before) = (MonotonicTime.now, process.cpuTime)
        var attempt: (kind: AttemptKind, area: FrameArea)?
        while true {
            let report: ReaderReport?
            do throws(ReaderFault) { report = try process.receive() } catch { return lose() }
            switch report {
            case .scanned(let scan): return .scanned(scan)
            case .attempting(let kind, let area): attempt = (kind, area)
            case .camera(.lost(let fault)): throw fault
            case .camera(.ended): return .end
            case nil:
                let spent = process.cpuTime - before
                guard spent <= Self.budget, MonotonicTime.now - begun <= Self.patience else {
                    self.process = nil
                    if let attempt { leftOut.add(attempt.area, at: .now) }
                    return .cut(attempt?.kind, after: spent)
                }
                Self.wait(for: process)
            default: break
            }
        }
    }

    private func lose() -> Answer {
        process = nil
        return .crashed
    }

    /// Hands the file over, to a new reader where there is none.
    private func look(through descriptor: CInt) throws(CameraFault) {
        defer { close(descriptor) }
        let source = SourceDescription.replay(names: [file], isLooped: isStill, isPaced: false)
        do throws(ReaderFault) {
            if process == nil { process = try start() }
            guard let process else { return }
            try process.send(.halt)
            try process.send(.read(plan))
            try process.send(.leaveOut(leftOut.areas))
            try process.send(.look(source), descriptors: [descriptor])
        } catch {
            throw CameraFault(.failed, "no reader can be started: \(error)")
        }
    }

    private func start() throws(ReaderFault) -> ReaderProcess {
        let process = try ReaderProcess.start(executable: "/proc/self/exe", arguments: ["reader"])
        while true {
            switch try process.receive() {
            case .ready: return process
            case .refused(let why): throw .failed(code: EPERM, why)
            default: Self.wait(for: process)
            }
        }
    }

    /// Until it says something, or a tenth of a second.
    private static func wait(for process: ReaderProcess) {
        var polled = pollfd(fd: process.link, events: Int16(POLLIN), revents: 0)
        poll(&polled, 1, 100)
    }

    private static func open(_ file: String) throws(CameraFault) -> CInt {
        // Not blocking: a pipe that nobody writes to is answered by what reads the file, not waited for.
        let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            throw CameraFault(.failed, code: code, "\(file): cannot be opened: \(String(cString: strerror(code)))")
        }
        return descriptor
    }
}
