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
        let fields: CertificateFields
        do throws(DERFault) { fields = try CertificateFields(der) } catch { throw .damaged }
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
            let extensions = try CertificateExtensions(fields.extensions)
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
        // Which hash is meant stands in parameters, and in the signature itself.
        case (OID.rsaPSS, .rsa(let key)):
            key.isPSS(signature, of: SHA256.hash(data: signed)) || key.isPSS(signature, of: SHA384.hash(data: signed))
                || key.isPSS(signature, of: SHA512.hash(data: signed))
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

    var words: String {
        switch self {
        case .damaged: "its certificate is damaged"
        case .unusableKey: "a kind of key that is not checked here"
        case .unreadableTime: "its validity cannot be read"
        }
    }
}
