import Credentials
import Vocabulary

/// What a station makes of a health certificate, in the colours that people know from the entry to public places.
public enum Colour: String, Sendable, CaseIterable {
    /// The status that is asked for.
    case green
    /// Something is missing: an officer decides.
    case yellow
    /// The status is not there.
    case red
    /// The holder stands on the station's signed denylist.
    case black
}

/// A station's rules for health certificates: few and fixed, and no language of their own.
///
/// Days and hours count in UTC, from what the certificate says to the time of the decision.
public struct HealthPolicy: Hashable, Sendable {
    /// Who sees to it that a certificate is its bearer's own: it proves a status, and not who holds it.
    public enum HolderCheck: String, Sendable, CaseIterable {
        /// Green is referred: an officer compares it with an identity card.
        case officer
        /// Green is admitted: whoever holds up somebody else's certificate comes in.
        case none
    }

    /// What a certificate is worth that has expired, or whose signer has.
    public enum Expired: String, Sendable, CaseIterable {
        case deny
        /// Yellow at best.
        case refer
        /// As if it had not.
        case accept
    }

    public var holderCheck = HolderCheck.officer
    public var expired = Expired.deny
    /// The doses that green takes; nil: the whole series as the certificate counts it, or two where it does not.
    public var doses: Int?
    /// The doses that yellow takes.
    public var yellowDoses = 1
    /// Days from the last dose until it counts for green; a dose beyond those that are needed counts at once.
    public var leastDoseDays = 14
    /// Days after which the last dose counts no more; nil: never.
    public var mostDoseDays: Int?
    /// Hours from the sample for which a negative test is green; 0, and a kind that is not named: it never is.
    public var testHours: [HealthClaims.TestKind: Int] = [.nucleicAcid: 72, .antigen: 24]
    /// Days from the first positive test, or where that is not said from the day it counts, for which a recovery is green;
    /// nil: it never is.
    public var recoveryDays: ClosedRange<Int>? = 11...180
    /// Countries of two letters and addresses of issuers that are accepted; empty: all that are trusted.
    public var issuers: Set<String> = []
    /// Products that are accepted, by the codes of the certificates; empty: all.
    public var products: Set<String> = []
    /// Whoever is surely younger than so many years needs no status.
    public var exemptBelow: Int?

    public init() {}

    /// The colour of a verified health certificate at `time`. Never black: that is said by a list, not by a rule.
    public func colour(of health: HealthClaims, from credential: Credential, at time: WallTime) -> Colour {
        if credential.isRevoked || credential.notBefore.map({ time < $0 }) ?? false { return .red }
        let status = status(health, issuer: credential.issuer, at: time)
        guard credential.isExpired(at: time) else { return status }
        switch expired {
        case .deny: return .red
        case .refer: return status == .green ? .yellow : status
        case .accept: return status
        }
    }

    private func status(_ health: HealthClaims, issuer: String, at time: WallTime) -> Colour {
        guard issuers.isEmpty || issuers.contains(issuer) else { return .red }
        let events = health.events.filter { $0.time <= time }
        if case .test(_, isNegative: false, _) = events.last { return .red }
        if let exemptBelow, health.birth?.isYounger(than: exemptBelow, at: time) == true { return .green }
        if events.contains(where: { isGreen($0, at: time) }) { return .green }
        return vaccination(events, at: time)
    }

    private func isGreen(_ event: HealthClaims.Event, at time: WallTime) -> Bool {
        switch event {
        case .vaccination: return false
        case .test(let kind, let isNegative, let sampled):
            guard isNegative, let hours = testHours[kind], hours > 0 else { return false }
            return time.seconds - sampled.seconds <= Int64(hours) * 3600
        case .recovery(let firstPositive, let from, let until):
            guard let recoveryDays, time < until.plus(days: 1) else { return false }
            return recoveryDays.contains((firstPositive ?? from).days(until: time))
        }
    }

    /// What the doses come to: those of accepted products alone.
    private func vaccination(_ events: [HealthClaims.Event], at time: WallTime) -> Colour {
        let accepted = events.compactMap { event -> (dose: Int?, of: Int?, day: WallTime)? in
            guard case .vaccination(let dose, let of, let names, let day) = event else { return nil }
            guard products.isEmpty || !products.isDisjoint(with: names) else { return nil }
            return (dose, of, day)
        }
        guard let last = accepted.last else { return .red }
        let age = last.day.days(until: time)
        if let mostDoseDays, age > mostDoseDays { return .red }
        // Nobody is given two in a day: that is one, written down twice.
        let days = Set(accepted.map { $0.day.seconds / 86400 })
        let given = max(last.dose ?? 0, days.count)
        let needed = max(1, doses ?? last.of ?? 2)
        if given > needed || (given == needed && age >= leastDoseDays) { return .green }
        return given >= yellowDoses ? .yellow : .red
    }
}

extension Credential {
    /// Whether it, or the key that signed it, is no longer good.
    public func isExpired(at time: WallTime) -> Bool { expires.map { time >= $0 } ?? false }
}

extension WallTime {
    /// Whole days from this one, which is the beginning of one, to `time`.
    fileprivate func days(until time: WallTime) -> Int { Int((time.seconds - seconds) / 86400) }

    fileprivate func plus(days: Int64) -> WallTime { WallTime(seconds: seconds + days * 86400) }
}
