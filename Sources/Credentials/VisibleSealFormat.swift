import Vocabulary

/// ICAO's visible digital seal for non-constrained environments (technical report VDS-NC 1.1, Doc 9303 part 13): JSON that
/// carries its signer's certificate. The certificate is believed only where the bundle holds it, or holds the authority that
/// signed it.
enum VisibleSealFormat: FormatReader {
    static let format: CredentialFormat? = .visibleSeal

    /// A JSON object with the header of a seal.
    static func recognises(_ bytes: [UInt8]) -> Bool {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return bytes.first { !isBlank($0) } == UInt8(ascii: "{") && bytes.contains(Array("\"hdr\"".utf8))
    }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        var signature = SignatureState.none
        do throws(Refusal) {
            let seal = try UnverifiedSeal(bytes)
            signature = .unknownKey
            guard let signer = trust.signer(of: seal.certificate) else { throw .unknownKey }
            signature = .invalid
            guard seal.isSigned else { throw .badSignature }
            signature = .valid
            // A certificate that an authority merely signed may be for passports.
            guard signer.isHeld || seal.certificate.maySeal, seal.certificate.maySign else { throw .wrongSigner }
            let content = try SealContent(seal.data)
            guard signer.usage.isEmpty || signer.usage.contains(content.usage) else { throw .wrongSigner }
            let credential = Credential(
                format: .visibleSeal, identifier: content.identifier, issuer: signer.country ?? content.issuer,
                holderClass: .visitor, notBefore: signer.notBefore, expires: signer.expires, scope: .all,
                isSingleUse: false, isRevoked: trust.isRevokedHash(content.identifier), health: content.health)
            return Examination(format: format, signature: signature, outcome: .success(credential))
        } catch {
            return Examination(format: format, signature: signature, outcome: .failure(error))
        }
    }
}

/// A seal as it was read: nothing of it is believed yet.
private struct UnverifiedSeal {
    let data: JSON
    let certificate: Certificate
    /// Whether the certificate's key made the signature; over the one canonical text of `data`, however the code writes it.
    let isSigned: Bool

    init(_ bytes: [UInt8]) throws(Refusal) {
        guard let seal = try? JSONReader.read(bytes), let data = seal["data"], let canonical = data.canonical,
            let algorithm = seal["sig"]?["alg"]?.string,
            let der = seal["sig"]?["cer"]?.string.flatMap(Self.bytes),
            let signature = seal["sig"]?["sigvl"]?.string.flatMap(Self.bytes),
            let certificate = try? Certificate(der: der)
        else { throw .malformed }
        let algorithms: [VerificationKey.Algorithm] = [.es256, .es384, .es512]
        let key = certificate.key
        self.data = data
        self.certificate = certificate
        isSigned =
            algorithms.contains(key.algorithm) && algorithm == key.algorithm.rawValue
            && key.isSignature(signature, of: canonical)
    }

    /// The report says base64url. Neither text is signed, so a seal in the other alphabet is still the same seal.
    private static func bytes(_ text: String) -> [UInt8]? {
        Base64.decode(text.utf8, isPadded: true) ?? Base64.decode(text.utf8, .standard, isPadded: true)
    }
}

/// Why and for how long a seal's certificate is believed.
private struct SealSigner {
    /// Whether the bundle holds the certificate itself.
    let isHeld: Bool
    /// Two letters. A seal itself writes three, and policies name countries as the other formats do.
    let country: String?
    let usage: HealthUsage
    let notBefore: WallTime?
    let expires: WallTime?
}

