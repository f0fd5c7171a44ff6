import Credentials
import Vocabulary

/// The rules of one station.
public struct Policy: Hashable, Sendable {
    /// The station's name as passes spell it; nil where `verify` was not told one: then the station is not judged.
    public var station: String?
    /// When each class of holder is let in; a class that is not named may always come.
    public var hours: [HolderClass: OpeningHours]
    /// How strictly each class is judged; a class that is not named is held to its passes.
    public var phases: [HolderClass: PhasePlan]

    public init(
        station: String?, hours: [HolderClass: OpeningHours] = [:], phases: [HolderClass: PhasePlan] = [:]
    ) {
        self.station = station
        self.hours = hours
        self.phases = phases
    }
}

/// What the board believes about the time when a decision is made.
public struct Clock: Hashable, Sendable {
    /// Whether dates of a pass may be held against it.
    public enum State: String, Sendable, CaseIterable {
        case trusted
        /// It was, and has been counted since without new evidence: as good, for a while.
        case holdover
        case untrusted
    }

    public var time: WallTime
    public var state: State
    /// The local minute of the week that `time` is.
    public var minute: MinuteOfWeek

    public init(time: WallTime, state: State, minute: MinuteOfWeek) {
        self.time = time
        self.state = state
        self.minute = minute
    }
}

extension Policy {
    /// The reason, and with it the verdict, for what was examined.
    ///
    /// What no clock can change is judged first, so that a wrong clock cannot hide a withdrawn or spent pass behind amber.
    /// `isSpent` is asked only for a single-use pass.
    public func judge<Fault: Error>(
        _ examination: Examination, at clock: Clock, isSpent: () throws(Fault) -> Bool
    ) throws(Fault) -> Reason {
        let credential: Credential
        switch examination.outcome {
        case .failure(let refusal): return Reason(refusal)
        case .success(let verified): credential = verified
        }
        if credential.isRevoked { return .revoked }
        if let station, !credential.scope.includes(station) { return .wrongStation }
        if credential.isSingleUse, try isSpent() { return .alreadyUsed }
        guard clock.state != .untrusted else {
            let dependsOnTime =
                credential.notBefore != nil || credential.expires != nil || credential.health != nil
                || hours[credential.holderClass] != nil
            return dependsOnTime ? .clockUntrusted : .ok
        }
        if let notBefore = credential.notBefore, clock.time < notBefore { return .notYetValid }
        if let expires = credential.expires, clock.time >= expires { return .expired }
        if let hours = hours[credential.holderClass], !hours.contain(clock.minute) { return .outsideHours }
        // A health certificate proves a status, and not who holds it: without a rule that says more an officer looks.
        if credential.health != nil { return .holderCheck }
        return .ok
    }
}

extension StationScope {
    func includes(_ station: String) -> Bool {
        switch self {
        case .all: true
        case .stations(let names): names.contains(station)
        }
    }
}

extension Reason {
    init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .notAPass: .notAPass
            case .unknownFormat: .unknownFormat
            case .malformed: .malformed
            case .tooLong: .tooLong
            case .unknownKey: .unknownKey
            case .badSignature: .badSignature
            case .wrongSigner: .wrongSigner
            case .moreCodes: .moreCodes
            }
    }
}
