/// Codes that people hold up and that are no credential this gate reads: each is known by its shape and answered by its name,
/// so that nobody with a menu or a poster is taken for a forger. The rest is `not-a-pass`.
enum NamedFormat: FormatReader {
    static let format: CredentialFormat? = nil

    static func recognises(_ bytes: [UInt8]) -> Bool { true }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        Examination(format: format, signature: .none, outcome: .failure(name(bytes)))
    }

    /// How each begins; letters of either case.
    private static let beginnings: [(String, Refusal)] = [
        // The posters that a visitor's phone was to scan.
        ("checkin:", .posterCode), ("checkout:", .posterCode),
        // SMART Health Links, and the WHO's verifiable ones.
        ("shlink:/", .healthLink), ("vhlink:/", .healthLink),
        // ISO/IEC 18013-5 section 8.2.2.3, device engagement.
        ("mdoc:", .drivingLicence),
        ("wifi:", .wifiCode),
        // EMV merchant-presented codes, of which QRIS is one: the payload format indicator comes first.
        ("000201", .paymentCode),
        ("http://", .webAddress), ("https://", .webAddress), ("www.", .webAddress),
    ]

    private static func name(_ bytes: [UInt8]) -> Refusal {
        let text = String(decoding: bytes, as: UTF8.self)
        // A link to health records is often written as a web address whose fragment it is.
        if ["#shlink:/", "#vhlink:/"].contains(where: { contains(bytes, $0) }) { return .healthLink }
        if let named = beginnings.first(where: { text.prefix($0.0.count).lowercased() == $0.0 }) { return named.1 }
        // A health certificate of a version that is not there yet.
        if text.hasPrefix("HC"), bytes.count > 3, (48...57).contains(bytes[2]), bytes[3] == UInt8(ascii: ":") {
            return .unknownFormat
        }
        if isNational(bytes) { return .nationalCertificate }
        return .notAPass
    }

    /// A DIVOC certificate: a zip archive of one JSON-LD document, or that document alone. To verify it takes a JSON-LD stack.
    private static func isNational(_ bytes: [UInt8]) -> Bool {
        (bytes.starts(with: [0x50, 0x4B, 3, 4]) && contains(bytes, "certificate.json"))
            || (bytes.first == UInt8(ascii: "{") && contains(bytes, "\"credentialSubject\"")
                && contains(bytes, "\"proof\""))
    }

    private static func contains(_ bytes: [UInt8], _ word: String) -> Bool { bytes.contains(Array(word.utf8)) }
}
