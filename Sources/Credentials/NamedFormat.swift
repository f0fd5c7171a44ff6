/// What people hold up that is no credential this gate reads, so that nobody with a menu or a poster is taken for a forger.
public enum NamedCode: String, Sendable, CaseIterable {
    /// The poster at a venue, which a visitor's phone was to scan.
    case poster
    case webAddress = "web-address"
    case wifi
    /// An EMV merchant code, of which QRIS is one.
    case payment
    /// A link to health records, which takes a network and its holder's consent.
    case healthLink = "health-link"
    /// The beginning of a conversation with a mobile driving licence, which takes a radio.
    case drivingLicence = "driving-licence"
    /// A national health certificate whose signature this gate cannot check, DIVOC's JSON-LD before all.
    case nationalCertificate = "national-certificate"

    /// What to say to its holder.
    public var words: String {
        switch self {
        case .poster: "this is a venue's poster: show a code of your own"
        case .webAddress: "this is a web address, not a pass"
        case .wifi: "this is a Wi-Fi code, not a pass"
        case .payment: "this is a payment code, not a pass"
        case .healthLink: "this is a link to health records: show the certificate itself"
        case .drivingLicence: "this is a mobile driving licence, which this gate cannot read: show a pass"
        case .nationalCertificate: "a national certificate that this gate cannot check: show the international one"
        }
    }

    /// Credentials of a kind that is not read are told apart from what is none.
    var refusal: Refusal {
        switch self {
        case .poster, .webAddress, .wifi, .payment: .notAPass
        case .healthLink, .drivingLicence, .nationalCertificate: .unknownFormat
        }
    }
}

/// What is left when no format is recognised: called by its name where it has one, else `not-a-pass`.
enum NamedFormat: FormatReader {
    static let format: CredentialFormat? = nil

    static func recognises(_ bytes: [UInt8]) -> Bool { true }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        let named = name(bytes)
        let refusal = named?.refusal ?? (isLaterVersion(bytes) ? .unknownFormat : .notAPass)
        return Examination(format: format, signature: .none, outcome: .failure(refusal), named: named)
    }

    /// How each begins.
    private static let beginnings: [(String, NamedCode)] = [
        ("checkin:", .poster), ("checkout:", .poster),
        // SMART Health Links, and the WHO's verifiable ones.
        ("shlink:/", .healthLink), ("vhlink:/", .healthLink),
        // Device engagement, ISO/IEC 18013-5, and the same asked for over the network.
        ("mdoc:", .drivingLicence), ("mdoc-openid4vp:", .drivingLicence),
        // DIVOC's archive in base64, New Zealand's pass, the Netherlands' domestic one, Switzerland's light one,
        // Austria's exemptions, France's 2D-Doc of tests and vaccinations, Hong Kong's record.
        ("b64:UEsDB", .nationalCertificate), ("nzcp:/", .nationalCertificate), ("nl1:", .nationalCertificate),
        ("nl2:", .nationalCertificate), ("nl3:", .nationalCertificate), ("lt1:", .nationalCertificate),
        ("at1:", .nationalCertificate), ("dc03fr", .nationalCertificate), ("dc04fr", .nationalCertificate),
        ("hksarg|", .nationalCertificate), ("wifi:", .wifi),
        // The payload format indicator of EMV's merchant-presented mode comes first.
        ("000201", .payment),
        ("http://", .webAddress), ("https://", .webAddress), ("www.", .webAddress),
    ]

    private static func name(_ bytes: [UInt8]) -> NamedCode? {
        // A link to health records is often written as a web address whose fragment it is.
        if contains(bytes, "#shlink:/") || contains(bytes, "#vhlink:/") { return .healthLink }
        if let named = beginnings.first(where: { bytes.begins(with: $0.0) }) { return named.1 }
        return isNational(bytes) ? .nationalCertificate : nil
    }

    /// A DIVOC certificate: a zip archive of one JSON-LD document, or that document alone.
    private static func isNational(_ bytes: [UInt8]) -> Bool {
        (bytes.starts(with: [0x50, 0x4B, 3, 4]) && contains(bytes, "certificate.json"))
            || (bytes.first == UInt8(ascii: "{") && contains(bytes, "\"credentialSubject\"")
                && contains(bytes, "\"proof\""))
    }

    /// `HC2:`, `SP2:` and their like: a version that is not there yet.
    private static func isLaterVersion(_ bytes: [UInt8]) -> Bool {
        bytes.count > 3 && ["HC", "SP"].contains { bytes.starts(with: $0.utf8) } && (48...57).contains(bytes[2])
            && bytes[3] == UInt8(ascii: ":")
    }

    private static func contains(_ bytes: [UInt8], _ word: String) -> Bool { bytes.contains(Array(word.utf8)) }
}
