import Control
import Credentials
import Ledger
import Vocabulary

/// What people make a gate do, from wherever they do it: the officer's button or the control socket.
extension Gate {
    /// Lets the person in who was referred last, once, within the time of `ReferralWindow`.
    func admitReferred(by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        guard let examination = referral.current(at: now) else { throw .nobodyReferred }
        try open(.admit, by: authority, for: examination, at: now)
        referral.close()
    }

    /// Opens the lock for a pulse because somebody with the right to says so, whatever was shown.
    func override(by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        try open(.override, by: authority, for: nil, at: now)
    }

    /// Begins service mode, or lets its time count anew. Whoever was referred must come again.
    func beginService(by authority: Authority, at now: MonotonicTime) {
        service.begin(at: now)
        referral.close()
        record.act(.serviceOn, by: authority, gate: configuration.name, at: now)
        showService(at: now)
    }

    /// Ends service mode; nothing is written where there was none.
    func endService(by authority: Authority, at now: MonotonicTime) {
        guard service.isOn else { return }
        service.end()
        record.act(.serviceOff, by: authority, gate: configuration.name, at: now)
        showService(at: now)
    }

    /// Silences the alarm; it sounds again after a while when its cause is still there.
    func acknowledgeAlarm(by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        guard alarm.acknowledge(at: now) else { throw .noAlarm }
        record.act(.acknowledgeAlarm, by: authority, gate: configuration.name, at: now)
        showService(at: now)
    }

    /// Orders one small picture of what the gate sees. A row tells that somebody looks, one a minute.
    func preview(
        by authority: Authority, at now: MonotonicTime, finish: @escaping Preview.Finish
    ) throws(ControlRefusal) {
        try reader.orderPreview(at: now, finish: finish)
        if let due = lookDue[authority], now < due { return }
        lookDue[authority] = now + .seconds(60)
        record.act(.preview, by: authority, gate: configuration.name, at: now)
    }

    /// Write down, then move: also for staff nothing opens that is not on disk.
    private func open(
        _ act: StationAct, by authority: Authority, for examination: Examination?, at now: MonotonicTime
    ) throws(ControlRefusal) {
        guard !service.isOn else { throw .inService }
        let lock: LockOutcome?
        do throws(LedgerFault) {
            lock = try judge.writeDown(
                act, by: authority, for: examination, at: configuration, isLockReady: outputs.isLockReady,
                on: record.clock.read(), at: now)
        } catch {
            record.failed(error, at: now)
            throw .ledgerUnwritable
        }
        guard let lock else { throw .passSpent }
        record.succeeded(at: now)
        let moved = lock == .opened ? release(for: examination, at: now) : nil
        record.tell(
            .acted(
                Act(act: act, authority: authority, gate: configuration.name, lock: moved == nil ? .failed : lock)))
        if moved == nil { throw .lockFailed }
    }
}
