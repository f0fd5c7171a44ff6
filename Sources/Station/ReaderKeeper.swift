import Control
import ReaderLink
import Vocabulary

/// Keeps one reader looking for a gate: its process, and the camera that is opened for it and handed over.
final class ReaderKeeper {
    private static let arguments = ["reader"]
    /// As many reports are taken in at a time, so that one reader's flood keeps no other gate waiting.
    private static let mostReports = 64
    /// The loop turns every second. After a longer pause, for a slow disk's sake, what a reader saw meanwhile is of the past.
    private static let longestPause = Duration.seconds(3)

    private let gate: GateConfiguration
    private let executable: String
    private let record: Record
    private let watch = CameraWatch()
    private var process: ReaderProcess?
    private var supervisor = ReaderSupervisor()
    private var camera: CameraSupervisor
    private var preview: Preview?
    private var leftOut = LeftOut()
    private var lastTick: MonotonicTime?
    /// Whether what waits in the link was said during such a pause: whoever was seen then need not stand there now.
    private var isBehind = false

    init(for gate: GateConfiguration, executable: String, record: Record) {
        self.gate = gate
        self.executable = executable
        self.record = record
        camera = CameraSupervisor(reopensAtEnd: gate.source.reopensAtEnd)
    }

    /// What to poll for reading.
    var descriptors: [CInt] { [process?.link, watch?.descriptor].compactMap(\.self) }

    /// When `tick` wants to be called next.
    var due: MonotonicTime? {
        [supervisor.due, camera.due, preview?.due, leftOut.due].compactMap(\.self).min()
    }

    /// Whether the gate is blind and will not see by itself within a moment.
    var isFaulty: Bool { camera.fault != nil || supervisor.isAlarmed }

    /// Whether a reader has locked itself in and looks.
    var isReading: Bool { supervisor.isLooking }

    /// What is wrong now and is being tried again.
    var faults: [Incident] {
        [supervisor.isAlarmed ? supervisor.lastIncident : nil, camera.fault?.incident].compactMap(\.self)
    }

    var isAlarmed: Bool { supervisor.isAlarmed }

    /// Whether a replay has come to its end.
    var isOver: Bool { camera.isEnded }

    func tick(at now: MonotonicTime) {
        if let lastTick, now - lastTick > Self.longestPause { isBehind = true }
        lastTick = now
        if !hasUnheard(at: now) { handle(.passed, at: now) }
        handle(.tick, at: now)
        if leftOut.forget(at: now) { tellLeftOut() }
        if let preview, now >= preview.due { takePreview()?.giveUp() }
    }

    /// Whether the reader's time is up and yet it has said something: this process itself was kept waiting, by its disk.
    private func hasUnheard(at now: MonotonicTime) -> Bool {
        guard let process, let due = supervisor.due, now >= due else { return false }
        return !Wait.forReading([process.link], until: MonotonicTime(nanoseconds: 0)).isEmpty
    }

    /// Asks the reader for one small picture; `finish` is called when it is there or does not come.
    func orderPreview(at now: MonotonicTime, finish: @escaping Preview.Finish) throws(ControlRefusal) {
        guard preview == nil else { throw .busy }
        guard let process, supervisor.isLooking, camera.isStreaming else { throw .noPicture }
        do throws(ReaderFault) { preview = try Preview(from: process, at: now, finish: finish) } catch {
            throw .noPicture
        }
    }

    private func takePreview() -> Preview? {
        defer { preview = nil }
        return preview
    }

    var status: ReaderStatus {
        let walls = supervisor.confinement
        return ReaderStatus(
            isLooking: supervisor.isLooking, isAlarmed: supervisor.isAlarmed,
            walls: walls.map { ["seccomp"] + ($0.landlock > 0 ? ["landlock"] : []) } ?? [])
    }

    var cameraStatus: CameraStatus {
        CameraStatus(
            state: camera.isStreaming ? "streaming" : camera.isEnded ? "ended" : "waiting",
            fault: camera.fault.map { FaultStatus(incident: $0.incident.rawValue, what: $0.what) })
    }

