import Vocabulary

/// What an administrator shows to a gate that does not know the time: a signed instant.
///
/// A CWT (RFC 8392) whose claims are
///
/// | key | claim | value |
/// |---|---|---|
/// | 3 | aud | text: the one station it is meant for; absent: any |
/// | 6 | iat | integer: seconds since 1970 when it was made |
///
/// in deterministic CBOR, in a tagged COSE_Sign1 whose protected header is algorithm and key id and whose other header is
/// empty, in Base45 after `ST1:`. Every code has exactly one spelling. Only the keys in the trust folder's
/// `administrators` sign it: an issuer of passes sets no clock.
public struct TimeCode: Hashable, Sendable {
    /// Whole seconds.
    public let time: WallTime
    /// Nil: any.
    public let station: String?

    private static let prefix = "ST1:"
    /// Three times what a code with the longest name of a station has.
    private static let maximumLength = 768

    private enum Claim {
        static let audience: CBOR = 3
        static let issuedAt: CBOR = 6
    }

    /// `time` is rounded down to whole seconds, not before 1970.
    public init(time: WallTime, station: String? = nil) {
        self.time = WallTime(seconds: max(0, time.seconds))
        self.station = station
    }

    /// Whether a payload is meant to be a time code, by its prefix alone.
    public static func recognises(_ payload: Payload) -> Bool { payload.bytes.starts(with: prefix.utf8) }

    /// The code as a QR code carries it: `ST1:` and Base45.
    public func signed(by key: SigningKey) -> String {
        Self.prefix + Base45.encode(COSESign1(payload: claims, signedBy: key).encoded)
    }

    private var claims: [UInt8] {
        var claims: [CBOR: CBOR] = [Claim.issuedAt: .unsigned(UInt64(time.seconds))]
        if let station { claims[Claim.audience] = .text(station) }
        return CBOR.map(claims).encoded
    }

    /// Throws `malformed` for anything that `claims` does not write.
    private init(claims bytes: [UInt8]) throws(Refusal) {
        guard case .map(let claims) = try CBOR(reading: bytes), case .unsigned(let seconds) = claims[Claim.issuedAt]
        else { throw .malformed }
        var station: String?
        if case .text(let name) = claims[Claim.audience] { station = name }
        self.init(time: WallTime(seconds: Int64(clamping: seconds)), station: station)
        guard self.claims == bytes else { throw .malformed }
    }

    fileprivate init(_ payload: Payload, trustedBy trust: TrustStore) throws(Refusal) {
        guard Self.recognises(payload) else { throw .notAPass }
        guard !payload.isCut, payload.bytes.count <= Self.maximumLength else { throw .tooLong }
        guard let bytes = Base45.decode(payload.bytes.dropFirst(Self.prefix.utf8.count)) else { throw .malformed }
        let message = try COSESign1(bytes)
        guard let key = message.keyIdentifier.flatMap(trust.administrator) else { throw .unknownKey }
        guard key.verifies(message) else { throw .badSignature }
        guard message.isOwnForm(of: bytes) else { throw .malformed }
        try self.init(claims: message.payload)
    }
}

extension TrustStore {
    /// Reads a time code that an administrator signed. Throws what is wrong with it; nothing is read before it is verified.
    public func examine(timeCode payload: Payload) throws(Refusal) -> TimeCode {
        try TimeCode(payload, trustedBy: self)
    }
}
