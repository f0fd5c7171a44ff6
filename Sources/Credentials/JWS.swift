import Vocabulary

/// A JWS in its compact form (RFC 7515 section 7.1) as it was read: nothing of it is believed yet.
struct JWS {
    let algorithm: String
    /// Empty where the header names none (RFC 7515 section 4.1.4: it need not).
    let keyIdentifier: String
    /// `DEF` where the payload is packed with raw DEFLATE.
    let compression: String?
    let payload: [UInt8]
    let signature: [UInt8]
    /// What the signature is over: the first two parts with their dot.
    let signatureInput: [UInt8]

    /// Throws `malformed` also for a critical header, since none is understood here, and for one that names no algorithm.
    init(_ text: some Collection<UInt8>) throws(Refusal) {
        let dot = UInt8(ascii: ".")
        let parts = text.split(separator: dot, omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64.decode(parts[0]), let payload = Base64.decode(parts[1]),
            let signature = Base64.decode(parts[2]), let fields = try? JSONReader.read(header),
            let algorithm = fields["alg"]?.string, let keyIdentifier = (fields["kid"] ?? .string("")).string,
            fields["crit"] == nil
        else { throw .malformed }
        self.algorithm = algorithm
        self.keyIdentifier = keyIdentifier
        compression = fields["zip"]?.string
        self.payload = payload
        self.signature = signature
        signatureInput = Array(parts[0]) + [dot] + Array(parts[1])
    }

    /// The signers among those of this key id whose key made the signature: several issuers may share one. The algorithm is
    /// the key's.
    func makers(among signers: [Signer]) -> [Signer] {
        signers.filter {
            $0.key.algorithm.joseNames.contains(algorithm) && $0.key.isSignature(signature, of: signatureInput)
        }
    }

    /// Whether bytes have the shape of one: three parts of base64url, the first of which is a JSON object. A host name has not.
    static func isShape(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy(Base64.isURLLetter) }) else { return false }
        // `{"` in base64url, or `{` and a white space before the quote.
        return ["eyJ", "eyA", "ewo", "ew0", "ewk"].contains { parts[0].starts(with: $0.utf8) }
    }
}

extension JSON {
    /// A NumericDate (RFC 7519 section 2). A value in milliseconds, which some write by mistake, lies past the year 9999 and
    /// is none.
    var numericDate: WallTime? {
        guard let seconds = double, (0...253_402_300_799).contains(seconds) else { return nil }
        return WallTime(milliseconds: Int64(seconds * 1000))
    }
}
