import Glibc
import Vocabulary

/// The lock, for the controller's thread. A thread of its own has the line.
final class LockThread {
    /// A line that takes longer to move is in fault: an expander on I2C needs a millisecond.
    static let patience: Duration = .seconds(1)

    private let desk: LockDesk
    /// How long the lock is released from now on.
    var pulse: Duration

    /// Starts the thread, which requests the line, and waits for what comes of it. Nil where the gate has no lock.
    ///
    /// A process that cannot have a thread and three descriptors when it starts ends here, the lock at rest.
    init?(from source: any LineSource, pulse: Duration) {
        guard let address = source.address(of: .lock) else { return nil }
        self.pulse = pulse
        do throws(SystemError) {
            let late = LineFault(LineError(.failed, code: ETIMEDOUT), role: .output(.lock), at: address)
            let desk = try LockDesk(late: late)
            let loop = LockLoop(timer: try Timer(), desk: desk)
            try startThread { loop.run(source) }
            self.desk = desk
        } catch {
            fatalError("the lock's thread cannot start (errno \(error.code)): raise LimitNOFILE= and TasksMax=")
        }
        desk.awaitReport(atMost: Self.patience)
    }

    /// Releases the lock for a pulse, and gives the instant its line moved. Throws what is in the way: the line is
    /// then at rest, or driven to rest as soon as it can be.
    func release() throws(LineFault) -> MonotonicTime { try desk.order(pulse, atMost: Self.patience) }

    /// Ends a pulse that goes on.
    func endPulse() { desk.endPulse() }

    /// How the line stands; nil once it is given back.
    var report: LockDesk.Report? { desk.report }

    func takeEvents() -> [LineEvent] { desk.takeEvents() }

    /// Brings the line to rest, gives it back and ends the thread. Does not wait for ever.
    func stop() { desk.stop(atMost: Self.patience) }
}

/// What the lock's thread does. It ends a pulse before it looks at the desk: for that it needs its line and its timer
/// and nothing else, so that a hang of the rest cannot lengthen a pulse.
final class LockLoop: Sendable {
    private let timer: Timer
    private let desk: LockDesk

    init(timer: consuming Timer, desk: LockDesk) {
        self.timer = timer
        self.desk = desk
    }

    /// Runs until the desk says stop.
    func run(_ source: any LineSource) {
        guard let line = DrivenLine(.lock, from: source, at: .now) else { return }
        var pulse = Pulse(length: .zero)
        while true {
            drive(line, &pulse)
            desk.tell(LockDesk.Report(level: line.level, fault: line.fault), line.change())
            if desk.isStopping {
                pulse.cancel()
                drive(line, &pulse)
                if line.isSettled { break }
            } else if desk.takeEnding() {
                pulse.cancel()
                continue
            } else if let length = desk.takeOrder() {
                pulse.length = length
                carryOut(line, &pulse)
                continue
            }
            let due = line.due(wanted: pulse.isOn(at: .now))
            timer.set(to: pulse.end.map { min($0, due) } ?? due)
            desk.wait(or: timer)
        }
        line.release()
        desk.sayStopped()
    }

    /// A line that is lost in a pulse is not released again when it comes back.
    private func drive(_ line: DrivenLine, _ pulse: inout Pulse) {
        let now = MonotonicTime.now
        if !pulse.isOn(at: now) { pulse.cancel() }
        line.drive(pulse.end != nil, at: now)
        guard pulse.end != nil, line.level != true else { return }
        pulse.cancel()
        line.drive(false, at: now)
    }

    private func carryOut(_ line: DrivenLine, _ pulse: inout Pulse) {
        let result: Result<MonotonicTime, LineFault>
        do throws(LineFault) {
            let moved = try line.energise(at: .now)
            pulse.begin(at: moved)
            result = .success(moved)
        } catch {
            pulse.cancel()
            result = .failure(error)
        }
        desk.tell(LockDesk.Report(level: line.level, fault: line.fault), line.change())
        if !desk.answer(result) { pulse.cancel() }
    }
}

/// Starts a detached thread that no signal is delivered to.
func startThread(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let start = Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { start in
            Unmanaged<Start>.fromOpaque(start!).takeRetainedValue().body()
            return nil
        }, start.toOpaque())
    guard code == 0 else {
        start.release()
        throw SystemError(code: code)
    }
    pthread_detach(thread)
}
