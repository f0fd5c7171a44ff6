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
        /// The station does not say how it is.
        case unreachable
    }

    var show: Show
    /// Why, for a verdict; `officer` where an officer let somebody in.
    var reason: String?
    var station: String?
    var direction: String?
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
        var screen: (show: VisitorScreen.Show, reason: String)
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
                show(.outOfOrder, reason, for: Self.times[.deny], at: now)
            } else if reason == Reason.moreCodes.rawValue {
                show(.more, reason, for: Self.moreTime, at: now)
            } else {
                let picture: VisitorScreen.Show = verdict == .admit ? .admit : verdict == .refer ? .refer : .deny
                show(picture, reason, for: Self.times[verdict], at: now)
            }
        case "collecting": show(.more, Reason.moreCodes.rawValue, for: Self.moreTime, at: now)
        case "acted":
            guard let what = event.what, what.hasPrefix("admit-") || what.hasPrefix("override-"),
                event.lock == LockOutcome.opened.rawValue
            else { return }
            show(.admit, "officer", for: Self.times[.admit], at: now)
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
        var screen = VisitorScreen(show: .ready, station: station.station, direction: gate.direction)
        let current = answer.flatMap { now < $0.end ? $0.screen : nil }
        if gate.service != nil {
            screen.show = .service
        } else if let current {
            (screen.show, screen.reason) = (current.show, current.reason)
        } else if !station.ledger.isWritable || gate.lock == "fault" {
            screen.show = .outOfOrder
        } else if gate.camera.fault != nil || gate.camera.state == "ended" {
            screen.show = .cameraLost
        } else if !gate.reader.isLooking || gate.camera.state != "streaming" {
            screen.show = .starting
        } else if gate.door == "held-open" {
            screen.show = .doorOpen
        }
        return screen
    }

    private mutating func show(
        _ show: VisitorScreen.Show, _ reason: String, for time: Duration?, at now: MonotonicTime
    ) {
        answer = Answer(screen: (show, reason), begun: now, end: now + (time ?? .zero))
    }
}
