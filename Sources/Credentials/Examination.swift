import Vocabulary

/// The kinds of credential this gate can tell apart.
public enum CredentialFormat: String, Sendable, CaseIterable {
    /// The site pass, `SP1:`, which this project defines.
    case sitePass = "sp1"
    /// `HC1:`: the European health certificate, and those of the WHO's network in the same container.
    case healthCertificate = "hc1"
    /// `shc:/`: the SMART Health Card.
    case smartHealthCard = "shc"
    /// A visible digital seal for a non-constrained environment (ICAO VDS-NC).
    case visibleSeal = "vds-nc"
    /// A short opaque text that stands on the station's own list.
    case badge
    /// A signed token of a visitor system (JWS).
    case token = "jws"
}

/// What the signature of a payload is worth.
public enum SignatureState: String, Sendable, CaseIterable {
    case valid
    case invalid
    case unknownKey = "unknown-key"
    /// There is none, or nothing that could be one was reached.
    case none
}

/// Whom a pass was made for.
public enum HolderClass: String, Sendable, CaseIterable {
    case member
    case visitor
}

/// Where a pass is good.
public enum StationScope: Hashable, Sendable {
    case all
    case stations(Set<String>)
}

/// Why a payload is no credential that can be believed. The raw values are reasons of the documented list.
public enum Refusal: String, Error, Sendable, CaseIterable {
    case notAPass = "not-a-pass"
    case unknownFormat = "unknown-format"
    case malformed
    case tooLong = "too-long"
    case unknownKey = "unknown-key"
    case badSignature = "bad-signature"
    /// The signature is good, and its signer may not sign this: another kind of certificate, or in another's name.
    case wrongSigner = "wrong-signer"
    /// One code of several that make one credential: the others are still to be shown.
    case moreCodes = "more-codes"
}

/// Whether the phone that a pass is bound to signed what was shown.
public enum DeviceBinding: Hashable, Sendable {
    /// The pass is bound to none.
    case none
    /// The pass alone was shown: no phone signed it.
    case unproven
    /// By the phone's clock.
    case signed(at: WallTime)
}

/// A credential whose signature was verified; only then are there claims to read.
public struct Credential: Hashable, Sendable {
    public var format: CredentialFormat
    /// What makes this credential this one, and the only thing of it that is ever hashed into the ledger: the pass id, or 16
    /// bytes of a hash.
    public var identifier: [UInt8]
    public var issuer: String
    public var holderClass: HolderClass
    public var notBefore: WallTime?
    public var expires: WallTime?
    public var scope: StationScope
    public var isSingleUse: Bool
    /// Whether its id is on the revocation list of the trust store that verified it.
    public var isRevoked: Bool
    /// Whether its holder stands on the signed denylist of that trust store.
    public var isDenied = false
    /// Whether its phone signed what was shown; when that was is for the policy.
    public var binding = DeviceBinding.none
    /// What a health certificate says; nil for every other credential.
    public var health: HealthClaims?

    public init(
        format: CredentialFormat, identifier: [UInt8], issuer: String, holderClass: HolderClass, notBefore: WallTime?,
        expires: WallTime?, scope: StationScope, isSingleUse: Bool, isRevoked: Bool, health: HealthClaims? = nil
    ) {
        self.format = format
        self.identifier = identifier
        self.issuer = issuer
        self.holderClass = holderClass
        self.notBefore = notBefore
        self.expires = expires
        self.scope = scope
        self.isSingleUse = isSingleUse
        self.isRevoked = isRevoked
        self.health = health
    }
}

/// What came of looking at one payload.
public struct Examination: Sendable {
    /// The format the payload claims to be, as soon as that is plain.
    public var format: CredentialFormat?
    public var signature: SignatureState
    public var outcome: Result<Credential, Refusal>
    /// What was held up instead of a credential, where that can be told.
    public var named: NamedCode?

    public init(
        format: CredentialFormat?, signature: SignatureState, outcome: Result<Credential, Refusal>,
        named: NamedCode? = nil
    ) {
        self.format = format
        self.signature = signature
        self.outcome = outcome
        self.named = named
    }
}
