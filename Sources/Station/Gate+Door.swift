import Admission
import Control
import GateIO
import Ledger
import Vocabulary

/// What is done at the door by hand, and the alarm.
extension Gate {
    /// Does what the door's inputs ask for. No reader, no alarm and no service mode is in the way of it.
    func serveDoor(at now: MonotonicTime) {
        for wish in door.tick(at: now) {
            switch wish {
            case .letOut: letOut(at: now)
            case .answer: answer(at: now)
            case .override: overrideByButton(at: now)
            case .relock: outputs.relock(at: now)
            }
        }
    }

    /// Gives out the alarm as its causes are now.
    func showAlarm(at now: MonotonicTime) {
        let causes = reader.isAlarmed ? door.causes.union([.readerFailing]) : door.causes
        for change in alarm.update(causes, at: now) {
            switch change {
            case .raised(let incident):
                record.incident(incident, gate: configuration.name, detail: incident.words, at: now)
            case .cleared(let incident): record.cleared(incident, gate: configuration.name, at: now)
            }
        }
        outputs.setAlarm(alarm.signal, at: now)
    }

    /// Opens, and writes it down after: nobody inside waits for a disk. Where the row cannot be written it waits.
    private func letOut(at now: MonotonicTime) {
        let lock: LockOutcome
        do throws(LineFault) {
            let moved = try outputs.show(.admit, at: now)
            door.release(at: moved ?? now)
            lock = .opened
        } catch {
            // The fault itself is told by whoever watches the lines.
            lock = .failed
        }
        writeDownCrossing(.exit, as: .exit, lock: lock, at: now)
    }

    /// The officer's short press: an alarm that sounds is heard first, then the person who was referred is let in. Nothing
    /// where there is neither.
    private func answer(at now: MonotonicTime) {
        do throws(ControlRefusal) {
            if alarm.isSounding {
                try acknowledgeAlarm(by: .button, at: now)
            } else {
                try admitReferred(by: .button, at: now)
            }
        } catch {
            // Whatever is in the way was told by whoever found it; the lamps show that nothing opened.
        }
    }

    /// The officer's long press opens always, as staff stand at the gate: in service mode, and where the row cannot be
    /// written and has to wait.
    private func overrideByButton(at now: MonotonicTime) {
        let lock = outputs.isLockReady ? LockOutcome.opened : .failed
        writeDownCrossing(configuration.crossing(lock), as: .override, lock: lock, at: now)
        if lock == .opened { _ = release(for: nil, at: now) }
    }

    /// A row of an opening by a button, which waits for no disk, and what it does to the counts.
    private func writeDownCrossing(
        _ crossing: Crossing?, as act: StationAct, lock: LockOutcome, at now: MonotonicTime
    ) {
        record.act(act, by: .button, gate: configuration.name, lock: lock, at: now) {
            judge.counts.count(crossing, in: &$0)
        }
        if let crossing { judge.counts.cross(crossing, with: nil, of: nil, at: now) }
    }
}
