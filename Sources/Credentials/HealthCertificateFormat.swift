import Crypto
import Vocabulary

/// `HC1:`: the European health certificate and those of the WHO's network, which share its container (Electronic Health
/// Certificate Specification, eHealth Network and later WHO SMART Trust): Base45, one zlib stream, COSE_Sign1, CWT.
enum HealthCertificateFormat: FormatReader {
    static let format: CredentialFormat? = .healthCertificate
    private static let prefix = "HC1:"

    static func recognises(_ bytes: [UInt8]) -> Bool { bytes.begins(with: prefix) }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        var signature = SignatureState.none
        // Empty until it is verified.
        var payload: [UInt8] = []
        do throws(Refusal) {
            let message = try message(bytes)
            signature = .unknownKey
            let signers = message.foreignKeyIdentifier.map(trust.documentSigners) ?? []
            guard !signers.isEmpty else { throw .unknownKey }
            signature = .invalid
            // Eight bytes of a hash are not unique among thousands: all keys with this id are tried, and no other.
            let input = message.signatureInput
            let makers = signers.filter {
                message.foreignAlgorithm == $0.key.algorithm.cose && $0.key.isSignature(message.signature, of: input)
            }
            guard !makers.isEmpty else { throw .badSignature }
            signature = .valid
            payload = message.payload
            let token = try HealthCertificate(payload: payload)
            guard let signer = makers.first(where: { $0.maySign(token.usage) }) else { throw .wrongSigner }
            let credential = token.credential(of: message, signedBy: signer, trustedBy: trust)
            return Examination(format: format, signature: signature, outcome: .success(credential))
        } catch {
            return Examination(
                format: format, signature: signature, outcome: .failure(error),
                named: error == .unknownFormat ? HealthCertificate.name(payload) : nil)
        }
    }

    private static func message(_ bytes: [UInt8]) throws(Refusal) -> COSESign1 {
        guard let packed = Base45.decode(bytes.dropFirst(prefix.utf8.count)),
            let message = Inflate.unpack(packed, .zlib)
        else { throw .malformed }
        return try COSESign1(message, isForeign: true)
    }
}

extension TrustStore {
    /// Who may be meant by a key id of health certificates; authorities last, whose signature is good and not for this.
    fileprivate func documentSigners(_ identifier: [UInt8]) -> [Signer] {
        signers(.documents, identifier) + signers.authorities(named: identifier)
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
