import CProcessShim
import Camera
import Glibc
import ReaderLink
import Scanning
import Vocabulary

/// What a reader does all day: waits for an order, a frame or a quarter of a second, whichever comes first.
final class ReaderLoop {
    private var link: PacketLink
    private let open: SourceOpener
    private let memory: ResidentMemory
    private var plan = ReadingPlan(.balanced)
    private var scanner = Scanner()
    private var pace = Pace.source
    /// Nil where the source has no exposure to change.
    private var bracket: ExposureBracket?
    private var source: (any FrameSource)?
    /// Whether the source has shown its first frame.
    private var isStreaming = false
    /// What became of the camera, when the link was too full to say so; sightings and figures may be lost, this not.
    private var untold: CameraState?
    private var preview: PreviewCanvas?
    private var figures = ReaderFigures()
    private var nextFigures = MonotonicTime.now
    /// One packet, written over and over.
    private var packet: [UInt8] = []

    init(link: consuming PacketLink, memory: consuming ResidentMemory = ResidentMemory(), open: @escaping SourceOpener)
    {
        self.link = link
        self.memory = memory
        self.open = open
        packet.reserveCapacity(ReaderReport.maximumLength)
    }

    /// Waits for one of the three and deals with it. Throws when the link is closed or of no more use.
    func turn() throws(PacketLink.Fault) {
        let until = min(nextFigures, wanted?.due ?? nextFigures)
        let ready = link_wait(link.descriptor, wanted?.descriptor ?? -1, (until - .now).inNanoseconds)
        if ready < 0 { throw .failed(-ready) }
        let now = MonotonicTime.now
        if ready & CInt(link_ready) != 0 { try obey(at: now) }
        if let wanted, ready & CInt(other_ready) != 0 || wanted.due.map({ $0 <= now }) == true {
            take(from: wanted, at: now)
        }
        if now >= nextFigures {
            nextFigures = now + ReaderFigures.interval
            tellFigures()
        }
    }

    /// The source, while a frame of it is to be taken.
    private var wanted: (any FrameSource)? { pace.takes ? source : nil }

    /// Says something, or drops it where the link is full: the next frame tells more than the last one.
    @discardableResult
    func tell(_ report: ReaderReport) -> Bool {
        report.encode(into: &packet)
        do {
            try link.send(packet)
            return true
        } catch {
            // A closed link is seen by the next turn.
            return false
        }
    }

    private func obey(at now: MonotonicTime) throws(PacketLink.Fault) {
        guard let bytes = try link.receive() else { return }
        var descriptors = link.descriptors
        defer { for descriptor in descriptors { close(descriptor) } }
        guard let order = try? ReaderOrder(packet: bytes), descriptors.count == order.descriptorCount else {
            throw .failed(EBADMSG)
        }
        switch order {
        case .look(let description):
            // The old one first: a device that is open twice is busy.
            source = nil
            let given = descriptors
            descriptors = []
            look(at: description, through: given, now)
        case .preview: preview = PreviewCanvas(memory: descriptors[0])
        case .read(let plan): self.plan = plan
        case .leaveOut(let areas): scanner.leftOut = areas
        case .halt: pace = .halt
        case .step(let number): pace = .step(number)
        }
    }

    private func look(at description: SourceDescription, through descriptors: [CInt], _ now: MonotonicTime) {
        isStreaming = false
        untold = nil
        bracket = ExposureBracket()
        // Another view: nothing that was seen of the last one counts.
        let leftOut = scanner.leftOut
        scanner = Scanner(plan)
        scanner.leftOut = leftOut
        do {
            source = try open(description, descriptors, now)
        } catch {
            tellCamera(.lost(error))
        }
    }

    private func take(from source: any FrameSource, at now: MonotonicTime) {
        do {
            let taken = try source.take(at: now) { frame in see(frame, of: source, at: now) }
            if case .end = taken { leave(.ended) }
        } catch let fault as CameraFault {
            leave(.lost(fault))
        } catch {
            leave(.lost(CameraFault(.failed, "the source failed")))
        }
    }

    /// Closes the source whole and says why.
    private func leave(_ state: CameraState) {
        source = nil
        tellCamera(state)
    }

    private func see(_ frame: Frame, of source: any FrameSource, at now: MonotonicTime) {
        if !isStreaming {
            isStreaming = true
            tellCamera(
                .streaming(
                    width: UInt16(clamping: frame.width), height: UInt16(clamping: frame.height),
                    note: source.note))
        }
        guard !pace.passes(frame.sequence) else { return }
        let start = Self.cpuMicroseconds
        let report = scanner.scan(frame) { kind, area in
            tell(.attempting(kind, area))
            // A sign of life follows as soon as that is over.
            nextFigures = now
        }
        let spent = Self.cpuMicroseconds - start
        figures.frames += 1
        figures.attempts += UInt64(report.attempts.count)
        if report.isStill { figures.still += 1 }
        if case .step = pace {
            pace = .halt
            tellScan(of: frame, report, cpuMicroseconds: spent)
        } else if !scanner.sightings.isEmpty {
            tell(
                .sightings(
                    FrameSightings(
                        sequence: frame.sequence, captured: frame.captured, sightings: scanner.sightings)))
        }
        let view: ExposureBracket.View =
            !scanner.sightings.isEmpty ? .read : report.hasUnreadCode ? .unread : .nothing
        if let factor = bracket?.see(view, at: frame.captured), !source.multiplyExposure(by: factor) { bracket = nil }
        if let preview {
            let size = preview.draw(frame, with: scanner.sightings)
            self.preview = nil
            tell(.measured(measurement(of: frame, isStill: report.isStill, cpuMicroseconds: spent)))
            tell(.previewWritten(width: UInt16(size.width), height: UInt16(size.height)))
        }
    }

    /// What there is to say of a frame that was scanned just now.
    private func measurement(of frame: Frame, isStill: Bool, cpuMicroseconds: UInt64) -> FrameMeasurement {
        var measurement = FrameMeasurement(frame)
        measurement.scanMilliseconds = Double(cpuMicroseconds) / 1000
        measurement.isStill = isStill
        measurement.codes = scanner.sightings.count
        measurement.modules = scanner.drawn?.modules
        measurement.moduleSize = scanner.drawn?.pixels
        measurement.attempt = scanner.readers.last?.rawValue
        return measurement
    }

    private func tellScan(of frame: Frame, _ report: ScanReport, cpuMicroseconds: UInt64) {
        tell(
            .scanned(
                FrameScan(
                    frame: FrameSightings(
                        sequence: frame.sequence, captured: frame.captured, sightings: scanner.sightings),
                    readers: scanner.readers, attempts: Array(report.attempts),
                    cpuMicroseconds: UInt32(clamping: cpuMicroseconds))))
    }

    /// CPU time of this process, which is one thread.
    private static var cpuMicroseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }

    private func tellCamera(_ state: CameraState) { untold = tell(.camera(state)) ? nil : state }

    private func tellFigures() {
        if let untold { tellCamera(untold) }
        var usage = rusage()
        getrusage(CInt(RUSAGE_SELF.rawValue), &usage)
        figures.cpuMicroseconds = usage.ru_utime.inMicroseconds + usage.ru_stime.inMicroseconds
        figures.residentKiB = memory.inKiB
        tell(.figures(figures))
    }
}

extension timeval {
    fileprivate var inMicroseconds: UInt64 { UInt64(tv_sec) * 1_000_000 + UInt64(tv_usec) }
}
