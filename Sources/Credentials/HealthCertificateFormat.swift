import Crypto
import Vocabulary

/// `HC1:`: the European health certificate and those of the WHO's network, which share its container (Electronic Health
/// Certificate Specification, eHealth Network and later WHO SMART Trust): Base45, one zlib stream, COSE_Sign1, CWT.
enum HealthCertificateFormat: FormatReader {
    static let format: CredentialFormat? = .healthCertificate
    private static let prefix = "HC1:"

    static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: prefix.utf8) }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        var signature = SignatureState.none
        do throws(Refusal) {
            let message = try message(bytes)
            signature = .unknownKey
            let signers = message.foreignKeyIdentifier.map { trust.signers(.documents, $0) } ?? []
            guard !signers.isEmpty else { throw .unknownKey }
            signature = .invalid
            // Eight bytes of a hash are not unique among thousands: all keys with this id are tried, and no other.
            let input = message.signatureInput
            let signer = signers.first {
                message.foreignAlgorithm == $0.key.algorithm.cose && $0.key.isSignature(message.signature, of: input)
            }
            guard let signer else { throw .badSignature }
            signature = .valid
            let token = try HealthCertificate(payload: message.payload)
            guard signer.usage.isEmpty || signer.usage.contains(token.usage) else { throw .wrongSigner }
            let credential = token.credential(signedBy: signer, signature: message.signature, trustedBy: trust)
            return Examination(format: format, signature: signature, outcome: .success(credential))
        } catch {
            return Examination(format: format, signature: signature, outcome: .failure(error))
        }
    }

    private static func message(_ bytes: [UInt8]) throws(Refusal) -> COSESign1 {
        guard let packed = Base45.decode(bytes.dropFirst(prefix.utf8.count)),
            let message = Inflate.unpack(packed, .zlib)
        else { throw .malformed }
        return try COSESign1(message, isForeign: true)
    }
}

/// The claims of a verified health certificate.
struct HealthCertificate {
    let issuer: String?
    let issued: WallTime?
    let expires: WallTime
    let usage: HealthUsage
    let health: HealthClaims
    /// The unique certificate identifier of each entry with its country, as they are written; the newest last.
    let identifiers: [(text: String, country: String?)]

    /// Claims of a CWT (RFC 8392 section 4) and of the container.
    private enum Claim {
        static let issuer: CBOR = 1
        static let expires: CBOR = 4
        static let notBefore: CBOR = 5
        static let issued: CBOR = 6
        static let health: CBOR = -260
        /// The first version of the European certificate, in the map of `health`.
        static let european: CBOR = 1
    }

    /// Throws `malformed` where it is no health certificate with entries of one kind, and `unknownFormat` where its container
    /// holds something else: the WHO's network uses it for links to health records and for booklets.
    init(payload: [UInt8]) throws(Refusal) {
        guard case .map(let claims) = try CBOR(reading: payload), case .map(let kinds) = claims[Claim.health],
            let expires = claims[Claim.expires]?.numericDate
        else { throw .malformed }
        guard let european = kinds[Claim.european] else {
            throw kinds.isEmpty ? .malformed : .unknownFormat
        }
        guard case .map(let certificate) = european, certificate["nam"]?.entries != nil else { throw .malformed }
        let entries = try EuropeanEntry.entries(of: certificate).sorted { $0.event.time < $1.event.time }
        issuer = claims[Claim.issuer]?.string
        let times = [claims[Claim.issued], claims[Claim.notBefore]].compactMap { $0 }
        let read = times.compactMap(\.numericDate)
        guard read.count == times.count else { throw .malformed }
        issued = read.max()
        // Readers of the EU take the second `exp` itself as valid, and its own test set says so.
        self.expires = WallTime(seconds: expires.seconds + 1)
        usage = entries[0].usage
        identifiers = entries.map { ($0.identifier, $0.country) }
        health = HealthClaims(
            disease: entries.allSatisfy(\.isCOVID19) ? .covid19 : .other, events: entries.map(\.event),
            birth: certificate["dob"]?.string.flatMap(Birth.init))
    }

    func credential(signedBy signer: Signer, signature: [UInt8], trustedBy trust: TrustStore) -> Credential {
        let times = signer.within(notBefore: issued, expires: expires)
        return Credential(
            format: .healthCertificate, identifier: CertificateIdentifier.hash(identifiers.last?.text ?? ""),
            issuer: signer.issuer ?? issuer ?? "", holderClass: .visitor, notBefore: times.notBefore,
            expires: times.expires, scope: .all, isSingleUse: false,
            isRevoked: revocationHashes(signature, signer.key).contains(where: trust.isRevokedHash), health: health)
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

/// The identifier that a certificate keeps in every format it is issued in.
enum CertificateIdentifier {
    /// 16 bytes that stand for `text`, however its prefix and its check letter are written.
    static func hash(_ text: String) -> [UInt8] {
        var name = text.uppercased()
        if name.hasPrefix("URN:UVCI:") { name.removeFirst("URN:UVCI:".count) }
        let plain = name.split(separator: "#", omittingEmptySubsequences: false).first.map(String.init) ?? name
        return Array(SHA256.hash(data: Array(("uvci:" + plain).utf8)).prefix(16))
    }
}
