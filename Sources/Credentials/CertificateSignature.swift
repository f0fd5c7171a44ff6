import Crypto
import CryptoExtras

extension VerificationKey {
    /// Whether `signature` is of this key over SHA-256 of `data`, in the form of certificates.
    func isDERSignature(_ signature: [UInt8], of data: [UInt8]) -> Bool {
        let digest = SHA256.hash(data: data)
        if case .rsa(let key) = self { return key.isPKCS1(signature, of: digest) }
        return isECDSA(signature, of: digest)
    }

    /// A signature as certificates carry it: a SEQUENCE of r and s (RFC 3279 section 2.2.3).
    func isECDSA<D: Digest>(_ signature: [UInt8], of digest: D) -> Bool {
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
    func isPKCS1<D: Digest>(_ signature: [UInt8], of digest: D) -> Bool {
        isValidSignature(.init(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    }

    /// With a salt as long as the hash, as RFC 4055 section 3.1 advises; another does not verify.
    func isPSS<D: Digest>(_ signature: [UInt8], of digest: D) -> Bool {
        isValidSignature(.init(rawRepresentation: signature), for: digest, padding: .PSS)
    }
}
