import Admission
import Control
import Credentials
import Ledger
import Vocabulary

/// The station's counts: how many are inside, which passes came in, who waits. All its gates share them.
package final class OccupancyKeeper {
    package private(set) var occupancy: Occupancy
    private(set) var passback: Passback
    private(set) var line = WaitingLine()
    private(set) var day = OccupancyDay()
    private(set) var observed = ObservedDay()
    /// Whether an officer closed the station to visitors.
    var isClosedToVisitors = false
    /// The pass that was refused last at each gate because it had come in already.
    private var refused: [String: (credential: CredentialHash, end: MonotonicTime)] = [:]

    init(_ configuration: Configuration) {
        occupancy = Occupancy(rules: configuration.occupancy)
        passback = Passback(rules: configuration.passback)
    }

    /// Goes by other rules; the counts stay.
    func adopt(_ configuration: Configuration) {
        occupancy.rules = configuration.occupancy
        passback.rules = configuration.passback
    }

    /// When `tick` wants to be called next, apart from each change of the day.
    var due: MonotonicTime? { occupancy.due }

    /// What somebody who wants in meets.
    func circumstances(
        for credential: CredentialHash?, of holder: HolderClass?, at now: MonotonicTime
    ) -> Circumstances {
        let finding = credential.flatMap { passback.finding(for: $0, of: holder ?? .visitor, at: now) }
        return Circumstances(
            passback: finding, room: occupancy.room, rules: occupancy.rules, isClosedToVisitors: isClosedToVisitors)
    }

    /// Writes into a row what it will do to the counts, which `cross` does once the row is written.
    func count(_ crossing: Crossing?, in entry: inout LedgerEntry) {
        guard let crossing else { return }
        entry.crossing = crossing
        entry.inside = occupancy.inside(after: crossing)
    }

    /// Somebody came in or left, with or without a pass.
    func cross(_ crossing: Crossing, with credential: CredentialHash?, of holder: HolderClass?, at now: MonotonicTime) {
        cross(crossing, with: credential, of: holder, at: now, ago: .zero)
    }

    /// Nobody came in after all: the lock failed after the row that says so. Writes into the row that tells of it what that
    /// does to the counts.
    func takeBack(_ credential: CredentialHash?, of holder: HolderClass?, in entry: inout LedgerEntry) {
        takeBack(credential, of: holder)
        (entry.credential, entry.holderClass, entry.inside) = (credential, holder, occupancy.inside)
    }

    /// Somebody was let in only because the gate observes.
    func observe(_ reason: Reason, of holder: HolderClass?, on clock: Clock) {
        observed.note(reason, of: holder, on: clock)
    }

    /// Somebody was refused. Gives how many wait before this person where it is full.
    func refuse(
        _ credential: CredentialHash?, because reason: Reason, at gate: GateConfiguration, now: MonotonicTime
    ) -> Int? {
        guard let credential else { return nil }
        switch reason {
        case .passback, .passbackCheck:
            refused[gate.name] = (credential, now + gate.door.referral)
            return nil
        case .full, .fullCheck: return line.join(credential, at: now)
        default: return nil
        }
    }

    /// Who was refused last at this gate because the pass had come in already; nil where there is nobody any more.
    func lastRefused(at gate: String, now: MonotonicTime) -> CredentialHash? {
        refused[gate].flatMap { now < $0.end ? $0.credential : nil }
    }

    func forgive(_ credential: CredentialHash?) {
        guard let credential else { return passback.forgiveAll() }
        passback.forgive(credential)
        refused = refused.filter { $0.value.credential != credential }
    }

    func set(_ count: Int, at now: MonotonicTime) {
        occupancy.set(count, at: now)
        forgiveWhereEmpty()
    }

    package func set(_ level: OccupancyLevel?) { occupancy.level = level }

    /// Lets the time pass.
    package func tick(at now: MonotonicTime, on clock: Clock) -> Occupancy.Change? {
        let change = occupancy.tick(at: now, on: clock)
        if change != nil { forgiveWhereEmpty() }
        if change == .reset { (day, observed) = (OccupancyDay(), ObservedDay()) }
        day.note(occupancy.inside, on: clock, resetAt: occupancy.rules.resetMinute)
        return change
    }

    /// Where nobody is inside no pass can be.
    private func forgiveWhereEmpty() { if occupancy.inside == 0 { passback.forgiveAll() } }

    private func takeBack(_ credential: CredentialHash?, of holder: HolderClass?) {
        occupancy.takeBack(isLimited: occupancy.rules.limits(holder))
        if let credential { passback.forgive(credential) }
        forgiveWhereEmpty()
    }

    private func cross(
        _ crossing: Crossing, with credential: CredentialHash?, of holder: HolderClass?, at now: MonotonicTime,
        ago: Duration
    ) {
        switch crossing {
        case .entry:
            occupancy.enter(isLimited: occupancy.rules.limits(holder), at: now, ago: ago)
            if let credential {
                passback.enter(credential, at: now, ago: ago)
                line.leave(credential)
            }
        case .exit:
            occupancy.leave()
            if let credential { passback.forgive(credential) }
            forgiveWhereEmpty()
        }
    }
}

extension OccupancyKeeper {
    /// Counts again what was counted before the start, as the ledger has it.
    package func resume(_ counted: CountedRows, boot: String, at now: MonotonicTime, on clock: Clock) {
        occupancy.level = counted.level.flatMap(OccupancyLevel.init)
        isClosedToVisitors = counted.isClosed
        occupancy.set(counted.inside, at: now)
        for row in counted.rows {
            take(row, ago: row.age(in: boot, at: now, on: clock), at: now)
            let then = Clock(time: row.time, state: row.clock, minute: .local(at: row.time))
            if row.note == Judge.observed, let reason = row.reason { observe(reason, of: row.holderClass, on: then) }
            day.note(row.inside, on: then, resetAt: occupancy.rules.resetMinute)
            occupancy.resume(on: then)
        }
    }

    private func take(_ row: CountedRows.Row, ago: Duration, at now: MonotonicTime) {
        if let crossing = row.crossing {
            cross(crossing, with: row.credential, of: row.holderClass, at: now, ago: ago)
        } else if row.lock == .failed {
            takeBack(row.credential, of: row.holderClass)
        } else if row.note == StationAct.occupancyTimedOut.note(by: .timer) {
            occupancy.timeOut(to: row.inside)
        } else if row.note == StationAct.occupancyReset.note(by: .timer) {
            occupancy.reset()
            (day, observed) = (OccupancyDay(), ObservedDay())
        } else if row.note?.hasPrefix(StationAct.passbackForgiven.rawValue) == true {
            forgive(row.credential)
        }
        // What the row says counts, whatever came before it.
        if occupancy.inside != row.inside { occupancy.set(row.inside, at: now) }
        forgiveWhereEmpty()
    }
}

extension CountedRows.Row {
    /// How long ago the row was written. No clock of two boots is sure of it where one of them was not: then it was just now.
    fileprivate func age(in boot: String, at now: MonotonicTime, on clock: Clock) -> Duration {
        if boot == self.boot { return now - monotonic }
        guard clock.state != .untrusted, self.clock != .untrusted else { return .zero }
        let (age, overflow) = clock.time.milliseconds.subtractingReportingOverflow(time.milliseconds)
        return overflow ? .zero : .milliseconds(age)
    }
}
