import Admission
import Control
import Vocabulary

/// What the screen at a gate shows to whoever stands before it. Names of fixed lists only: nothing of a person.
struct VisitorScreen: Encodable, Hashable {
    /// The picture and its words.
    enum Show: String, Encodable, CaseIterable {
        /// Hold your code up.
        case ready
        case admit, refer, deny
        /// One code of several was read.
        case more
        /// The gate is being serviced.
        case service
        case cameraLost = "camera-lost"
        /// The lock or the ledger fails: nothing opens.
        case outOfOrder = "out-of-order"
        /// The reader is not looking yet.
        case starting
        /// The door stands open for too long.
        case doorOpen = "door-open"
        /// As many are inside, or came today, as may.
        case full
        /// No visitor is let in now.
        case closed
        /// The station does not say how it is.
        case unreachable
    }

    var show: Show
    /// Why, for a verdict and where it is full; `officer` where an officer let somebody in.
    var reason: String?
    var station: String?
    var direction: String?
    /// How many are inside, and how many more may come in; nil where no capacity is set.
    var inside: Int?
    var room: Int?
    /// How many wait: before this person, or at all where it is full and nobody was answered just now.
    var before: Int?
    /// Whether members come in though it is full, or closed to visitors.
    var areMembersExempt: Bool?
    /// How many codes of a card were shown, and how many it has.
    var have: Int?
    var count: Int?
}

/// What happened last at one gate, as far as a visitor is shown it. A value: events and status with their times in, the screen out.
struct VisitorDisplay {
    /// How long a verdict stands: long enough to read it and what to do next.
    static let times: [Verdict: Duration] = [.admit: .seconds(5), .deny: .seconds(7), .refer: .seconds(30)]
    /// Where codes are to be shown one after the other.
    static let moreTime = Duration.seconds(10)
    /// A status that was asked before the decision does not know of the referral.
    private static let settle = Duration.seconds(1)

    private struct Answer {
        var screen: VisitorScreen
        var begun: MonotonicTime
        var end: MonotonicTime
    }

    let gate: String
    private var answer: Answer?

    init(gate: String) { self.gate = gate }

    /// When the screen changes by itself.
    var due: MonotonicTime? { answer?.end }

    mutating func take(_ event: FollowedEvent, at now: MonotonicTime) {
        guard event.gate == gate else { return }
        switch event.event {
        case "decided":
            guard let verdict = event.verdict.flatMap(Verdict.init(rawValue:)), let reason = event.reason else {
                return
            }
            if event.lock == LockOutcome.failed.rawValue {
                show(VisitorScreen(show: .outOfOrder, reason: reason), for: Self.times[.deny], at: now)
            } else if reason == Reason.moreCodes.rawValue {
                show(VisitorScreen(show: .more, reason: reason), for: Self.moreTime, at: now)
            } else {
                // A phase may open for what was judged to stay out: the door counts, and the reason is told.
                let seen = event.lock == LockOutcome.opened.rawValue ? .admit : verdict
                let picture: VisitorScreen.Show = seen == .admit ? .admit : seen == .refer ? .refer : .deny
                show(VisitorScreen(show: picture, reason: reason, before: event.before), for: Self.times[seen], at: now)
            }
        case "collecting":
            let screen = VisitorScreen(
                show: .more, reason: Reason.moreCodes.rawValue, have: event.have, count: event.count)
            show(screen, for: Self.moreTime, at: now)
        case "acted":
            guard let what = event.what, what.hasPrefix("admit-") || what.hasPrefix("override-"),
                event.lock == LockOutcome.opened.rawValue
            else { return }
            show(VisitorScreen(show: .admit, reason: "officer"), for: Self.times[.admit], at: now)
        default: break
        }
    }

    /// A referral that is over is shown no longer.
    mutating func take(_ status: GateStatus, at now: MonotonicTime) {
        if answer?.screen.show == .refer, status.referral == nil, let begun = answer?.begun, now >= begun + Self.settle
        {
            answer = nil
        }
    }

    /// Forgets what is shown no longer.
    mutating func expire(at now: MonotonicTime) {
        if let end = answer?.end, end <= now { answer = nil }
    }

    /// The screen now, of a station in this state; nil where it does not say how it is.
    func screen(_ station: StationStatus?, at now: MonotonicTime) -> VisitorScreen {
        guard let station, let gate = station.gates.first(where: { $0.name == gate }) else {
            return VisitorScreen(show: .unreachable)
        }
        let current = answer.flatMap { now < $0.end && gate.service == nil ? $0.screen : nil }
        var screen = current ?? Self.rest(gate, of: station)
        (screen.station, screen.direction) = (station.station, gate.direction)
        if let occupancy = station.occupancy, let capacity = occupancy.capacity {
            screen.inside = occupancy.inside
            screen.room = occupancy.isFull ? 0 : max(0, capacity - occupancy.inside)
        }
        return screen
    }

    /// The screen where nobody was answered just now, the gravest first.
    private static func rest(_ gate: GateStatus, of station: StationStatus) -> VisitorScreen {
        var screen = VisitorScreen(show: .ready)
        if gate.service != nil {
            screen.show = .service
        } else if !station.ledger.isWritable || gate.lock == "fault" {
            screen.show = .outOfOrder
        } else if gate.camera.fault != nil || gate.camera.state == "ended" {
            screen.show = .cameraLost
        } else if !gate.reader.isLooking || gate.camera.state != "streaming" {
            screen.show = .starting
        } else if gate.door == "held-open" {
            screen.show = .doorOpen
        } else if gate.direction == "entry", station.isClosed(to: "visitor") {
            screen.show = .closed
            screen.areMembersExempt = !station.isClosed(to: "member")
        } else if let occupancy = station.occupancy, occupancy.isFull,
            occupancy.limit == OccupancyRules.Limit.hard.rawValue,
            gate.direction == "entry"
        {
            let isOverToday = occupancy.dailyCap.map { occupancy.admitted >= $0 } ?? false
            let reason: Reason = isOverToday ? .fullToday : .full
            (screen.show, screen.reason, screen.before) = (.full, reason.rawValue, occupancy.waiting)
            screen.areMembersExempt = occupancy.areMembersExempt
        }
        return screen
    }

    private mutating func show(_ screen: VisitorScreen, for time: Duration?, at now: MonotonicTime) {
        answer = Answer(screen: screen, begun: now, end: now + (time ?? .zero))
    }
}

extension StationStatus {
    /// Whether nobody of this class of holder is let in.
    fileprivate func isClosed(to holder: String) -> Bool { phases?[holder]?.phase == Phase.closed.rawValue }
}
