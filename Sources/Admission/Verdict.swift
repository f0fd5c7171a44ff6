/// What the gate does about a presentation.
public enum Verdict: String, Sendable, CaseIterable {
    /// The lock opens.
    case admit
    /// An officer decides; the lock stays shut.
    case refer
    /// The lock stays shut.
    case deny
}

/// Why: one of this fixed list, in the ledger, on the screen and in every answer of a command.
public enum Reason: String, Sendable, CaseIterable {
    case ok
    case notAPass = "not-a-pass"
    case unknownFormat = "unknown-format"
    case malformed
    case tooLong = "too-long"
    case unknownKey = "unknown-key"
    case badSignature = "bad-signature"
    case wrongSigner = "wrong-signer"
    case moreCodes = "more-codes"
    case posterCode = "poster-code"
    case webAddress = "web-address"
    case healthLink = "health-link"
    case drivingLicence = "driving-licence"
    case wifiCode = "wifi-code"
    case paymentCode = "payment-code"
    case nationalCertificate = "national-certificate"
    case notYetValid = "not-yet-valid"
    case expired
    case revoked
    case wrongStation = "wrong-station"
    case outsideHours = "outside-hours"
    case alreadyUsed = "already-used"
    case holderCheck = "holder-check"
    case clockUntrusted = "clock-untrusted"

    /// What it means, for whoever reads a terminal or a report.
    public var words: String {
        switch self {
        case .ok: "the pass is good here and now"
        case .notAPass: "this code is not a pass"
        case .unknownFormat: "a credential of a kind this gate does not know"
        case .malformed: "a pass that is damaged or badly made"
        case .tooLong: "the code is longer than any pass"
        case .unknownKey: "signed with a key this station does not trust"
        case .badSignature: "the signature does not match: altered or forged"
        case .wrongSigner: "the signature is good, but its signer may not sign this kind of certificate"
        case .moreCodes: "one code of several: show the others too"
        case .posterCode: "this is a venue's poster: show your own code"
        case .webAddress: "this is a web address, not a pass"
        case .healthLink: "this is a link to health records: show the certificate itself"
        case .drivingLicence: "this is a mobile driving licence, which this gate cannot read: show a pass"
        case .wifiCode: "this is a Wi-Fi code, not a pass"
        case .paymentCode: "this is a payment code, not a pass"
        case .nationalCertificate: "a national certificate that this gate cannot verify: show the international one"
        case .notYetValid: "the pass is not valid yet"
        case .expired: "the pass has expired"
        case .revoked: "the pass has been withdrawn"
        case .wrongStation: "the pass is for another station"
        case .outsideHours: "closed to this class of holder at this hour"
        case .alreadyUsed: "a single-use pass that was used before"
        case .holderCheck: "a valid health certificate: an officer compares it with an identity card"
        case .clockUntrusted: "the board does not know the time: an officer must look"
        }
    }

    /// The only verdict this reason can go with.
    public var verdict: Verdict {
        switch self {
        case .ok: .admit
        case .clockUntrusted, .holderCheck: .refer
        default: .deny
        }
    }
}
