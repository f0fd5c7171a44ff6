import Admission
import Credentials
import Ledger
import Vocabulary

/// Verifies, decides and writes down, in this order. What then moves is not its business.
package final class Judge {
    /// What was decided of one payload, and the row it stands in.
    package struct Ruling {
        package var examination: Examination
        package var reason: Reason
        var colour: Colour?
        package var lock: LockOutcome
        package var sequence: Int64
        /// How many wait before this person where it is full.
        var before: Int?

        package var holderClass: HolderClass? { try? examination.outcome.get().holderClass }
    }

    /// The note of a row whose pass would have stayed out, where the gate opened because it only observes.
    static let observed = "observed"

    package let ledger: Ledger
    package let counts: OccupancyKeeper
    package private(set) var trust: TrustStore
    private(set) var policy: Policy

    package init(configuration: Configuration, trust: TrustStore, ledger: Ledger) {
        self.ledger = ledger
        self.trust = trust
        policy = Policy(configuration)
        counts = OccupancyKeeper(configuration)
    }

    /// Takes other rules, keys and revocations.
    func adopt(_ settings: StationSettings) {
        trust = settings.trust
        policy = Policy(settings.configuration)
        counts.adopt(settings.configuration)
    }

    /// Decides, `seen` after the first sight of what was shown, and gives the ruling only when it is on disk. Throws a
    /// `LedgerFault` where it cannot be written: then nothing may open.
    package func rule(
        on examination: Examination, at gate: GateConfiguration, isLockReady: Bool, by clock: Clock,
        at now: MonotonicTime, after seen: Duration? = nil
    ) throws(LedgerFault) -> Ruling {
        let credential = try? examination.outcome.get()
        let hash = credential.map { ledger.hash(of: $0) }
        let ruling: EntryRuling
        switch gate.direction {
        case .entry:
            let circumstances = counts.circumstances(for: hash, of: credential?.holderClass, at: now)
            ruling = try policy.rule(
                on: examination, at: clock, trust: policy.trustAge.age(of: trust, at: clock), under: circumstances
            ) { () throws(LedgerFault) in
                if let hash { try ledger.isSpent(hash) } else { false }
            }
        // Leaving needs no valid code and is never refused.
        case .exit: ruling = EntryRuling(reason: .ok, opens: true, phase: .open)
        }
        let lock: LockOutcome = !ruling.opens ? .held : isLockReady ? .opened : .failed
        let colour = credential.flatMap { policy.colour(of: $0, at: clock) }
        var entry = LedgerEntry(
            kind: gate.direction == .exit ? .exit : .decision, gate: gate.name, monotonic: now, time: clock.time,
            clock: clock.state)
        entry.credential = hash
        entry.holderClass = credential?.holderClass
        entry.format = examination.format
        entry.verdict = ruling.reason.verdict
        entry.reason = ruling.reason
        if ruling.isObserved { entry.note = Self.observed }
        entry.colour = colour
        entry.lock = lock
        entry.policyVersion = trust.fingerprint
        entry.took = seen.map { Int(max(.zero, $0).inMilliseconds) }
        // Where nobody is asked no pass is used up.
        if let credential, credential.isSingleUse, lock == .opened, ruling.phase != .open {
            entry.spends = Spending(until: credential.expires)
        }
        let crossing = gate.crossing(lock)
        counts.count(crossing, in: &entry)
        let row = try ledger.append(entry)
        if ruling.isObserved, lock == .opened { counts.observe(ruling.reason, of: credential?.holderClass, on: clock) }
        var decided = Ruling(
            examination: examination, reason: ruling.reason, colour: colour, lock: lock, sequence: row.sequence)
        if let crossing {
            counts.cross(crossing, with: hash, of: credential?.holderClass, at: now)
        } else {
            decided.before = counts.refuse(hash, because: ruling.reason, at: gate, now: now)
        }
        return decided
    }

    /// Writes down that somebody opens the gate by their own authority, and gives what the lock is to do when the row is on
    /// disk; nil, and no row, where the single-use pass of `examination` was spent since it was referred.
    package func writeDown(
        _ act: StationAct, by authority: Authority, for examination: Examination?, at gate: GateConfiguration,
        isLockReady: Bool, on clock: Clock, at now: MonotonicTime
    ) throws(LedgerFault) -> LockOutcome? {
        let credential = try? examination?.outcome.get()
        let hash = credential.map { ledger.hash(of: $0) }
        if let credential, let hash, credential.isSingleUse, try ledger.isSpent(hash) { return nil }
        let lock = isLockReady ? LockOutcome.opened : .failed
        var entry = LedgerEntry(
            kind: act.kind, gate: gate.name, monotonic: now, time: clock.time, clock: clock.state,
            note: act.note(by: authority))
        entry.credential = hash
        entry.holderClass = credential?.holderClass
        entry.format = examination?.format
        entry.colour = credential.flatMap { policy.colour(of: $0, at: clock) }
        entry.verdict = .admit
        entry.lock = lock
        entry.policyVersion = trust.fingerprint
        if let credential, credential.isSingleUse, lock == .opened {
            entry.spends = Spending(until: credential.expires)
        }
        let crossing = gate.crossing(lock)
        counts.count(crossing, in: &entry)
        try ledger.append(entry)
        if let crossing { counts.cross(crossing, with: hash, of: credential?.holderClass, at: now) }
        return lock
    }

    /// Nobody came in through `gate` after all: its lock failed after the row that says so. A single-use pass stays spent.
    package func takeBack(_ examination: Examination?, at gate: GateConfiguration, in entry: inout LedgerEntry) {
        // Who leaves does so by the handle too.
        guard gate.direction == .entry else { return }
        let credential = try? examination?.outcome.get()
        counts.takeBack(credential.map { ledger.hash(of: $0) }, of: credential?.holderClass, in: &entry)
    }
}

extension Policy {
    fileprivate init(_ configuration: Configuration) {
        self.init(
            station: configuration.station, hours: configuration.hours, phases: configuration.phases,
            health: configuration.health, trustAge: configuration.trustAge)
    }
}

extension GateConfiguration {
    /// Which way somebody goes when the lock does this. Who leaves does so by the handle too.
    func crossing(_ lock: LockOutcome) -> Crossing? {
        switch direction {
        case .entry: lock == .opened ? .entry : nil
        case .exit: .exit
        }
    }
}
