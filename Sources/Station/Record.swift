import Ledger
import Vocabulary

/// What happens at a station besides decisions: a row in the ledger, and a word to whoever watches.
///
/// A row that cannot be written waits here, and is tried again until the disk is mended.
final class Record {
    /// How often a disk that could not be written is tried again.
    private static let retryInterval = Duration.seconds(5)
    /// More rows do not wait: the first tell how it began, the journal has them all.
    private static let capacity = 64

    let clock: StationClock
    private let ledger: Ledger
    private let observers: [any StationObserver]
    private var waiting: [LedgerEntry] = []
    /// What was told of each part that does not work, until it works again.
    private var faults: [Part: [Incident]] = [:]
    /// Whether the last attempt to write failed.
    private(set) var isUnwritable = false
    /// When to call `flush` again; nil while nothing waits.
    private(set) var due: MonotonicTime?

    /// Something of a gate that is away and comes back: its camera, a line.
    private struct Part: Hashable {
        var gate: String
        var name: String
    }

    init(ledger: Ledger, clock: StationClock, observers: [any StationObserver]) {
        self.ledger = ledger
        self.clock = clock
        self.observers = observers
    }

    func tell(_ event: StationEvent) {
        for observer in observers { observer.note(event) }
    }

    /// An incident, told once per cause by whoever found it. `gate` is empty where it is the whole station's.
    func incident(_ incident: Incident, gate: String = "", detail: String, at now: MonotonicTime) {
        let read = clock.read()
        tell(.incident(incident, gate: gate, detail: detail))
        write(.incident(incident, gate: gate, monotonic: now, time: read.time, clock: read.state), at: now)
    }

    /// An incident that lasts until `mended` is called for the same part of the same gate.
    func broken(_ incident: Incident, _ part: String, gate: String, detail: String, at now: MonotonicTime) {
        self.incident(incident, gate: gate, detail: detail, at: now)
        let part = Part(gate: gate, name: part)
        if faults[part]?.contains(incident) != true { faults[part, default: []].append(incident) }
    }

    /// The part works again, as `what` says; a row for each incident that is over by that.
    func mended(_ part: String, gate: String, what: String, at now: MonotonicTime) {
        guard let over = faults.removeValue(forKey: Part(gate: gate, name: part)) else { return }
        tell(.recovered(gate: gate, what: what, over: over.first))
        for incident in over { write(end(of: incident, gate: gate, at: now), at: now) }
    }

    /// The lock did not do what an earlier row says; its fault is told by whoever watches the lines. `counting` adds what that
    /// does to the counts.
    func lockFailed(
        _ incident: Incident, gate: String, at now: MonotonicTime, counting: (inout LedgerEntry) -> Void = { _ in }
    ) {
        let read = clock.read()
        var entry = LedgerEntry.incident(incident, gate: gate, monotonic: now, time: read.time, clock: read.state)
        entry.lock = .failed
        counting(&entry)
        write(entry, at: now)
    }

    func service(_ event: ServiceEvent, at now: MonotonicTime) {
        let read = clock.read()
        write(.service(event, monotonic: now, time: read.time, clock: read.state), at: now)
    }

    /// The station has taken this site bundle.
    func bundleApplied(version: UInt64, at now: MonotonicTime) {
        let read = clock.read()
        tell(.recovered(gate: "", what: "site bundle \(version) is in force"))
        var entry = LedgerEntry(
            kind: .command, monotonic: now, time: read.time, clock: read.state, note: "bundle-applied")
        entry.policyVersion = "bundle-\(version)"
        write(entry, at: now)
    }

    /// An alarm's cause is gone, and nobody has to be told of it any more.
    func cleared(_ incident: Incident, gate: String, at now: MonotonicTime) {
        tell(.recovered(gate: gate, what: "\(incident.rawValue) is over", over: incident))
        write(end(of: incident, gate: gate, at: now), at: now)
    }

    private func end(of incident: Incident, gate: String, at now: MonotonicTime) -> LedgerEntry {
        let read = clock.read()
        return LedgerEntry(
            kind: .incident, gate: gate, monotonic: now, time: read.time, clock: read.state,
            note: incident.rawValue + LedgerEntry.cleared)
    }

    /// Somebody gave a command that waits for no disk. `gate` is empty where it is the whole station's, `lock` nil where it
    /// moves none, `counting` adds what the row does to the counts.
    func act(
        _ act: StationAct, by authority: Authority, gate: String = "", lock: LockOutcome? = nil, at now: MonotonicTime,
        counting: (inout LedgerEntry) -> Void = { _ in }
    ) {
        let read = clock.read()
        tell(.acted(Act(act: act, authority: authority, gate: gate, lock: lock)))
        var entry = LedgerEntry(
            kind: act.kind, gate: gate, monotonic: now, time: read.time, clock: read.state,
            note: act.note(by: authority))
        entry.lock = lock
        entry.verdict = lock == nil ? nil : .admit
        counting(&entry)
        write(entry, at: now)
    }

    /// Tries again what could not be written; a ledger that was seen to be damaged is replaced first.
    func flush(at now: MonotonicTime) {
        do throws(LedgerFault) {
            if ledger.isDamaged {
                let read = clock.read()
                tellReplaced(try ledger.replaceDamaged(monotonic: now, time: read.time, clock: read.state))
            }
            while let entry = waiting.first {
                try ledger.append(entry)
                waiting.removeFirst()
            }
        } catch { return failed(error, at: now) }
        succeeded(at: now)
    }

    /// A damaged ledger was replaced; the new one says so in its first row.
    func tellReplaced(_ damaged: Ledger.SetAside) {
        tell(
            .incident(
                .ledgerDamaged, gate: "", detail: "\(Incident.ledgerDamaged.words): \(damaged.path), \(damaged.why)"))
    }

    /// The ledger took a row.
    func succeeded(at now: MonotonicTime) {
        if isUnwritable {
            isUnwritable = false
            tell(.recovered(gate: "", what: "the ledger can be written again", over: .ledgerUnwritable))
            // After the rows that wait, and after the lock has moved.
            waiting.append(end(of: .ledgerUnwritable, gate: "", at: now))
            due = now
        }
        if waiting.isEmpty { due = nil }
    }

    /// The ledger did not take a row. Said once until it can be written again.
    func failed(_ fault: LedgerFault, at now: MonotonicTime) {
        // The loop replaces a damaged one in its next turn, and not before the gates had theirs.
        due = fault.kind == .damaged && !isUnwritable ? now : now + Self.retryInterval
        guard !isUnwritable else { return }
        isUnwritable = true
        incident(.ledgerUnwritable, detail: "\(fault)", at: now)
    }

    /// A row that must be on the disk before something counts; false where it cannot be written.
    func commit(_ entry: LedgerEntry, at now: MonotonicTime) -> Bool {
        do throws(LedgerFault) { try ledger.append(entry) } catch {
            failed(error, at: now)
            return false
        }
        succeeded(at: now)
        return true
    }

    /// A row that tells of something; where it cannot be written now, it waits.
    func write(_ entry: LedgerEntry, at now: MonotonicTime) {
        guard waiting.count < Self.capacity else { return }
        waiting.append(entry)
        if !isUnwritable { flush(at: now) }
    }
}
