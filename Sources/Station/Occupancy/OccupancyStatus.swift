import Admission
import Control
import Credentials
import Vocabulary

extension OccupancyKeeper {
    /// How many are inside, and how many may be.
    func status(at now: MonotonicTime) -> OccupancyStatus {
        let (rules, drift) = (occupancy.rules, occupancy.drift)
        return OccupancyStatus(
            inside: occupancy.inside, capacity: occupancy.capacity, level: occupancy.level?.rawValue,
            percentage: rules.percentage(at: occupancy.level), limit: rules.limit.rawValue,
            areMembersExempt: rules.areMembersExempt, isFull: occupancy.room != .free, admitted: occupancy.admitted,
            dailyCap: rules.dailyCap, waiting: line.count(at: now),
            drift: DriftStatus(timedOut: drift.timedOut, unmatched: drift.unmatched, leftOver: drift.leftOver))
    }

    /// The day's curve.
    var dayStatus: OccupancyDayStatus {
        OccupancyDayStatus(
            reset: occupancy.rules.resetMinute, minutes: OccupancyDay.minutes, peaks: day.peaks,
            observed: observed.counts.map(ObservedStatus.init).sorted { $0.isBefore($1) })
    }
}

extension ObservedStatus {
    fileprivate init(_ group: ObservedDay.Group, _ count: ObservedDay.Count) {
        self.init(
            class: group.holderClass?.rawValue, reason: group.reason.rawValue, count: count.people,
            first: count.first?.description, last: count.last?.description)
    }

    /// The most first.
    fileprivate func isBefore(_ other: Self) -> Bool {
        if count != other.count { return count > other.count }
        return (reason, `class` ?? "") < (other.reason, other.class ?? "")
    }
}

extension Policy {
    /// By class of holder; visitors' is closed where an officer closed it.
    func phaseStatus(on clock: Clock, isClosedToVisitors: Bool) -> [String: PhaseStatus] {
        var status: [String: PhaseStatus] = [:]
        for holder in HolderClass.allCases {
            let plan = phases[holder] ?? .enforce
            let next = plan.next(after: clock)
            status[holder.rawValue] = PhaseStatus(
                phase: plan.phase(at: clock).rawValue, next: next?.phase.rawValue, from: next?.from?.description)
        }
        if isClosedToVisitors {
            status[HolderClass.visitor.rawValue] = PhaseStatus(
                phase: Phase.closed.rawValue, next: nil, from: nil, byHand: true)
        }
        return status
    }
}
