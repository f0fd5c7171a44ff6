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
    /// What a health certificate is worth.
    public var health: HealthPolicy
    /// How old the list of signers may be.
    public var trustAge: TrustAgePolicy

    public init(
        station: String?, hours: [HolderClass: OpeningHours] = [:], phases: [HolderClass: PhasePlan] = [:],
        health: HealthPolicy = HealthPolicy(), trustAge: TrustAgePolicy = TrustAgePolicy()
    ) {
        self.station = station
        self.hours = hours
        self.phases = phases
        self.health = health
        self.trustAge = trustAge
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
    /// How far `time` may be from the truth.
    public var error: Duration

    public init(time: WallTime, state: State, minute: MinuteOfWeek, error: Duration = .zero) {
        self.time = time
        self.state = state
        self.minute = minute
        self.error = error
    }
}

extension Policy {
    /// The reason, and with it the verdict, for what was examined.
    ///
    /// What no clock can change is judged first, so that a wrong clock cannot hide a withdrawn or spent pass behind amber.
    /// `trust` is the age of the list of signers; `isSpent` is asked only for a single-use pass.
    public func judge<Fault: Error>(
        _ examination: Examination, at clock: Clock, trust: BundleAge = .none, isSpent: () throws(Fault) -> Bool
    ) throws(Fault) -> Reason {
        let credential: Credential
        switch examination.outcome {
        case .failure(let refusal): return Reason(refusal)
        case .success(let verified): credential = verified
        }
        if credential.isDenied { return .denylisted }
        if credential.isRevoked { return .revoked }
        if let station, !credential.scope.includes(station) { return .wrongStation }
        if credential.isSingleUse, try isSpent() { return .alreadyUsed }
        if credential.binding == .unproven { return .staleCode }
        guard clock.state != .untrusted else {
            let dependsOnTime =
                credential.notBefore != nil || credential.expires != nil || credential.health != nil
                || hours[credential.holderClass] != nil
            return dependsOnTime ? .clockUntrusted : .ok
        }
        if let notBefore = credential.notBefore, clock.time < notBefore { return .notYetValid }
        if credential.isExpired(at: clock.time), credential.health == nil || health.expired == .deny { return .expired }
        if !credential.binding.isFresh(at: clock) { return .staleCode }
        if let hours = hours[credential.holderClass], !hours.contain(clock.minute) { return .outsideHours }
        if trust == .stale, trustAge.stale == .refer, credential.format.isOfBundle { return .trustStale }
        guard let colour = colour(of: credential, at: clock) else { return .ok }
        switch colour {
        // A health certificate proves a status, and not who holds it.
        case .green: return health.holderCheck == .none ? .ok : .holderCheck
        case .yellow: return .healthYellow
        case .red: return .healthRed
        case .black: return .denylisted
        }
    }

    /// The colour of a health certificate, and black for whoever is denied; nil for every other credential.
    ///
    /// Without the time nothing is surely green.
    public func colour(of credential: Credential, at clock: Clock) -> Colour? {
        if credential.isDenied { return .black }
        guard let claims = credential.health else { return nil }
        guard clock.state != .untrusted else { return credential.isRevoked ? .red : .yellow }
        return health.colour(of: claims, from: credential, at: clock.time)
    }
}

extension DeviceBinding {
    /// How far the times of the phone and of the gate may be apart: a code is shown for 15 s, and a phone's clock is not the
    /// gate's.
    static let tolerance = Duration.seconds(30)

    func isFresh(at clock: Clock) -> Bool {
        guard case .signed(let time) = self else { return self == .none }
        let most = Self.tolerance + clock.error
        return (.zero - most...most).contains(clock.time - time)
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
