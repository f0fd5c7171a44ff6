import Admission
import GateIO
import Ledger
import ReaderLink
import Vocabulary

/// One gate at work: what its reader sees becomes presentations, these become decisions, and its lines answer.
final class Gate {
    private let configuration: GateConfiguration
    private let judge: Judge
    private let record: Record
    private let reader: ReaderKeeper
    private let outputs: GateOutputs
    private var tracker: PresentationTracker
    private var told: GateState?
    private var isServing = true

    /// Requests the lines, each at rest. `prefix` as in `GateOutputs`.
    init(
        _ configuration: GateConfiguration, board: Board, prefix: String?, judge: Judge, record: Record,
        readerExecutable: String, at now: MonotonicTime
    ) {
        self.configuration = configuration
        self.judge = judge
        self.record = record
        reader = ReaderKeeper(for: configuration, executable: readerExecutable, record: record)
        outputs = GateOutputs(
            board: board, gate: configuration.name, prefix: prefix, lines: configuration.lines,
            timing: configuration.timing, at: now)
        tracker = PresentationTracker(rules: configuration.rules)
    }

    /// What to poll for reading.
    var descriptors: [CInt] { reader.descriptors }

    /// When `tick` wants to be called next.
    var due: MonotonicTime? { [reader.due, outputs.due].compactMap(\.self).min() }

    /// Whether nothing more will come, and the lock is at rest again.
    var isOver: Bool { reader.isOver && outputs.state.lock != .released }

    func tick(at now: MonotonicTime) {
        reader.tick(at: now)
        for event in outputs.tick(at: now) { note(event, at: now) }
        showService(at: now)
    }

    /// Takes in what has become readable.
    func react(to ready: Set<CInt>, at now: MonotonicTime) {
        reader.react(to: ready, at: now) { seen in
            guard let presentation = tracker.see(seen.sightings, at: seen.captured) else { return }
            decide(presentation, received: now)
        }
    }

    /// Brings every line to rest and ends the reader.
    func end() {
        outputs.rest()
        reader.end()
    }

    /// Verify, decide, write, move: in this order.
    private func decide(_ presentation: PresentationTracker.Presentation, received: MonotonicTime) {
        let ruling: Judge.Ruling
        do throws(LedgerFault) {
            ruling = try judge.rule(
                on: presentation.payload, at: configuration, isLockReady: outputs.isLockReady,
                by: record.clock.read(), at: received)
        } catch {
            // Nothing opens that is not written down.
            return record.failed(error, at: received)
        }
        record.succeeded()
        let moved = move(ruling, at: received)
        record.tell(
            .decided(
                Decision(
                    gate: configuration.name, sequence: ruling.sequence, format: ruling.examination.format,
                    holderClass: ruling.holderClass, reason: ruling.reason, lock: moved == nil ? .failed : ruling.lock,
                    firstSeen: presentation.firstSeen, received: received, answered: moved ?? .now)))
    }

    /// Gives the instant of the answer; nil where the lock should have opened and could not.
    private func move(_ ruling: Judge.Ruling, at now: MonotonicTime) -> MonotonicTime? {
        do throws(LineFault) {
            let signal: GateSignal =
                switch ruling.reason.verdict {
                case .admit: .admit
                case .refer: .refer
                case .deny: .deny
                }
            return try outputs.show(signal, at: now) ?? .now
        } catch {
            // The row says that it opened; this one says that it did not. The pass stays spent.
            record.lockFailed(error.incident, gate: configuration.name, at: now)
            return nil
        }
    }

    private func note(_ event: LineEvent, at now: MonotonicTime) {
        switch event {
        case .lost(let fault):
            record.incident(fault.incident, gate: configuration.name, detail: fault.what, at: now)
        case .back(let role):
            record.tell(.recovered(gate: configuration.name, what: "\(role.rawValue): the line is held again"))
        }
    }

    /// Shows on the lamps whether the gate can serve, and tells how the lines stand where that has changed.
    private func showService(at now: MonotonicTime) {
        let canServe = !reader.isFaulty && !record.isUnwritable
        if canServe != isServing {
            isServing = canServe
            // Neither of these two signals moves the lock, so neither can fail.
            _ = try? outputs.show(canServe ? .ready : .fault, at: now)
        }
        outputs.setAlarm(reader.isAlarmed, at: now)
        let state = outputs.state
        guard state != told else { return }
        told = state
        record.tell(.outputs(gate: configuration.name, state))
    }
}
