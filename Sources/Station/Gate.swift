import Admission
import Credentials
import GateIO
import Ledger
import ReaderLink
import Vocabulary

/// One gate at work: what its reader sees becomes presentations, these become decisions, and its lines answer.
final class Gate {
    var configuration: GateConfiguration
    let judge: Judge
    let record: Record
    private let clock: ClockKeeper
    private(set) var reader: ReaderKeeper
    private(set) var outputs: GateOutputs
    private(set) var door: DoorKeeper
    private let board: Board
    private(set) var prefix: String?
    private let readerExecutable: String
    var referral: ReferralWindow
    var service = ServiceMode()
    var alarm: Alarm
    /// When the next row is due that somebody looks, by authority.
    var lookDue: [Authority: MonotonicTime] = [:]
    var tracker: PresentationTracker
    /// The card of several codes that is being shown.
    private var collector = HealthCardCollector()
    private var told: GateState?
    private var shown = GateSignal.ready

    /// Requests the lines, each at rest. `prefix` as in `GateOutputs`.
    init(
        _ configuration: GateConfiguration, board: Board, prefix: String?, judge: Judge, record: Record,
        clock: ClockKeeper, readerExecutable: String, at now: MonotonicTime
    ) {
        self.configuration = configuration
        self.judge = judge
        self.record = record
        self.clock = clock
        self.board = board
        self.prefix = prefix
        self.readerExecutable = readerExecutable
        reader = ReaderKeeper(for: configuration, executable: readerExecutable, record: record)
        outputs = GateOutputs(
            board: board, gate: configuration.name, prefix: prefix, lines: configuration.lines,
            timing: configuration.timing, at: now)
        door = DoorKeeper(for: configuration, board: board, record: record, at: now)
        referral = ReferralWindow(length: configuration.door.referral)
        alarm = Alarm(interval: configuration.alarmRepeat)
        tracker = PresentationTracker(rules: configuration.rules)
    }

    /// Requests the lines anew, each at rest, as the configuration has them now.
    func openOutputs(as prefix: String?, at now: MonotonicTime) {
        self.prefix = prefix
        outputs = GateOutputs(
            board: board, gate: configuration.name, prefix: prefix, lines: configuration.lines,
            timing: configuration.timing, at: now)
        renew(OutputRole.allCases.map(LineRole.output), at: now)
        // What the lamps show is told to the new ones.
        shown = .ready
    }

    /// Takes the door's inputs anew; how the door stands is found out, not remembered.
    func openDoor(at now: MonotonicTime) {
        door = DoorKeeper(for: configuration, board: board, record: record, at: now)
        renew(InputRole.allCases.map(LineRole.input), at: now)
    }

    /// Starts a reader anew, for another camera.
    func openReader(at now: MonotonicTime) {
        reader.end()
        record.mended("camera", gate: configuration.name, what: "the camera is opened anew", at: now)
        reader = ReaderKeeper(for: configuration, executable: readerExecutable, record: record)
    }

    /// What was wrong with lines that are requested anew is over, or told again.
    private func renew(_ roles: [LineRole], at now: MonotonicTime) {
        for role in roles {
            record.mended(
                role.name, gate: configuration.name, what: "\(role.name): the line is requested anew", at: now)
        }
    }

    /// What to poll for reading.
    var descriptors: [CInt] { reader.descriptors + door.descriptors }

    /// When `tick` wants to be called next.
    var due: MonotonicTime? {
        [reader.due, outputs.due, door.due, service.due, alarm.due].compactMap(\.self).min()
    }

    /// Whether whoever comes is judged. People may leave also while somebody works at the gate.
    var isJudging: Bool { !service.isOn || configuration.direction == .exit }

    /// Whether nothing more will come, and the lock is at rest again.
    var isOver: Bool { reader.isOver && outputs.state.lock != .released }

    /// How it stands, as of the last `tick`.
    var standing: GateStanding {
        let lines = (told?.faults ?? []).map { "\($0.role.name) \($0.incident.rawValue)" }
        return GateStanding(
            gate: configuration.name, isReading: reader.isReading, faults: reader.faults.map(\.rawValue) + lines)
    }

    func tick(at now: MonotonicTime) {
        serveDoor(at: now)
        reader.tick(at: now)
        for event in outputs.tick(at: now) { note(event, at: now) }
        if service.tick(at: now) { record.act(.serviceOff, by: .timer, gate: configuration.name, at: now) }
        showService(at: now)
    }

    /// Takes in what has become readable.
    func react(to ready: Set<CInt>, at now: MonotonicTime) {
        reader.react(to: ready, at: now) { seen in
            guard let presentation = tracker.see(seen.sightings, at: seen.captured) else { return }
            if TimeCode.recognises(presentation.payload) {
                take(code: presentation.payload, at: now)
            } else if isJudging {
                present(presentation, received: now)
            }
        }
    }