    /// Takes in what has become readable, and gives what the reader saw.
    func react(to ready: Set<CInt>, at now: MonotonicTime, seen: (FrameSightings) -> Void) {
        if let watch, ready.contains(watch.descriptor), watch.drain() { handle(.appeared, at: now) }
        guard let process, ready.contains(process.link) else { return }
        for _ in 0..<Self.mostReports {
            do throws(ReaderFault) {
                guard let report = try process.receive() else {
                    isBehind = false
                    return
                }
                handle(.reported(report), at: now)
                guard self.process === process, supervisor.isLooking else { return }
                take(report, at: now, seen: seen)
            } catch {
                return lose(error, at: now)
            }
        }
    }

    /// Ends the reader, for good.
    func end() {
        takePreview()?.giveUp()
        process = nil
    }

    private func take(_ report: ReaderReport, at now: MonotonicTime, seen: (FrameSightings) -> Void) {
        switch report {
        case .sightings(var frame):
            // A reader is not believed: a time to come would keep out all who come before it. A replay has a time of its own.
            if gate.source.isReal { frame.captured = min(frame.captured, .now) }
            if !isBehind { seen(frame) }
        case .ready(let walls): record.tell(.readerReady(gate: gate.name, walls))
        case .figures(let figures): record.tell(.figures(gate: gate.name, figures))
        case .camera(let state):
            record.tell(.camera(gate: gate.name, state))
            switch state {
            case .streaming: handle(.streaming, at: now)
            case .lost(let fault): handle(.lost(fault), at: now)
            case .ended: handle(.ended, at: now)
            }
        case .previewWritten(let width, let height): takePreview()?.written(width: width, height: height)
        case .measured(let measurement): preview?.measured = measurement
        case .refused, .attempting, .scanned: break
        }
    }

    private func lose(_ fault: ReaderFault, at now: MonotonicTime) {
        // A link whose other end is closed would be ready for ever.
        process = nil
        switch fault {
        case .ended(let how): handle(.ended(how), at: now)
        case .nonsense, .failed, .full: handle(.nonsense, at: now)
        }
        if !supervisor.isLooking { handle(.readerGone, at: now) }
    }

    private func handle(_ event: ReaderSupervisor.Event, at now: MonotonicTime) {
        for action in supervisor.handle(event, at: now) {
            switch action {
            case .start: start(at: now)
            case .kill(let cause):
                process = nil
                if case .outlasted(let area) = cause { leftOut.add(area, at: now) }
                handle(.readerGone, at: now)
            case .order:
                // A reader that takes none of these finds its link closed or full, and that is seen elsewhere.
                try? process?.send(.read(gate.reading))
                if !leftOut.areas.isEmpty { tellLeftOut() }
                handle(.readerReady, at: now)
            case .write(let incident): record.incident(incident, gate: gate.name, detail: incident.words, at: now)
            // The gate's alarm says so for as long as it lasts.
            case .raiseAlarm, .clearAlarm: break
            }
        }
    }

    private func tellLeftOut() { try? process?.send(.leaveOut(leftOut.areas)) }

    private func start(at now: MonotonicTime) {
        do throws(ReaderFault) {
            process = try ReaderProcess.start(executable: executable, arguments: Self.arguments)
            isBehind = false
            handle(.started, at: now)
        } catch {
            process = nil
            handle(.couldNotStart, at: now)
        }
    }

    private func handle(_ event: CameraSupervisor.Event, at now: MonotonicTime) {
        switch camera.handle(event, at: now) {
        case .none: break
        case .open: open(at: now)
        case .report(let fault):
            record.broken(fault.incident, "camera", gate: gate.name, detail: fault.what, at: now)
        case .recovered: record.mended("camera", gate: gate.name, what: "frames come again", at: now)
        }
    }

    /// Opens the source and hands it over; what is opened here is closed here, so that the reader alone has it.
    private func open(at now: MonotonicTime) {
        guard let process else { return }
        do throws(CameraFault) {
            let opened = try gate.source.open(
                settings: gate.settings, isLooped: gate.isLooped, isPaced: gate.isPaced)
            do throws(ReaderFault) {
                try process.send(.look(opened.description), descriptors: opened.descriptors)
            } catch {
                throw CameraFault(.failed, "the camera cannot be handed over: \(error)")
            }
            handle(.toldToLook, at: now)
        } catch {
            handle(.couldNotOpen(error), at: now)
        }
    }
}
