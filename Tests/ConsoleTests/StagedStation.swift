import CProcessShim
import Console
import Control
import Foundation
import Synchronization
import Vocabulary

/// A station of which the test says how it is and what happens: a real control socket, served by a thread, and behind it
/// nothing. With a console at it.
final class StagedStation: Sendable {
    struct Asked: Hashable, Sendable {
        var request: ControlRequest
        var role: ControlRole

        var verb: ControlVerb { request.verb }
    }

    private struct Stage {
        var status = StationStatus.well
        var refusal: ControlRefusal?
        var events: [FollowedEvent] = []
        var tokens: TokenList
        var asked: [Asked] = []
        var isOver = false
    }

    let folder: URL
    let officer: String
    let technician: String
    private let stage: Mutex<Stage>
    private let wake = Pipe()

    var socket: String { folder.appendingPathComponent("control.sock").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("console-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var tokens = TokenList()
        officer = tokens.add(.officer, name: "desk") ?? ""
        technician = tokens.add(.technician, name: "bench") ?? ""
        stage = Mutex(Stage(tokens: tokens))
        let thread = Thread { [self] in serve() }
        thread.start()
        while !FileManager.default.fileExists(atPath: socket) { usleep(1000) }
    }

    /// Ends the station; its socket goes.
    func end() {
        stage.withLock { $0.isOver = true }
        turn()
        while FileManager.default.fileExists(atPath: socket) { usleep(1000) }
        try? FileManager.default.removeItem(at: folder)
    }

    var status: StationStatus {
        get { stage.withLock { $0.status } }
        set {
            stage.withLock { $0.status = newValue }
            // A word from the station makes the console ask anew.
            tell(.init("recovered", gate: "", time: WallTime.now.rfc3339))
        }
    }

    /// What every act is answered.
    var refusal: ControlRefusal? {
        get { stage.withLock { $0.refusal } }
        set { stage.withLock { $0.refusal = newValue } }
    }

    var asked: [Asked] { stage.withLock { $0.asked } }

    func tell(_ events: FollowedEvent...) { tell(events) }

    func tell(_ events: [FollowedEvent]) {
        stage.withLock { $0.events += events }
        turn()
    }

    func revoke(_ name: String) {
        stage.withLock { _ = $0.tokens.remove(name: name) }
        turn()
    }

    private func turn() { wake.fileHandleForWriting.write(Data([0])) }

    private func serve() {
        let server = ControlServer(
            path: socket, station: "MLG-03", roles: PeerRoles(groups: [:], ownUser: geteuid()),
            tokens: stage.withLock { $0.tokens })
        var known = stage.withLock { $0.tokens.entries }
        while !stage.withLock({ $0.isOver }) {
            let now = MonotonicTime.now
            _ = server.tick(at: now)
            var polled =
                server.polled(at: now)
                + [pollfd(fd: wake.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)]
            poll(&polled, nfds_t(polled.count), 50)
            if polled[polled.count - 1].revents != 0 { _ = wake.fileHandleForReading.availableData }
            var pictures: [ControlServer.Caller] = []
            server.react(to: Set(polled.filter { $0.revents != 0 }.map(\.fd)), at: now) {
                request, caller throws(ControlRefusal) in
                if request.verb == .preview, caller.role >= .technician { pictures.append(caller) }
                return try answer(request, caller)
            }
            for caller in pictures { Self.sendPicture(to: caller, by: server) }
            let (events, tokens) = stage.withLock { stage in
                defer { stage.events.removeFirst(min(100, stage.events.count)) }
                return (stage.events.prefix(100), stage.tokens)
            }
            for event in events { server.tell(event, at: now) }
            if events.count == 100 { turn() }
            if tokens.entries != known { server.replace(tokens: tokens) }
            known = tokens.entries
        }
        server.end()
    }

    private func answer(
        _ request: ControlRequest, _ caller: ControlServer.Caller
    ) throws(ControlRefusal) -> ControlServer.Reply {
        let (status, refusal) = stage.withLock { stage in
            stage.asked.append(Asked(request: request, role: caller.role))
            if stage.asked.count > 1000 { stage.asked.removeFirst(500) }
            return (stage.status, stage.refusal)
        }
        switch request {
        case .status: return .now(status)
        case .figures:
            var figures = StationFigures()
            figures.decisions = ["ok": 3, "expired": 2]
            figures.incidents = ["camera-unplugged": 1]
            figures.answered.count(milliseconds: 7)
            figures.readers = [
                "front": ReaderCounts(frames: 100, attempts: 20, still: 60, cpuSeconds: 1.5, residentBytes: 1 << 20)
            ]
            return .now(figures)
        case .occupancyDay:
            let observed = [
                ObservedStatus(
                    class: "visitor", reason: "health-red", count: 3, first: "2026-11-24 07:10",
                    last: "2026-11-24 16:40"),
                ObservedStatus(class: nil, reason: "unknown-key", count: 1, first: nil, last: nil),
            ]
            let peaks = (0..<96).map { $0 < 40 ? nil : $0 < 70 ? ($0 - 40) / 3 : 12 }
            return .now(OccupancyDayStatus(reset: 180, minutes: 15, peaks: peaks, observed: observed))
        case .preview: return .later
        default:
            if let refusal { throw refusal }
            return .now(Done())
        }
    }

    /// A small picture: a ramp with a white frame.
    private static func sendPicture(to caller: ControlServer.Caller, by server: ControlServer) {
        let (width, height) = (64, 48)
        let memory = memory_of_fixed_size("picture", width * height)
        let luma = (0..<width * height).map { UInt8($0 % width * 4) }
        _ = pwrite(memory, luma, luma.count, 0)
        var measured = FrameMeasurement(width: 1280, height: 720)
        (measured.focus, measured.brightness, measured.glare, measured.scanMilliseconds) = (41.5, 126, 0.12, 3.2)
        (measured.attempt, measured.moduleSize) = ("whole", 4.5)
        let size = PictureSize(gate: "front", width: width, height: height, measured: measured)
        server.answer(caller, size, PassedDescriptor(reading: memory), at: .now)
        close(memory)
    }
}

extension StationStatus {
    /// A station with one gate of which there is nothing to complain.
    static let well = StationStatus(
        station: "MLG-03", uptime: 10,
        clock: ClockStatus(
            time: "2026-11-24T08:00:00Z", state: "trusted", floor: "2026-11-01T00:00:00Z"),
        ledger: LedgerStatus(head: "1:00", isWritable: true), policy: "0011223344556677",
        trust: TrustStatus(age: "none", version: nil, created: nil), clients: 1,
        gates: [
            GateStatus(
                name: "front", direction: "entry",
                reader: ReaderStatus(isLooking: true, isAlarmed: false, walls: ["seccomp"]),
                camera: CameraStatus(state: "streaming", fault: nil), lock: "at-rest", lines: ["green": false],
                inputs: [:],
                faults: [],
                alarm: "quiet", causes: [], door: "closed", service: nil, referral: nil)
        ])

