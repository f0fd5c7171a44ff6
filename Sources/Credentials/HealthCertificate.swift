import Crypto
import Vocabulary

/// The claims of a verified health certificate: of a European one, or of the WHO's core data set.
struct HealthCertificate {
    let issuer: String?
    let issued: WallTime?
    /// Nil where a certificate of the WHO's says nothing of it.
    let expires: WallTime?
    let usage: HealthUsage
    let health: HealthClaims
    /// The certificate's own identifier of each entry with its country, as they are written; the newest last.
    let identifiers: [(text: String, country: String?)]

    /// Claims of a CWT (RFC 8392 section 4) and of the container.
    private enum Claim {
        static let issuer: CBOR = 1
        static let expires: CBOR = 4
        static let notBefore: CBOR = 5
        static let issued: CBOR = 6
        static let health: CBOR = -260
    }

    /// What stands in the map of `health` (WHO SMART Trust, HCERT).
    private enum Kind {
        /// The first version of the European certificate.
        static let european: CBOR = 1
        /// Core data sets of vaccinations and of test results.
        static let coreDataSets: [CBOR] = [3, 4]
        /// Links to health records.
        static let links: CBOR = 5
    }

    /// Throws `malformed` where it is no health certificate with entries of one kind, and `unknownFormat` where its container
    /// holds something else: the WHO's network uses it for links to health records and for booklets.
    init(payload: [UInt8]) throws(Refusal) {
        guard case .map(let claims) = try CBOR(reading: payload) else { throw .malformed }
        guard case .map(let kinds) = claims[Claim.health] else {
            // The first certificates of the WHO have no container and no claims around their fields.
            guard CoreDataSet.recognises(claims) else { throw .malformed }
            try self.init([CoreDataSet(claims)], claims: [:])
            return
        }
        if let european = kinds[Kind.european] {
            guard case .map(let certificate) = european, certificate["nam"]?.entries != nil else { throw .malformed }
            try self.init(
                EuropeanEntry.entries(of: certificate), birth: certificate["dob"]?.string.flatMap(Birth.init),
                claims: claims)
            guard expires != nil else { throw .malformed }
        } else {
            let sets = Kind.coreDataSets.compactMap { kinds[$0] }
            guard !sets.isEmpty else { throw kinds.isEmpty ? .malformed : .unknownFormat }
            try self.init(try Self.coreDataSets(in: sets), claims: claims)
        }
    }

    /// What a payload that is an unknown format can be called.
    static func name(_ payload: [UInt8]) -> NamedCode? {
        let claims = (try? CBORReader.read(payload))?.entries
        return claims?[Claim.health]?.entries?[Kind.links] == nil ? nil : .healthLink
    }

    /// Each stands alone or in a list.
    private static func coreDataSets(in sets: [CBOR]) throws(Refusal) -> [CoreDataSet] {
        var found: [CoreDataSet] = []
        for set in sets {
            let items = if case .array(let items) = set { items } else { [set] }
            for item in items {
                guard let fields = item.entries else { throw .malformed }
                found.append(try CoreDataSet(fields))
            }
        }
        return found
    }

    private init(_ sets: [CoreDataSet], claims: [CBOR: CBOR]) throws(Refusal) {
        try self.init(
            sets.map(\.entry), birth: sets.first?.birth, claims: claims, validFrom: sets.compactMap(\.validFrom).max(),
            validUntil: sets.compactMap(\.validUntil).min())
    }

    private init(
        _ entries: [HealthEntry], birth: Birth?, claims: [CBOR: CBOR], validFrom: WallTime? = nil,
        validUntil: WallTime? = nil
    ) throws(Refusal) {
        let entries = entries.sorted { $0.event.time < $1.event.time }
        guard let first = entries.first, entries.allSatisfy({ $0.usage == first.usage }) else { throw .malformed }
        let times = [Claim.issued, Claim.notBefore, Claim.expires].map { claims[$0] }
        let read = times.map { $0?.numericDate }
        guard zip(times, read).allSatisfy({ ($0 == nil) == ($1 == nil) }) else { throw .malformed }
        issuer = claims[Claim.issuer]?.string
        issued = [read[0], read[1], validFrom].compactMap(\.self).max()
        // Readers of the EU take the second `exp` itself as valid, and its own test set says so.
        expires = [read[2], validUntil].compactMap(\.self).min().map { WallTime(seconds: $0.seconds + 1) }
        usage = first.usage
        identifiers = entries.compactMap { entry in entry.identifier.map { ($0, entry.country) } }
        health = HealthClaims(events: entries.filter(\.isCOVID19).map(\.event), birth: birth)
    }

    func credential(of message: COSESign1, signedBy signer: Signer, trustedBy trust: TrustStore) -> Credential {
        let times = signer.within(notBefore: issued, expires: expires)
        // Not of the signature: with ECDSA anybody can make a second one for the same certificate.
        let identifier =
            identifiers.last.map { CertificateIdentifier.hash($0.text) }
            ?? Array(SHA256.hash(data: message.payload).prefix(16))
        return Credential(
            format: .healthCertificate, identifier: identifier, issuer: signer.issuer ?? issuer ?? "",
            holderClass: .visitor, notBefore: times.notBefore, expires: times.expires, scope: .all, isSingleUse: false,
            isRevoked: revocationHashes(message.signature, signer.key).contains(where: trust.isRevokedHash),
            health: health)
    }

    /// The three forms in which a certificate is withdrawn: by its identifier, by country and identifier, and by signature;
    /// of an ECDSA signature by its first half. 16 bytes of SHA-256 each (eHealth Network, revocation specification).
    private func revocationHashes(_ signature: [UInt8], _ key: VerificationKey) -> [[UInt8]] {
        let r = key.algorithm == .ps256 ? signature[...] : signature.prefix(signature.count / 2)
        let names = identifiers.flatMap { identifier in
            ["", issuer, identifier.country].compactMap { $0 }.map { Array(($0 + identifier.text).utf8) }
        }
        return (names + [Array(r)]).map { Array(SHA256.hash(data: $0).prefix(16)) }
    }
}
