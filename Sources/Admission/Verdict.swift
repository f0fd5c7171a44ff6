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
    case notYetValid = "not-yet-valid"
    case expired
    case revoked
    case wrongStation = "wrong-station"
    case staleCode = "stale-code"
    case outsideHours = "outside-hours"
    case alreadyUsed = "already-used"
    case holderCheck = "holder-check"
    case clockUntrusted = "clock-untrusted"
    case healthYellow = "health-yellow"
    case healthRed = "health-red"
    case denylisted
    case trustStale = "trust-stale"
    case open
    case closed
    case passback
    case passbackCheck = "passback-check"
    case full
    case fullToday = "full-today"
    case fullCheck = "full-check"

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
        case .wrongSigner: "signed with a known key that may not sign this"
        case .moreCodes: "one code of several: show the others too"
        case .notYetValid: "the pass is not valid yet"
        case .expired: "the pass has expired"
        case .revoked: "the pass has been withdrawn"
        case .wrongStation: "the pass is for another station"
        case .staleCode: "the code of a pass that lives on a phone, old or copied: show it on that phone"
        case .outsideHours: "closed to this class of holder at this hour"
        case .alreadyUsed: "a single-use pass that was used before"
        case .holderCheck: "a valid health certificate: an officer compares it with an identity card"
        case .clockUntrusted: "the board does not know the time: an officer must look"
        case .healthYellow: "a health status that is not complete, or no longer proved: an officer decides"
        case .healthRed: "a health certificate that does not meet this station's rules"
        case .denylisted: "its holder stands on this station's denylist"
        case .trustStale: "the list of signers at this gate is too old to be believed: an officer must look"
        case .open: "open to this class of holder: nobody is asked"
        case .closed: "closed to this class of holder"
        case .passback: "this pass came in already and has not left"
        case .passbackCheck: "this pass came in already and has not left: an officer must look"
        case .full: "as many are inside as may be: please wait"
        case .fullToday: "as many came today as may come in one day"
        case .fullCheck: "as many are inside as may be: an officer decides"
        }
    }

    /// The only verdict this reason can go with.
    public var verdict: Verdict {
        switch self {
        case .ok, .open: .admit
        case .clockUntrusted, .holderCheck, .healthYellow, .trustStale, .passbackCheck, .fullCheck: .refer
        default: .deny
        }
    }
}
