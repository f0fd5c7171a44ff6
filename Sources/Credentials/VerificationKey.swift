import Crypto
import CryptoExtras
import Foundation

/// A public key of somebody else's scheme, ready to check signatures; its kind decides the algorithm, whatever a message
/// claims.
enum VerificationKey: Sendable {
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)

    /// The key of a SubjectPublicKeyInfo (RFC 5280 section 4.1). Nil for a curve or a kind that nothing here is signed with,
    /// and for a point that is none.
    init?(subjectPublicKeyInfo bytes: ArraySlice<UInt8>) {
        guard let parts = try? DERReader.element(bytes).fields(), parts.count == 2,
            let algorithm = try? parts[0].fields(), let key = try? parts[1].bits()
        else { return nil }
        switch algorithm.first.map({ Array($0.whole) }) {
        case OID.ecPublicKey where algorithm.count == 2:
            guard let key = EllipticCurve(algorithm[1])?.key(key) else { return nil }
            self = key
        case OID.rsaEncryption, OID.rsaPSS:
            guard let numbers = try? DERReader.element(key[...]).fields(), numbers.count == 2,
                numbers.allSatisfy({ $0.tag == DERTag.integer })
            else { return nil }
            self.init(modulus: Array(numbers[0].content), exponent: Array(numbers[1].content))
        case OID.ed25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return nil }
            self = .ed25519(key)
        default: return nil
        }
    }

    /// RSA of 2,048 to 4,096 bits: a shorter one can be forged, a longer one holds up the queue.
    init?(modulus: [UInt8], exponent: [UInt8]) {
        let modulus = Array(modulus.drop { $0 == 0 })
        let exponent = Array(exponent.drop { $0 == 0 })
        guard (256...512).contains(modulus.count), (1...4).contains(exponent.count),
            let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
        else { return nil }
        self = .rsa(key)
    }

    /// The affine coordinates of a JWK on P-256. One that lost or gained a leading zero byte is mended.
    init?(p256x x: [UInt8], y: [UInt8]) {
        guard let x = Self.coordinate(x), let y = Self.coordinate(y),
            let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
        else { return nil }
        self = .p256(key)
    }

    private static func coordinate(_ bytes: [UInt8]) -> [UInt8]? {
        let digits = bytes.drop { $0 == 0 }
        guard !bytes.isEmpty, digits.count <= 32 else { return nil }
        return [UInt8](repeating: 0, count: 32 - digits.count) + digits
    }

    /// A key from the 32 bytes of an Ed25519 point.
    init?(ed25519 bytes: [UInt8]) {
        guard bytes.count == 32, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            return nil
        }
        self = .ed25519(key)
    }

    /// The key as a SubjectPublicKeyInfo.
    var info: [UInt8] {
        switch self {
        case .ed25519(let key): Self.info(ed25519: Array(key.rawRepresentation))
        case .p256(let key): Array(key.derRepresentation)
        case .p384(let key): Array(key.derRepresentation)
        case .p521(let key): Array(key.derRepresentation)
        case .rsa(let key): Array(key.derRepresentation)
        }
    }

    /// An Ed25519 key as one (RFC 8410 section 4).
    static func info(ed25519 bytes: [UInt8]) -> [UInt8] {
        let key = [DERTag.bitString, UInt8(bytes.count + 1), 0] + bytes
        let algorithm = [DERTag.sequence, UInt8(OID.ed25519.count)] + OID.ed25519
        return [DERTag.sequence, UInt8(algorithm.count + key.count)] + algorithm + key
    }

    /// The algorithm this key signs messages with (RFC 9053 section 2, RFC 8230, RFC 7518 section 3.1).
    enum Algorithm: String, Sendable {
        case edDSA = "EdDSA"
        case es256 = "ES256"
        case es384 = "ES384"
        case es512 = "ES512"
        case ps256 = "PS256"

        /// Its names in JOSE: the second is that of RFC 9864 section 2.2.
        var joseNames: [String] { self == .edDSA ? [rawValue, "Ed25519"] : [rawValue] }

        /// Its number in COSE.
        var cose: CBOR {
            switch self {
            case .edDSA: -8
            case .es256: -7
            case .es384: -35
            case .es512: -36
            case .ps256: -37
            }
        }
    }

    var algorithm: Algorithm {
        switch self {
        case .ed25519: .edDSA
        case .p256: .es256
        case .p384: .es384
        case .p521: .es512
        case .rsa: .ps256
        }
    }

    /// Whether `signature` is this key's over `data` with its own algorithm; of an elliptic curve r and s side by side.
    func isSignature(_ signature: [UInt8], of data: [UInt8]) -> Bool {
        switch self {
        case .ed25519(let key): return key.isValidSignature(signature, for: data)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: data)
        case .p384(let key):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: data)
        case .p521(let key):
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: data)
        case .rsa(let key): return key.isPSS(signature, of: SHA256.hash(data: data))
        }
    }
}
