import Vocabulary

/// The kinds of health certificate a signer may sign; empty where its certificate does not say, and then all.
struct HealthUsage: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let test = HealthUsage(rawValue: 1)
    static let vaccination = HealthUsage(rawValue: 2)
    static let recovery = HealthUsage(rawValue: 4)

    /// From the object identifiers of an extended key usage.
    init(_ identifiers: [[UInt8]]) {
        self = []
        for (number, usage) in [(1, Self.test), (2, .vaccination), (3, .recovery)]
        where !OID.healthUsage(UInt8(number)).allSatisfy({ !identifiers.contains($0) }) {
            insert(usage)
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// Somebody other than the site whose signatures are believed, as a bundle says.
struct Signer: Sendable {
    /// What its signature is good for.
    enum Role: UInt8, Sendable, CaseIterable {
        /// Health certificates: a document signer of a country.
        case documents = 0
        /// Other certificates: a country's signing authority.
        case certificates = 1
        /// Plain tokens: a key of a visitor system's JWKS.
        case tokens = 2
        /// SMART Health Cards: a key of a health issuer's JWKS. Apart from the other, since what either signs for purposes
        /// of its own would otherwise pass for the other's.
        case cards = 3
    }

    let role: Role
    /// What a message names it by: 8 bytes for a document signer, the text of a `kid`, the subject key id of an authority.
    let identifier: [UInt8]
    /// A country of two letters, or the address of an issuer; nil where the list does not say.
    let issuer: String?
    let key: VerificationKey
    /// The key as a SubjectPublicKeyInfo.
    let keyInfo: [UInt8]
    let notBefore: WallTime?
    /// The last second at which it is good.
    let notAfter: WallTime?
    let usage: HealthUsage
    /// The SHA-256 of its certificate; nil where the list holds only a key.
    let fingerprint: [UInt8]?
    /// Its name in certificates: an authority's alone.
    let subject: [UInt8]?

    /// Whether it may sign in the name of `issuer`: in its own alone, where the list says whose key it is.
    func maySign(for issuer: String?) -> Bool { self.issuer == nil || self.issuer == issuer }

    /// Whether it may sign health certificates of this kind.
    func maySign(_ usage: HealthUsage) -> Bool {
        role == .documents && (self.usage.isEmpty || self.usage.contains(usage))
    }

    /// Takes a message's times down to those at which the signer was good too.
    func within(notBefore: WallTime?, expires: WallTime?) -> (notBefore: WallTime?, expires: WallTime?) {
        let end = notAfter.map { WallTime(seconds: $0.seconds + 1) }
        return ([notBefore, self.notBefore].compactMap(\.self).max(), [expires, end].compactMap(\.self).min())
    }
}

extension Signer {
    /// A signer as its certificate says.
    init(_ certificate: Certificate, role: Role, identifier: [UInt8], issuer: String?) {
        self.init(
            role: role, identifier: identifier, issuer: issuer ?? certificate.country, key: certificate.key,
            keyInfo: certificate.keyInfo, notBefore: certificate.notBefore, notAfter: certificate.notAfter,
            usage: certificate.usage, fingerprint: certificate.fingerprint,
            subject: role == .certificates ? certificate.subject : nil)
    }
}
