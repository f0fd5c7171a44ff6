import Vocabulary

/// What a gate drives: the lock, by a thread of its own, and the lamps, the buzzer and the alarm. Used from one thread.
///
/// Nothing here throws for a line that is not to be had: that is a state, told once by `tick`, and the line is tried
/// again each second while the others work on.
public final class GateOutputs {
    private var timing: GateTiming
    private let lock: LockThread?
    private var lines: [DrivenLine]
    private var display: Display
    /// What is shown when there is nothing else to say.
    private var background = Pattern.ready
    private var isInService = false
    private var alarm = AlarmSignal.quiet
    private var isResting = false
    private var nextTick: MonotonicTime

    /// Requests every line, each at rest.
    ///
    /// `gate` begins the consumer's name that gpioinfo shows ("gate: lock"). `prefix` is the gate's name in the
    /// simulated board's file, where several share one ("NAME.lock"). `lines` counts for `.gpio`: a role that is not
    /// named has no line. The simulated board has them all.
    public convenience init(
        board: Board, gate: String, prefix: String?, lines: [OutputRole: OutputLine], timing: GateTiming,
        at now: MonotonicTime
    ) {
        let source: any LineSource =
            switch board {
            case .simulated(let file): SimulatedBoard(file: file, prefix: prefix)
            case .gpio: GPIOLines(gate: gate, outputs: lines)
            }
        self.init(source: source, timing: timing, at: now)
    }

    init(source: any LineSource, timing: GateTiming, at now: MonotonicTime) {
        self.timing = timing
        lock = LockThread(from: source, pulse: timing.pulse)
        lines = OutputRole.allCases.filter { $0 != .lock }.compactMap { DrivenLine($0, from: source, at: now) }
        display = Display(show: timing.show, at: now)
        nextTick = now
        drive(at: now)
    }

    deinit { rest() }

    /// Whether an admission would find a lock that can be released. True where the gate has none.
    public var isLockReady: Bool { lock.map { $0.report?.level != nil } ?? !isResting }

    /// Shows the signal and, for `.admit`, releases the lock for the pulse: the lock moves first, then the lamps.
    ///
    /// Gives the instant from which the lock is released, read after its line was driven; nil for every other signal
    /// and where the gate has no lock. A second admission in a pulse drives the line again and lets the pulse end
    /// one length after it. Throws the lock's fault where it should have moved and could not; it then stays shut, and
    /// `tick` tells the same fault.
    @discardableResult
    public func show(_ signal: GateSignal, at now: MonotonicTime) throws(LineFault) -> MonotonicTime? {
        defer { drive(at: now) }
        switch signal {
        case .admit:
            let moved = try lock?.release()
            let begin = moved ?? now
            display.admit(at: begin, until: begin + timing.pulse)
            return moved
        case .refer: display.answer(.refer, at: now)
        case .deny: display.answer(.deny, at: now)
        case .taken: display.answer(.taken, at: now)
        case .trial(.lock): return try lock?.release()
        case .trial(let role): display.answer(.trial(of: role), at: now)
        case .fault: background = .fault
        case .clock: background = .clock
        case .ready: background = .ready
        }
        return nil
    }

    /// Takes other lengths, for the next answers; a pulse that goes on ends as it was begun.
    public func adopt(_ timing: GateTiming) {
        self.timing = timing
        lock?.pulse = timing.pulse
        display.show = timing.show
    }

    /// Shuts the lock now where a pulse goes on.
    public func relock(at now: MonotonicTime) {
        lock?.endPulse()
        display.endPulse()
        drive(at: now)
    }

    /// Gives out the alarm, under every answer and over all else. The lock is left alone.
    public func setAlarm(_ signal: AlarmSignal, at now: MonotonicTime) {
        alarm = signal
        drive(at: now)
    }

    /// Shows that somebody works at the gate and nobody is let in, over ready and over a fault. The lock is left alone.
    public func setService(_ isOn: Bool, at now: MonotonicTime) {
        isInService = isOn
        drive(at: now)
    }

    /// Takes the patterns on, tries faulty lines again, and gives what changed: each fault once per cause.
    public func tick(at now: MonotonicTime) -> [LineEvent] {
        drive(at: now)
        return (lock?.takeEvents() ?? []) + lines.compactMap { $0.change() }
    }

    /// When `tick` wants to be called next, a second ahead at most; nil after `rest`.
    public var due: MonotonicTime? { isResting ? nil : nextTick }

    /// How all lines stand now.
    public var state: GateState {
        let report = lock?.report
        var levels: [OutputRole: Bool] = [:]
        for line in lines { levels[line.role] = line.level }
        let lock: GateState.Lock =
            switch (report?.level, report?.fault) {
            case (true?, _): .released
            case (false?, _): .atRest
            case (nil, let fault?): .fault(fault)
            case (nil, nil): .none
            }
        return GateState(
            lock: lock, levels: levels, faults: [report?.fault].compactMap { $0 } + lines.compactMap(\.fault))
    }

    /// Brings everything to rest and gives it back, for good.
    public func rest() {
        guard !isResting else { return }
        isResting = true
        lock?.stop()
        for line in lines { line.drive(false, at: .now) }
        lines = []
    }

    /// What is shown under every answer.
    private func resting(isFaulty: Bool) -> Pattern {
        switch alarm {
        case .sounding: .alarm
        case .acknowledged: .acknowledgedAlarm
        case .quiet: isInService ? .service : isFaulty ? .fault : background
        }
    }

    /// A lamp is put out before another is lit, so that never two are lit at once.
    private func drive(at now: MonotonicTime) {
        let report = lock?.report
        if let lock = report, lock.level != true { display.endPulse() }
        display.rest(resting(isFaulty: report?.fault != nil), at: now)
        let (lights, until) = display.lights(at: now)
        let wanted = lines.map { ($0, lights.isOn($0.role) || ($0.role == .alarm && alarm == .sounding)) }
        for (line, isOn) in wanted where !isOn { line.drive(false, at: now) }
        for (line, isOn) in wanted where isOn { line.drive(true, at: now) }
        nextTick = wanted.map { $0.due(wanted: $1) }.reduce(min(now + .seconds(1), until ?? now + .seconds(1)), min)
    }
}