extension TrustStore {
    fileprivate func signer(of certificate: Certificate) -> SealSigner? {
        if let signer = signers.documentSigner(certificate) {
            let times = signer.within(notBefore: nil, expires: nil)
            return SealSigner(
                isHeld: true, country: signer.issuer ?? certificate.country, usage: signer.usage,
                notBefore: times.notBefore, expires: times.expires)
        }
        let authority = signers.authorities(of: certificate).first { certificate.isSigned(with: $0.key) }
        guard let authority else { return nil }
        let end = WallTime(seconds: certificate.notAfter.seconds + 1)
        let times = authority.within(notBefore: certificate.notBefore, expires: end)
        return SealSigner(
            isHeld: false, country: certificate.country, usage: certificate.usage, notBefore: times.notBefore,
            expires: times.expires)
    }
}

/// What a verified seal says: a proof of vaccination or of testing.
private struct SealContent {
    let issuer: String
    let identifier: [UInt8]
    let usage: HealthUsage
    let health: HealthClaims

    /// Throws `malformed`, and `unknownFormat` for a seal of another kind, such as a visa.
    init(_ data: JSON) throws(Refusal) {
        guard let type = data["hdr"]?["t"]?.string, let issuer = data["hdr"]?["is"]?.string, let message = data["msg"]
        else { throw .malformed }
        let birth = message["pid"]?["dob"]?.string.flatMap(Birth.init)
        let number: String?
        switch type {
        case "icao.vacc":
            number = message["uvci"]?.string
            usage = .vaccination
            health = HealthClaims(events: try Self.doses(message).sorted { $0.time < $1.time }, birth: birth)
        case "icao.test":
            number = message["utci"]?.string
            usage = .test
            health = HealthClaims(events: [try Self.test(message)], birth: birth)
        default: throw .unknownFormat
        }
        guard let number else { throw .malformed }
        self.issuer = issuer
        // Only the long form of an identifier names its country.
        identifier = CertificateIdentifier.hash(number.contains(":") ? number : "\(issuer):\(number)")
    }

    private static func doses(_ message: JSON) throws(Refusal) -> [HealthClaims.Event] {
        let vaccines = message["ve"]?.array ?? []
        guard vaccines.contains(where: { $0["vd"]?.array?.isEmpty == false }) else { throw .malformed }
        var events: [HealthClaims.Event] = []
        for vaccine in vaccines {
            let product = vaccine["des"]?.string
            let isCOVID19 =
                vaccine["dis"]?.string.map { $0.hasPrefix(covid19) } ?? covid19Vaccines.contains(product ?? "")
            for dose in isCOVID19 ? vaccine["vd"]?.array ?? [] : [] {
                guard let day = dose["dvc"]?.string.flatMap({ WallTime(day: $0) }) else { throw .malformed }
                let number = dose["seq"]?.integer ?? dose["seq"]?.string.flatMap { Int64($0) }
                events.append(
                    .vaccination(
                        dose: number.map { Int($0) }, of: nil, products: Set([product].compactMap(\.self)), day: day))
            }
        }
        return events
    }

    private static func test(_ message: JSON) throws(Refusal) -> HealthClaims.Event {
        guard let sampled = message["dat"]?["sc"]?.string.flatMap({ WallTime(sampled: $0) ?? WallTime(day: $0) }),
            let kind = message["tr"]?["tc"]?.string, let result = message["tr"]?["r"]?.string
        else { throw .malformed }
        let test: HealthClaims.TestKind =
            kind.hasPrefix("molecular") ? .nucleicAcid : kind == "antigen" ? .antigen : .other
        return .test(test, isNegative: ["negative", "normal"].contains(result), sampled: sampled)
    }

    /// ICD-11's COVID-19, with or without what follows the dot.
    private static let covid19 = "RA01"
    /// ICD-11's extension codes of COVID-19 vaccines: in general, by kind, by name.
    private static let covid19Vaccines: Set<String> = [
        "XM68M6", "XM1NL1", "XM5DF6", "XM9QW8", "XM0CX4", "XM5JC5", "XM1J92", "XM6AT1", "XM0GQ8", "XM8NQ0", "XM3DT5",
        "XM4YL8", "XM97T2", "XM6QV1", "XM7HT3", "XM8866", "XM1G90", "XM5ZJ4",
    ]
}
