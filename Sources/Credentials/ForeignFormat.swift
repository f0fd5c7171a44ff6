/// Credentials of others, known by their shape and not read: `unknown-format` rather than `not-a-pass`, so that their holder
/// is told the truth.
enum ForeignFormat: FormatReader {
    static let format: CredentialFormat? = nil

    /// European health certificate; SMART Health Card and Links; links of the verifiable health link family.
    private static let prefixes = ["HC1:", "shc:/", "shlink:", "vhlink:"]

    static func recognises(_ bytes: [UInt8]) -> Bool {
        prefixes.contains { bytes.starts(with: $0.utf8) } || isJWS(bytes) || isVisibleDigitalSeal(bytes)
    }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        Examination(format: format, signature: .none, outcome: .failure(.unknownFormat))
    }

    /// Three dotted base64url parts (RFC 7515 section 7.1), the first of which is a JSON object: a host name is not.
    private static func isJWS(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy(isBase64URL) }) else { return false }
        // `{"` in base64url, or `{` and a white space before the quote.
        return ["eyJ", "eyA", "ewo", "ew0", "ewk"].contains { parts[0].starts(with: $0.utf8) }
    }

    private static func isBase64URL(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A JSON object with the header of a VDS-NC (ICAO Doc 9303 part 13): `"hdr"`.
    private static func isVisibleDigitalSeal(_ bytes: [UInt8]) -> Bool {
        let isBlank: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        return bytes.first { !isBlank($0) } == UInt8(ascii: "{") && bytes.contains(Array("\"hdr\"".utf8))
    }
}
