import Admission
import Control
import Credentials
import Ledger
import Vocabulary

/// What people and the time do to the counts. Each time is a row of the ledger.
extension Controller {
    /// Lets the time pass, and tells followers what has changed.
    func tickOccupancy(at now: MonotonicTime) {
        let counts = judge.counts
        switch counts.tick(at: now, on: record.clock.read()) {
        case .reset?:
            record.act(.occupancyReset, by: .timer, at: now) {
                ($0.inside, $0.mark) = (counts.occupancy.inside, .reset)
            }
        case .timedOut?: record.act(.occupancyTimedOut, by: .timer, at: now) { $0.inside = counts.occupancy.inside }
        case nil: break
        }
        let status = counts.status(at: now)
        guard status != toldOccupancy else { return }
        toldOccupancy = status
        record.tell(.occupancy(status))
    }

    /// Somebody counted who is inside.
    func setOccupancy(_ count: Int, by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        try commit(.occupancySet, by: authority, at: now) { $0.inside = count }
        judge.counts.set(count, at: now)
    }

    /// Another level holds; nil: none, and the configured percentage counts.
    func setLevel(_ level: OccupancyLevel?, by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        let act: StationAct =
            switch level {
            case nil: .occupancyLevelNone
            case .one?: .occupancyLevel1
            case .two?: .occupancyLevel2
            case .three?: .occupancyLevel3
            case .four?: .occupancyLevel4
            }
        try commit(act, by: authority, at: now) {
            ($0.inside, $0.mark) = (judge.counts.occupancy.inside, .level(level?.rawValue))
        }
        judge.counts.set(level)
    }

    /// Closes the station to visitors, or no longer.
    func setClosed(_ isClosed: Bool, by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        try commit(isClosed ? .visitorsClosed : .visitorsReopened, by: authority, at: now) {
            ($0.inside, $0.mark) = (judge.counts.occupancy.inside, .closed(isClosed))
        }
        judge.counts.isClosedToVisitors = isClosed
    }

    /// The pass that was refused last at `gate` may come in again; all passes where no gate is meant.
    func forgivePassback(_ gate: Gate?, by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        var credential: CredentialHash?
        if let name = gate?.configuration.name {
            credential = judge.counts.lastRefused(at: name, now: now)
            guard credential != nil else { throw .nobodyRefused }
        }
        try commit(.passbackForgiven, by: authority, gate: gate?.configuration.name ?? "", at: now) {
            ($0.inside, $0.credential) = (judge.counts.occupancy.inside, credential)
        }
        judge.counts.forgive(credential)
    }

    /// Writes down what only then counts.
    private func commit(
        _ act: StationAct, by authority: Authority, gate: String = "", at now: MonotonicTime,
        _ complete: (inout LedgerEntry) -> Void
    ) throws(ControlRefusal) {
        let read = record.clock.read()
        var entry = LedgerEntry(
            kind: act.kind, gate: gate, monotonic: now, time: read.time, clock: read.state,
            note: act.note(by: authority))
        complete(&entry)
        guard record.commit(entry, at: now) else { throw .ledgerUnwritable }
        record.tell(.acted(Act(act: act, authority: authority, gate: gate, lock: nil)))
    }
}
