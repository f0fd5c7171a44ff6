import Vocabulary

/// How a site pass is spelled: a CWT (RFC 8392) whose claims are
///
/// | key | claim | value |
/// |---|---|---|
/// | 1 | iss | text: the issuer's name |
/// | 3 | aud | text: its one station; array of texts in the order of their bytes: its stations; absent: all stations |
/// | 4 | exp | integer: seconds since 1970 from which it is no longer good |
/// | 5 | nbf | integer: seconds since 1970 from which it is good |
/// | 7 | cti | 16 bytes: the pass id |
/// | 8 | cnf (RFC 8747) | COSE_Key on P-256, y its sign bit: the phone's key; absent: bound to none |
/// | -65537 | kind (private use, RFC 8392 section 9.1) | integer: 0 member, 2 visitor; plus 1 where it is good once |
///
/// in deterministic CBOR, in a tagged COSE_Sign1 whose protected header is algorithm and key id and whose other header is
/// empty, in Base45 after `SP1:`; a pass with `cnf` as `BoundPass` says. Every pass has exactly one spelling; new claims take
/// a new prefix.
extension SitePass {
    static let prefix = "SP1:"

    private enum Claim {
        static let issuer: CBOR = 1
        static let audience: CBOR = 3
        static let expires: CBOR = 4
        static let notBefore: CBOR = 5
        static let identifier: CBOR = 7
        static let confirmation: CBOR = 8
        /// One label for two things: it has 5 bytes, and a single-use pass must fit with a station's name.
        static let kind: CBOR = -65537
    }

    private static let classes: [HolderClass] = [.member, .visitor]

    /// The pass as a QR code carries it: `SP1:` and Base45.
    ///
    /// Throws a `SitePassFault` where it would be longer than `maximumLength`, or what its phone shows longer than
    /// `maximumShownLength`.
    public func signed(by key: SigningKey) throws(SitePassFault) -> String {
        if let deviceKey { return Self.prefix + Base45.encode(try BoundPass(self, deviceKey, signedBy: key).bytes) }
        let text = Self.prefix + Base45.encode(COSESign1(payload: claims, signedBy: key).encoded)
        guard text.utf8.count <= Self.maximumLength else { throw .tooLong(text.utf8.count, most: Self.maximumLength) }
        return text
    }

    /// Class and single use in one number.
    var kind: Int { Self.classes.firstIndex(of: holderClass)! * 2 + (isSingleUse ? 1 : 0) }

    /// Of what was read. Throws a `SitePassFault` also for a kind that is none.
    init(
        identifier: [UInt8], issuer: String, kind: Int, notBefore: Int64, expires: Int64, scope: StationScope,
        deviceKey: DeviceKey?
    ) throws(SitePassFault) {
        guard Self.classes.indices.contains(kind / 2) else { throw .badKind }
        try self.init(
            identifier: identifier, issuer: issuer, holderClass: Self.classes[kind / 2],
            notBefore: WallTime(seconds: notBefore), expires: WallTime(seconds: expires), scope: scope,
            isSingleUse: kind % 2 == 1, deviceKey: deviceKey)
    }

    /// Stations in the order in which a pass names them.
    static func ordered(_ stations: Set<String>) -> [String] {
        stations.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The CWT claims set.
    var claims: [UInt8] {
        var claims: [CBOR: CBOR] = [
            Claim.issuer: .text(issuer),
            Claim.expires: .unsigned(UInt64(expires.seconds)),
            Claim.notBefore: .unsigned(UInt64(notBefore.seconds)),
            Claim.identifier: .bytes(identifier),
            Claim.kind: .unsigned(UInt64(kind)),
        ]
        if case .stations(let stations) = scope {
            let names = Self.ordered(stations).map(CBOR.text)
            claims[Claim.audience] = names.count == 1 ? names[0] : .array(names)
        }
        if let deviceKey { claims[Claim.confirmation] = deviceKey.confirmation }
        return CBOR.map(claims).encoded
    }

    /// Reads the CWT claims set of a pass that is bound to no phone. Throws `malformed` for anything that `claims` does not
    /// write.
    init(claims bytes: [UInt8]) throws(Refusal) {
        guard case .map(let claims) = try CBOR(reading: bytes),
            case .text(let issuer) = claims[Claim.issuer],
            case .unsigned(let expires) = claims[Claim.expires],
            case .unsigned(let notBefore) = claims[Claim.notBefore],
            case .bytes(let identifier) = claims[Claim.identifier],
            case .unsigned(let kind) = claims[Claim.kind],
            let scope = Self.scope(claims[Claim.audience])
        else { throw .malformed }
        do {
            self = try SitePass(
                identifier: identifier, issuer: issuer, kind: Int(clamping: kind),
                notBefore: Int64(clamping: notBefore), expires: Int64(clamping: expires), scope: scope, deviceKey: nil)
        } catch {
            throw .malformed
        }
        guard self.claims == bytes else { throw .malformed }
    }

    private static func scope(_ audience: CBOR?) -> StationScope? {
        switch audience {
        case nil: return .all
        case .text(let station): return .stations([station])
        case .array(let items):
            let names = items.compactMap { if case .text(let name) = $0 { name } else { nil } }
            return names.count == items.count ? .stations(Set(names)) : nil
        default: return nil
        }
    }
}
