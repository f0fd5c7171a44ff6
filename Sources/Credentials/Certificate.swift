import Crypto
import CryptoExtras
import Vocabulary

/// An X.509 certificate (RFC 5280), of which only that is read which a gate asks of a signer of health certificates.
///
/// Real lists hold certificates that break RFC 5280 in ways that do not matter here (version 1 with no extension, serial
/// numbers below zero, empty names): they are read. What is read is read strictly.
struct Certificate: Sendable {
    /// Longer ones are refused unread. The longest in the published lists has 2,500 bytes.
    static let maximumLength = 8192

    let der: [UInt8]
    let key: VerificationKey
    /// The key as it stands here, a SubjectPublicKeyInfo.
    let keyInfo: [UInt8]
    /// Names are compared as the bytes they are.
    let issuer: [UInt8]
    let subject: [UInt8]
    /// Two letters, as the subject says; else as the issuer does.
    let country: String?
    let notBefore: WallTime
    /// The last second of validity.
    let notAfter: WallTime
    /// The kinds of health certificate it may sign, where it says so.
    let usage: HealthUsage
    /// Whether it says that it may sign visible digital seals.
    let maySeal: Bool
    /// Whether it may sign data; also where it does not say.
    let maySign: Bool
    /// Whether it says that it may sign certificates.
    let isAuthority: Bool
    let subjectKeyIdentifier: [UInt8]?
    let authorityKeyIdentifier: [UInt8]?

    private let signed: [UInt8]
    private let signatureAlgorithm: [UInt8]
    private let signature: [UInt8]

    /// 8 bytes: the head of the SHA-256 of the certificate, the key id of health certificates (eHealth Network, volume 1).
    var identifier: [UInt8] { Array(fingerprint.prefix(8)) }

    /// The SHA-256 of the certificate.
    var fingerprint: [UInt8] { Array(SHA256.hash(data: der)) }

    /// Throws a `CertificateFault` that says what cannot be read.
    init(der: [UInt8]) throws(CertificateFault) {
        guard der.count <= Self.maximumLength else { throw .damaged }
        let fields: Fields
        do throws(DERFault) { fields = try Fields(der) } catch { throw .damaged }
        guard let key = VerificationKey(subjectPublicKeyInfo: fields.keyInfo.whole) else { throw .unusableKey }
        guard let notBefore = Self.time(fields.notBefore), let notAfter = Self.time(fields.notAfter) else {
            throw .unreadableTime
        }
        self.der = der
        self.key = key
        keyInfo = Array(fields.keyInfo.whole)
        issuer = Array(fields.issuer.whole)
        subject = Array(fields.subject.whole)
        country = Self.country(fields.subject) ?? Self.country(fields.issuer)
        self.notBefore = notBefore
        self.notAfter = notAfter
        signed = Array(fields.signed.whole)
        signatureAlgorithm = fields.signatureAlgorithm
        signature = fields.signature
        do throws(DERFault) {
            let extensions = try Extensions(fields.extensions)
            usage = extensions.usage
            maySeal = extensions.maySeal
            maySign = extensions.keyUsage.map { $0 & 0x80 != 0 } ?? true
            isAuthority = extensions.isAuthority && extensions.keyUsage.map { $0 & 0x04 != 0 } ?? true
            subjectKeyIdentifier = extensions.subjectKeyIdentifier
            authorityKeyIdentifier = extensions.authorityKeyIdentifier
        } catch {
            throw .damaged
        }
    }

    /// Whether the signature is that of `key`.
    func isSigned(with key: VerificationKey) -> Bool {
        switch (signatureAlgorithm, key) {
        case (OID.ecdsaSHA256, _): key.isECDSA(signature, of: SHA256.hash(data: signed))
        case (OID.ecdsaSHA384, _): key.isECDSA(signature, of: SHA384.hash(data: signed))
        case (OID.ecdsaSHA512, _): key.isECDSA(signature, of: SHA512.hash(data: signed))
        case (OID.rsaSHA256, .rsa(let key)): key.isPKCS1(signature, of: SHA256.hash(data: signed))
        case (OID.rsaSHA384, .rsa(let key)): key.isPKCS1(signature, of: SHA384.hash(data: signed))
        case (OID.rsaSHA512, .rsa(let key)): key.isPKCS1(signature, of: SHA512.hash(data: signed))
        // With SHA-256 and a salt as long, as nearly all have it; another does not verify.
        case (OID.rsaPSS, .rsa): key.isSignature(signature, of: signed)
        default: false
        }
    }

    /// A Time (RFC 5280 section 4.1.2.5): to the second, in UTC.
    private static func time(_ element: DERElement) -> WallTime? {
        guard element.content.last == UInt8(ascii: "Z"),
            element.content.dropLast().allSatisfy({ (48...57).contains($0) })
        else { return nil }
        var digits = String(decoding: element.content.dropLast(), as: UTF8.self)
        switch element.tag {
        case DERTag.utcTime where digits.utf8.count == 12: digits = (digits < "50" ? "20" : "19") + digits
        case DERTag.generalizedTime where digits.utf8.count == 14: break
        default: return nil
        }
        let text = Array(digits)
        let date = [text[0..<4], text[4..<6], text[6..<8]].map { String($0) }.joined(separator: "-")
        let hour = [text[8..<10], text[10..<12], text[12..<14]].map { String($0) }.joined(separator: ":")
        return WallTime(rfc3339: "\(date)T\(hour)Z")
    }

