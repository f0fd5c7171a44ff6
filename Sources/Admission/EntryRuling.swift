import Credentials
import Vocabulary

/// What comes of a presentation of somebody who wants in. The verdict on the pass and what the lock does are apart: a phase
/// may open for what was judged to stay out.
public struct EntryRuling: Hashable, Sendable {
    public var reason: Reason
    public var opens: Bool
    /// The phase under which it was judged.
    public var phase: Phase

    public init(reason: Reason, opens: Bool, phase: Phase) {
        self.reason = reason
        self.opens = opens
        self.phase = phase
    }

    /// Whether the pass would have stayed out, and the gate opened because it only observes.
    public var isObserved: Bool { opens && reason.verdict != .admit }
}

/// What a presentation meets besides its own worth.
public struct Circumstances: Sendable {
    public var passback: Passback.Finding?
    public var room: Occupancy.Room
    public var rules: OccupancyRules
    /// Whether an officer closed the station to visitors.
    public var isClosedToVisitors: Bool

    public init(
        passback: Passback.Finding?, room: Occupancy.Room, rules: OccupancyRules, isClosedToVisitors: Bool = false
    ) {
        self.passback = passback
        self.room = room
        self.rules = rules
        self.isClosedToVisitors = isClosedToVisitors
    }
}

extension Policy {
    /// Rules on somebody who wants in. What has no verified class is judged as a visitor's.
    ///
    /// No phase opens for a signature that is bad, a pass that was withdrawn or a holder who is denied, and none makes room where it is full.
    public func rule<Fault: Error>(
        on examination: Examination, at clock: Clock, trust: BundleAge = .none, under circumstances: Circumstances,
        isSpent: () throws(Fault) -> Bool
    ) throws(Fault) -> EntryRuling {
        let credential = try? examination.outcome.get()
        let holder = credential?.holderClass ?? .visitor
        let isClosed = circumstances.isClosedToVisitors && holder == .visitor
        let phase = isClosed ? .closed : phases[holder]?.phase(at: clock) ?? .enforce
        var reason: Reason
        if phase == .open, !examination.isBarred {
            reason = .open
        } else {
            reason = try judge(examination, at: clock, trust: trust, isSpent: isSpent)
            if credential != nil, reason.verdict != .deny {
                switch circumstances.passback {
                case .denied?: reason = .passback
                case .referred?: reason = .passbackCheck
                case nil: break
                }
            }
            if phase == .closed, credential != nil, !examination.isBarred { reason = .closed }
        }
        let opens = reason.verdict == .admit || phase == .observe && examination.isCredential
        // Who is referred anyway meets an officer: a soft limit says nothing more.
        let comesIn = opens || circumstances.rules.limit == .hard && reason.verdict == .refer
        if comesIn, circumstances.rules.limits(credential?.holderClass),
            let crowded = circumstances.room.reason(circumstances.rules.limit)
        {
            return EntryRuling(reason: crowded, opens: false, phase: phase)
        }
        return EntryRuling(reason: reason, opens: opens, phase: phase)
    }
}

extension Examination {
    /// Whether no phase may open for it.
    fileprivate var isBarred: Bool {
        switch outcome {
        case .success(let credential): credential.isRevoked || credential.isDenied
        case .failure(let refusal): signature == .invalid || [.badSignature, .wrongSigner].contains(refusal)
        }
    }

    /// Whether it is a credential, if only of an issuer whom nobody here knows.
    fileprivate var isCredential: Bool {
        switch outcome {
        case .success: !isBarred
        case .failure(let refusal): refusal == .unknownKey && signature != .invalid
        }
    }
}

extension Occupancy.Room {
    fileprivate func reason(_ limit: OccupancyRules.Limit) -> Reason? {
        switch (self, limit) {
        case (.free, _): nil
        case (_, .soft): .fullCheck
        case (.full, .hard): .full
        case (.fullToday, .hard): .fullToday
        }
    }
}
