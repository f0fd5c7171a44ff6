import Control
import GateIO
import Ledger
import Vocabulary

/// What a technician makes a gate show, line by line.
extension Gate {
    /// Makes one output seen or heard, in service mode alone. The lock opens for its pulse, once its row is on the disk;
    /// nobody is admitted by it.
    func tryLine(_ role: OutputRole, by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        guard service.isOn else { throw .notInService }
        guard role == .lock else {
            guard outputs.state.levels[role] != nil else {
                throw configuration.lines[role] == nil ? .unknownLine : .lineFailed
            }
            record.act(.lineTried, by: authority, gate: configuration.name, at: now)
            // None of these signals moves the lock, so none can fail.
            _ = try? outputs.show(.trial(role), at: now)
            return
        }
        guard outputs.state.lock != .none else { throw .unknownLine }
        let lock: LockOutcome = outputs.isLockReady ? .opened : .failed
        let read = record.clock.read()
        var entry = LedgerEntry(
            kind: .command, gate: configuration.name, monotonic: now, time: read.time, clock: read.state,
            note: StationAct.lockTried.note(by: authority))
        entry.lock = lock
        guard record.commit(entry, at: now) else { throw .ledgerUnwritable }
        do throws(LineFault) {
            if let moved = try outputs.show(.trial(.lock), at: now) { door.release(at: moved) }
        } catch {
            record.lockFailed(error.incident, gate: configuration.name, at: now)
            throw .lockFailed
        }
        record.tell(
            .acted(Act(act: .lockTried, authority: authority, gate: configuration.name, lock: lock)))
    }
}