    /// The countryName of a Name; nil where there is none.
    private static func country(_ name: DERElement) -> String? {
        for set in (try? name.fields()) ?? [] {
            for attribute in (try? set.children()) ?? [] {
                guard let pair = try? attribute.fields(), pair.count == 2, Array(pair[0].whole) == OID.countryName
                else { continue }
                let text = String(decoding: pair[1].content, as: UTF8.self).uppercased()
                return text.utf8.count == 2 ? text : nil
            }
        }
        return nil
    }
}

/// Why a certificate is not taken.
enum CertificateFault: Error, Hashable {
    case damaged
    /// A curve or kind of key that no health certificate is signed with, RSA below 2,048 bits, or a point that is none.
    case unusableKey
    case unreadableTime
}

/// The fields of a certificate where they stand.
private struct Fields {
    let signed: DERElement
    let issuer: DERElement
    let notBefore: DERElement
    let notAfter: DERElement
    let subject: DERElement
    let keyInfo: DERElement
    let extensions: DERElement?
    let signatureAlgorithm: [UInt8]
    let signature: [UInt8]

    init(_ der: [UInt8]) throws(DERFault) {
        let parts = try DERReader.element(der[...]).fields()
        guard parts.count == 3, let algorithm = try parts[1].fields().first else { throw .unexpected }
        signed = parts[0]
        signatureAlgorithm = Array(algorithm.whole)
        signature = try parts[2].bits()
        // Version and both unique ids are optional: serial, algorithm, issuer, validity, subject and key follow the version.
        let all = try parts[0].fields()
        let fields = all.first?.tag == DERTag.context(0) ? Array(all.dropFirst()) : all
        // The algorithm stands twice, and the same (section 4.1.1.2).
        guard fields.count >= 6, fields[1].whole.elementsEqual(parts[1].whole) else { throw .unexpected }
        issuer = fields[2]
        let validity = try fields[3].fields()
        guard validity.count == 2 else { throw .unexpected }
        notBefore = validity[0]
        notAfter = validity[1]
        subject = fields[4]
        keyInfo = fields[5]
        extensions = fields.dropFirst(6).first { $0.tag == DERTag.context(3) }
    }
}

/// The extensions that matter. Others are passed over, critical ones too: what they restrict is not asked here.
private struct Extensions {
    var usage: HealthUsage = []
    var maySeal = false
    /// The first byte of the bits: 0x80 digitalSignature, 0x04 keyCertSign.
    var keyUsage: UInt8?
    var isAuthority = false
    var subjectKeyIdentifier: [UInt8]?
    var authorityKeyIdentifier: [UInt8]?

    init(_ field: DERElement?) throws(DERFault) {
        guard let field else { return }
        for item in try DERReader.element(field.content).fields() {
            let parts = try item.fields()
            guard let identifier = parts.first, let value = parts.last, value.tag == DERTag.octetString else {
                throw .unexpected
            }
            try note(Array(identifier.whole), value.content)
        }
    }

    private mutating func note(_ identifier: [UInt8], _ value: ArraySlice<UInt8>) throws(DERFault) {
        switch identifier {
        case OID.keyUsage:
            let bits = try DERReader.element(value)
            guard bits.tag == DERTag.bitString, bits.content.count >= 1 else { throw .unexpected }
            keyUsage = bits.content.dropFirst().first ?? 0
        case OID.basicConstraints:
            let fields = try DERReader.element(value).fields()
            isAuthority = fields.first.map { $0.tag == DERTag.boolean && $0.content.first == 0xFF } ?? false
        case OID.extendedKeyUsage:
            let identifiers = try DERReader.element(value).fields().map { Array($0.whole) }
            usage = HealthUsage(identifiers)
            maySeal = identifiers.contains(OID.visibleSeal)
        case OID.subjectKeyIdentifier:
            subjectKeyIdentifier = Array(try DERReader.element(value).content)
        case OID.authorityKeyIdentifier:
            let fields = try DERReader.element(value).fields()
            authorityKeyIdentifier = fields.first { $0.tag == DERTag.implicit(0) }.map { Array($0.content) }
        default: break
        }
    }
}

extension VerificationKey {
    /// Whether `signature` is of this key over SHA-256 of `data`, in the form of certificates.
    func isDERSignature(_ signature: [UInt8], of data: [UInt8]) -> Bool {
        let digest = SHA256.hash(data: data)
        if case .rsa(let key) = self { return key.isPKCS1(signature, of: digest) }
        return isECDSA(signature, of: digest)
    }

    /// A signature as certificates carry it: a SEQUENCE of r and s (RFC 3279 section 2.2.3).
    fileprivate func isECDSA<D: Digest>(_ signature: [UInt8], of digest: D) -> Bool {
        switch self {
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        case .p384(let key):
            guard let signature = try? P384.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        case .p521(let key):
            guard let signature = try? P521.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        case .ed25519, .rsa: return false
        }
    }
}

extension _RSA.Signing.PublicKey {
    fileprivate func isPKCS1<D: Digest>(_ signature: [UInt8], of digest: D) -> Bool {
        isValidSignature(.init(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    }
}