    /// Brings every line to rest and ends the reader.
    func end() {
        outputs.rest()
        reader.end()
    }

    /// A time code is no pass: it goes to the clock, and the lock stays as it is.
    private func take(code payload: Payload, at now: MonotonicTime) {
        let isTaken = clock.take(payload, at: configuration.name, now: now)
        // Neither of these two signals moves the lock, so neither can fail.
        _ = try? outputs.show(isTaken ? .taken : .deny, at: now)
    }

    /// Nothing is decided of a part of a card until all of it was shown, or somebody else came.
    private func present(_ presentation: PresentationTracker.Presentation, received: MonotonicTime) {
        // Whoever leaves needs no valid code.
        guard configuration.direction == .entry else {
            return decide(judge.trust.examine(presentation.payload), of: presentation, received: received)
        }
        switch collector.take(presentation.payload, at: received) {
        case .more(let have, let count):
            // It moves no lock, so it cannot fail.
            _ = try? outputs.show(.taken, at: received)
            record.tell(.collecting(gate: configuration.name, have: have, count: count))
        case .single:
            collector.forget()
            decide(judge.trust.examine(presentation.payload), of: presentation, received: received)
        case .whole(let card): decide(judge.trust.examine(card), of: presentation, received: received)
        }
    }

    /// Verify, decide, write, move: in this order.
    private func decide(
        _ examination: Examination, of presentation: PresentationTracker.Presentation, received: MonotonicTime
    ) {
        let ruling: Judge.Ruling
        // With the verification, which is done by now.
        let took = MonotonicTime.now - presentation.firstSeen
        do throws(LedgerFault) {
            ruling = try judge.rule(
                on: examination, at: configuration, isLockReady: outputs.isLockReady,
                by: record.clock.read(), at: received, after: took)
        } catch {
            // Nothing opens that is not written down.
            return record.failed(error, at: received)
        }
        record.succeeded(at: received)
        let moved: MonotonicTime? =
            switch ruling.lock {
            // A phase may open for what was judged to stay out.
            case .opened: release(for: ruling.examination, at: received)
            case .held: answer(ruling.reason.verdict, at: received)
            // Its row says so.
            case .failed: nil
            }
        if ruling.reason.verdict == .refer, ruling.lock == .held {
            referral.open(for: ruling.examination, at: received)
        }
        record.tell(
            .decided(
                Decision(
                    gate: configuration.name, sequence: ruling.sequence, format: ruling.examination.format,
                    holderClass: ruling.holderClass, reason: ruling.reason, colour: ruling.colour,
                    lock: moved == nil ? .failed : ruling.lock,
                    before: ruling.before, firstSeen: presentation.firstSeen, received: received,
                    answered: moved ?? .now)))
    }

    /// Releases the lock, as a row says, and gives the instant; nil where it could not be. Then nobody came in.
    func release(for examination: Examination?, at now: MonotonicTime) -> MonotonicTime? {
        do throws(LineFault) {
            let moved = try outputs.show(.admit, at: now) ?? .now
            door.release(at: moved)
            return moved
        } catch {
            record.lockFailed(error.incident, gate: configuration.name, at: now) {
                judge.takeBack(examination, at: configuration, in: &$0)
            }
            return nil
        }
    }

    /// Shows a verdict that leaves the lock shut, and gives the instant.
    private func answer(_ verdict: Verdict, at now: MonotonicTime) -> MonotonicTime {
        // Neither of these two signals moves the lock, so neither can fail.
        _ = try? outputs.show(verdict == .refer ? .refer : .deny, at: now)
        return .now
    }

    private func note(_ event: LineEvent, at now: MonotonicTime) {
        switch event {
        case .lost(let fault):
            record.broken(
                fault.incident, fault.role.name, gate: configuration.name, detail: fault.what, at: now)
        case .back(let role):
            record.mended(
                role.name, gate: configuration.name, what: "\(role.name): the line is held again", at: now)
        }
    }

    /// Shows on the lamps whether the gate can serve, and tells how the lines stand where that has changed.
    func showService(at now: MonotonicTime) {
        let wanted: GateSignal =
            reader.isFaulty || record.isUnwritable ? .fault : record.clock.state == .untrusted ? .clock : .ready
        if wanted != shown {
            shown = wanted
            // None of these signals moves the lock, so none can fail.
            _ = try? outputs.show(wanted, at: now)
        }
        showAlarm(at: now)
        outputs.setService(service.isOn, at: now)
        let state = outputs.state
        guard state != told else { return }
        told = state
        record.tell(.outputs(gate: configuration.name, state))
    }
}