    /// The same with so many inside and a capacity, of 12 where it is not said otherwise.
    func with(inside: Int, capacity: Int = 12, waiting: Int = 0, _ change: (inout OccupancyStatus) -> Void = { _ in })
        -> Self
    {
        var occupancy = OccupancyStatus(
            inside: inside, capacity: capacity, level: 3, percentage: 50, limit: "hard", areMembersExempt: false,
            isFull: inside >= capacity, admitted: 40, dailyCap: nil, waiting: waiting,
            drift: DriftStatus(timedOut: 0, unmatched: 1, leftOver: 0))
        change(&occupancy)
        var status = self
        status.occupancy = occupancy
        return status
    }

    /// The same with something changed at its gate.
    func with(_ change: (inout GateStatus) -> Void) -> Self {
        var status = self
        change(&status.gates[0])
        return status
    }
}

extension FollowedEvent {
    static func decided(_ verdict: String, _ reason: String, lock: String = "held") -> Self {
        var event = Self("decided", gate: "front", time: WallTime.now.rfc3339)
        (event.verdict, event.reason, event.lock, event.milliseconds) = (verdict, reason, lock, 120)
        event.sequence = 1
        return event
    }

    static func acted(_ what: String) -> Self {
        var event = Self("acted", gate: "front", time: WallTime.now.rfc3339)
        (event.what, event.lock) = (what, "opened")
        return event
    }
}
