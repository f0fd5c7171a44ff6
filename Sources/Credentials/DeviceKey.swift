import Crypto
import Vocabulary

/// The public half of a key that a phone made and cannot give away: ECDSA on P-256, the curve that every WebCrypto has.
public struct DeviceKey: Hashable, Sendable {
    /// 33 bytes: the compressed point (SEC 1 section 2.3.3).
    let point: [UInt8]

    static let prefix = "DK1:"

    /// Nil for what is no point of the curve.
    init?(point: [UInt8]) {
        guard (try? P256.Signing.PublicKey(compressedRepresentation: point)) != nil else { return nil }
        self.point = point
    }

    /// The code a phone shows to whoever issues its pass: `DK1:` and the compressed point in Base45.
    public var text: String { Self.prefix + Base45.encode(point) }

    /// Reads such a code; blanks around it and ends of lines do not count. Nil where it is none.
    public init?(text: String) {
        let letters = Array(text.utf8).trimmed
        guard letters.starts(with: Self.prefix.utf8), letters.count < 64,
            let point = Base45.decode(letters.dropFirst(Self.prefix.utf8.count))
        else { return nil }
        self.init(point: point)
    }

    /// The `cnf` claim (RFC 8747 section 3.2): a COSE_Key whose y is the sign bit (RFC 9053 section 7.1.1).
    var confirmation: CBOR {
        .map([1: .map([1: 2, -1: 1, -2: .bytes(Array(point.dropFirst())), -3: .simple(point[0] == 3 ? 21 : 20)])])
    }

    /// Whether `proof` is this key's over a pass, given by its bytes.
    func signed(_ proof: DeviceProof, over pass: [UInt8]) -> Bool {
        guard let key = try? P256.Signing.PublicKey(compressedRepresentation: point) else { return false }
        return VerificationKey.p256(key).isSignature(proof.signature, of: proof.signatureInput(over: pass))
    }
}

extension [UInt8] {
    /// Without blanks and ends of lines around.
    fileprivate var trimmed: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return []
        }
        return self[first...last]
    }
}
