import Testing
import Vocabulary

@testable import Credentials

/// Messages that only somebody with a trusted key, or with bad intent and time, could make.
@Suite struct ForgeryTests {
    private let key = SigningKey()
    private let other = SigningKey()
    private let trust: TrustStore

    init() { trust = TrustStore(keys: [key.publicKey, other.publicKey], revoked: []) }

    private var header: [CBOR: CBOR] { [1: -8, 4: .bytes(key.publicKey.identifier)] }

    private static let claims: [CBOR: CBOR] = [
        1: .text("site"), 3: .text("north"), 4: 2000, 5: 1000, 7: .bytes(Array(0..<16)), -65537: 0,
    ]

    /// A message with this header and payload, and `key`'s true signature over both.
    private func parts(header: [CBOR: CBOR]? = nil, unprotected: [CBOR: CBOR] = [:], payload: [UInt8]? = nil) -> CBOR {
        let protected = CBOR.map(header ?? self.header).encoded
        let payload = payload ?? CBOR.map(Self.claims).encoded
        let input = CBOR.array([.text("Signature1"), .bytes(protected), .bytes([]), .bytes(payload)]).encoded
        return .array([.bytes(protected), .map(unprotected), .bytes(payload), .bytes(key.sign(input))])
    }

    private func examine(_ bytes: [UInt8]) -> Examination { trust.examine("SP1:" + Base45.encode(bytes)) }

    private func expect(
        _ item: CBOR, _ signature: SignatureState, _ refusal: Refusal?, _ location: SourceLocation = #_sourceLocation
    ) {
        let examination = examine(item.encoded)
        #expect(examination.signature == signature, sourceLocation: location)
        #expect(examination.refusal == refusal, sourceLocation: location)
    }

    @Test func theMessageMadeHereIsAPass() { expect(.tagged(18, parts()), .valid, nil) }

    @Test func theKeyIdCountsOnlyInTheProtectedHeader() {
        let identifier = CBOR.bytes(key.publicKey.identifier)
        expect(.tagged(18, parts(header: [1: -8], unprotected: [4: identifier])), .unknownKey, .unknownKey)
        expect(.tagged(18, parts(header: [1: -8, 4: .text("a")])), .unknownKey, .unknownKey)
        expect(.tagged(18, parts(header: [1: -8, 4: .bytes([])])), .unknownKey, .unknownKey)
        expect(
            .tagged(18, parts(header: [1: -8, 4: .bytes(Array(key.publicKey.identifier.dropLast()))])), .unknownKey,
            .unknownKey)
    }

    @Test func onlyTheKeyThatIsNamedIsTried() {
        expect(.tagged(18, parts(header: [1: -8, 4: .bytes(other.publicKey.identifier)])), .invalid, .badSignature)
    }

    @Test(arguments: [-7, -37, -19, 5, nil] as [Int64?])
    func theAlgorithmIsTheKeys(algorithm: Int64?) {
        var header = header
        header[1] = algorithm.map(CBOR.init(integerLiteral:))
        expect(.tagged(18, parts(header: header)), .invalid, .badSignature)
    }

    @Test func onlyTheOneSpellingIsAPass() {
        expect(parts(), .valid, .malformed)
        expect(.tagged(61, .tagged(18, parts())), .none, .malformed)
        expect(.tagged(18, parts(unprotected: [99: 1])), .valid, .malformed)
        expect(.tagged(18, parts(header: header.merging([3: 0]) { $1 })), .valid, .malformed)
        // The array's length in two bytes.
        let message = CBOR.tagged(18, parts()).encoded
        let padded = examine([0xD2, 0x98, 0x04] + message.dropFirst(2))
        #expect(padded.signature == .valid && padded.refusal == .malformed)
        // Something after it.
        #expect(examine(message + [0]).refusal == .malformed)
    }

    @Test func claimsThatNoPassMakesAreMalformed() {
        let changes: [[CBOR: CBOR?]] = [
            [1: nil], [4: nil], [5: nil], [7: nil], [-65537: nil], [2: .text("name")], [-65538: 1],
            [1: 5], [1: .text("a\u{1B}")], [1: .bytes([97])],
            [3: .array([])], [3: .array([.text("north")])], [3: .array([.text("b"), .text("a")])],
            [3: .array([.text("a"), .text("a")])], [3: .array([.text("a"), 1])], [3: 1], [3: .text("")],
            [4: 1000], [4: .float(2000)], [4: .tagged(1, 2000)], [4: -1], [4: .unsigned(.max)], [5: .simple(22)],
            [7: .bytes(Array(0..<15))], [7: .text("0123456789abcdef")], [-65537: 4], [-65537: -1],
            [-65537: .text("member")],
            // Single use for more than one station, and for all.
            [-65537: 1, 3: .array([.text("a"), .text("b")])], [-65537: 3, 3: nil],
        ]
        for change in changes {
            var claims = Self.claims
            for (label, value) in change { claims[label] = value }
            let examination = examine(CBOR.tagged(18, parts(payload: CBOR.map(claims).encoded)).encoded)
            #expect(examination.refusal == .malformed && examination.signature == .valid, "\(change)")
        }
    }

    @Test func claimsInLongerFormsAreMalformed() throws {
        let claims = CBOR.map(Self.claims).encoded
        let payloads: [[UInt8]] = [
            [], [0xF6], [0x80], claims + [0], [0xB8, 0x06] + claims.dropFirst(), Array(claims.dropLast()),
        ]
        for payload in payloads { expect(.tagged(18, parts(payload: payload)), .valid, .malformed) }
    }
}
