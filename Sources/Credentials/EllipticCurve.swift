import Crypto

/// The curves that signers use (FIPS 186-4 appendix D.1.2), named in a key or written out: Doc 9303 part 12 asks authorities for
/// the second.
enum EllipticCurve: CaseIterable {
    case p256, p384, p521

    /// Nil for any other.
    init?(_ parameters: DERElement) {
        let isWanted: (Self) -> Bool
        if parameters.tag == DERTag.sequence {
            guard let digest = Self.digest(parameters) else { return nil }
            isWanted = { $0.digest == digest }
        } else {
            isWanted = { $0.name == Array(parameters.whole) }
        }
        guard let curve = Self.allCases.first(where: isWanted) else { return nil }
        self = curve
    }

    private var name: [UInt8] {
        switch self {
        case .p256: OID.p256
        case .p384: OID.p384
        case .p521: OID.p521
        }
    }

    /// The SHA-256 of p, a, b, the generator's x and its order, each as long as p.
    private var digest: String {
        switch self {
        case .p256: "0359d9c14355dda4b3da4663edb074442c6a8f0da20be085d51c4ba0d10ed049"
        case .p384: "1286b896bbf56d5070581f4a7135968f6e4c0d7067de62e19d3ea5997080343f"
        case .p521: "63877a7fb6d2d93fd306756a527708a63ebabe1641e66e47293ef34624d1563e"
        }
    }

    /// The same of an ECParameters (SEC 1 appendix C.2). The generator that is written there is never used.
    private static func digest(_ parameters: DERElement) -> String? {
        guard let fields = try? parameters.fields(), fields.count >= 5, let field = try? fields[1].fields(),
            field.count == 2, Array(field[0].whole) == OID.primeField, let curve = try? fields[2].fields(),
            curve.count >= 2
        else { return nil }
        let length = field[1].content.drop { $0 == 0 }.count
        // A point is its form, x and, where it is not compressed, y.
        let x = fields[3].content.dropFirst().prefix(length)
        var hash = SHA256()
        for number in [field[1].content, curve[0].content, curve[1].content, x, fields[4].content] {
            let digits = number.drop { $0 == 0 }
            guard digits.count <= length else { return nil }
            hash.update(data: [UInt8](repeating: 0, count: length - digits.count) + digits)
        }
        return Hex.text(hash.finalize())
    }

    /// The key whose point this is; nil where it is none of the curve. Some signers' points are compressed (SEC 1 section 2.3.3).
    func key(_ point: [UInt8]) -> VerificationKey? {
        let isCompressed = point.first != 4
        return switch self {
        case .p256 where isCompressed:
            (try? P256.Signing.PublicKey(compressedRepresentation: point)).map { .p256($0) }
        case .p256: (try? P256.Signing.PublicKey(x963Representation: point)).map { .p256($0) }
        case .p384 where isCompressed:
            (try? P384.Signing.PublicKey(compressedRepresentation: point)).map { .p384($0) }
        case .p384: (try? P384.Signing.PublicKey(x963Representation: point)).map { .p384($0) }
        case .p521 where isCompressed:
            (try? P521.Signing.PublicKey(compressedRepresentation: point)).map { .p521($0) }
        case .p521: (try? P521.Signing.PublicKey(x963Representation: point)).map { .p521($0) }
        }
    }
}
