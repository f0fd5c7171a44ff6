import CZlib
import Crypto
import Foundation
import Testing
import Vectors
import Vocabulary

@testable import Credentials

/// Makes cards: a key of its own as the issuer of the examples, and the digits of a code.
private struct CardIssuer {
    static let name = "https://spec.smarthealth.cards/examples/issuer"
    let key = P256.Signing.PrivateKey()
    let identifier = "ours"

    var signer: Signer {
        Signer(.p256(key.publicKey), role: .cards, identifier: Array(identifier.utf8), issuer: Self.name)
    }

    func jws(_ payload: [UInt8], header: String? = nil) throws -> String {
        let header = header ?? #"{"zip":"DEF","alg":"ES256","kid":"\#(identifier)"}"#
        let input = Base64.encode(Array(header.utf8)) + "." + Base64.encode(deflated(payload))
        return input + "." + Base64.encode(Array(try key.signature(for: Data(input.utf8)).rawRepresentation))
    }

    /// The payload of a card around a FHIR bundle.
    func payload(bundle: String) -> String {
        #"{"iss":"\#(Self.name)","nbf":1,"vc":{"type":["https://smarthealth.cards#health-card"],"#
            + #""credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":\#(bundle)}}}"#
    }

    private func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { room, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = CUnsignedInt(input.count)
                stream.next_out = room.baseAddress
                stream.avail_out = CUnsignedInt(room.count)
                deflate(&stream, Z_FINISH)
                count = room.count - Int(stream.avail_out)
            }
        }
    }
}

/// The digits of a text.
private func digits(_ text: some Sequence<UInt8>) -> String {
    text.map { byte in
        let value = Int(byte) - 45
        return value < 0 ? "99" : (value < 10 ? "0" : "") + String(value)
    }.joined()
}

private func code(_ jws: String) -> String { "shc:/" + digits(jws.utf8) }

private func cardTrust(_ signers: [Signer]) -> TrustStore {
    TrustStore(keys: [], revoked: [], bundle: TrustBundle(version: 1, created: WallTime(seconds: 0), signers: signers))
}

/// The example issuer's keys. Their ids are their thumbprints (RFC 7638), which a test checks.
private let examples = [
    (
        "3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s", "11XvRWy1I2S0EyJlyf_bWfw_TQ5CJJNLw78bHXNxcgw",
        "eZXwxvO1hvCY0KucrPfKo7yAyMT6Ajc3N7OkAB6VYy8"
    ),
    (
        "EBKOr72QQDcTBUuVzAzkfBTGew0ZA16GuWty64nS-sw", "PQHApUWm94mflvswQgAnfHlETMwJFqjUVSs7WU6LQy4",
        "7mj8IO-8V5VZjDbRVsJINC_Rq5ai5CDhFX18ceRsLWQ"
    ),
]

private func exampleTrust() throws -> TrustStore {
    cardTrust(
        try examples.map { kid, x, y in
            let key = try #require(
                VerificationKey(p256x: Base64.decode(x.utf8) ?? [], y: Base64.decode(y.utf8) ?? []))
            return Signer(key, role: .cards, identifier: Array(kid.utf8), issuer: CardIssuer.name)
        })
}

@Suite(.enabled(if: Vectors.arePresent, Comment(rawValue: Vectors.comment)))
struct PublishedCardTests {
    private let trust: TrustStore
    private let folder: URL

    init() throws {
        trust = try exampleTrust()
        folder = try #require(Vectors.folder)
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(path)), as: UTF8.self)
    }

    private func examine(_ path: String) throws -> Examination {
        trust.examine(try text(path).trimmingCharacters(in: .newlines))
    }

    @Test func theKeysAreTheirThumbprints() {
        for (kid, x, y) in examples {
            let text = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
            #expect(Base64.encode(Array(SHA256.hash(data: Data(text.utf8)))) == kid)
        }
    }

    @Test(arguments: [("00", 3), ("01", 3), ("03", 2)])
    func theOfficialCardsVerify(number: String, doses: Int) throws {
        let credential = try #require(
            try examine("hl7-shc-examples/input/images/example-\(number)-f-qr-code-numeric-value-0.txt").credential)
        #expect(credential.format == .smartHealthCard && credential.issuer == CardIssuer.name)
        #expect(credential.health?.events.count == doses && credential.health?.disease == .covid19)
        #expect((credential.expires == nil) == (number != "03"))
        let said = String(reflecting: credential)
        #expect(!said.contains("Anyperson") && !said.contains("Johnny") && !said.contains("1951"))
    }

    @Test func theOfficialCardOfThreeCodesIsPutTogether() throws {
        let codes = try (0...2).map {
            let path = "hl7-shc-examples/input/images/example-02-f-qr-code-numeric-value-\($0).txt"
            return Payload(Array(try text(path).trimmingCharacters(in: .newlines).utf8))
        }
        #expect(codes.allSatisfy { trust.examine($0).refusal == .moreCodes })
        var collector = HealthCardCollector()
        #expect(collector.take(codes[2], at: second(1)) == .more(have: 1, count: 3))
        #expect(collector.take(codes[0], at: second(2)) == .more(have: 2, count: 3))
        guard case .whole(let card) = collector.take(codes[1], at: second(3)) else { throw Refusal.malformed }
        // It is a patient's summary, and says nothing of vaccinations.
        let examination = trust.examine(card)
        #expect(examination.signature == .valid && examination.refusal == .unknownFormat && collector.have == 0)
    }

    /// Broken on purpose, most of them: what each is told. A JWS or a file of cards is put into a code first.
    @Test(
        arguments: [
            ("d-jws-der-signature-r-neg.txt", SignatureState.invalid, Refusal.badSignature),
            ("d-jws-der-signature-rs-neg.txt", .invalid, .badSignature),
            ("d-jws-der-signature-s-neg.txt", .invalid, .badSignature),
            ("d-jws-der-signature.txt", .invalid, .badSignature),
            ("d-jws-invalid-signature.txt", .invalid, .badSignature),
            ("d-jws-issuer-kid-mismatch.txt", .unknownKey, .unknownKey),
            ("d-jws-wrong_jws_header_kid.txt", .unknownKey, .unknownKey),
            ("d-jws-issuer-not-valid-with-smart-key.txt", .valid, .wrongSigner),
            // Too long for one code, and no card by its types.
            ("d-jws-jws_too_long.txt", .valid, .malformed), ("d-jws-no_deflate.txt", .none, .malformed),
            ("d-jws-no_jws_header_alg.txt", .none, .malformed), ("d-jws-no_jws_header_kid.txt", .none, .malformed),
            ("d-jws-no_jws_header_zip.txt", .none, .malformed), ("d-jws-trailing_chars.txt", .none, .malformed),
            ("d-jws-utf8_bom_prefix.txt", .valid, .malformed),
            // Flaws of the record that change nothing a policy asks for.
            ("d-jws-bad-fhir-metadata.txt", .valid, nil),
            ("e-file-bad_jwks.smart-health-card", .valid, .wrongSigner),
            ("e-file-invalid_deflate.smart-health-card", .valid, .malformed),
            ("e-file-invalid_issuer_url.smart-health-card", .valid, .wrongSigner),
            ("e-file-invalid_issuer_url_http.smart-health-card", .valid, .wrongSigner),
            ("e-file-issuer_url_with_trailing_slash.smart-health-card", .valid, .wrongSigner),
            ("e-file-jws_too_long.smart-health-card", .valid, .malformed),
            ("e-file-no_deflate.smart-health-card", .none, .malformed),
            ("e-file-multi-jws-issues.smart-health-card", .none, .malformed),
            ("e-file-multi-jws.smart-health-card", .valid, nil),
            ("e-file-trailing_chars.smart-health-card", .valid, nil),
            ("e-file.wrong-extension", .valid, nil),
            ("f-qr-code-numeric-value-0-index-out-of-range.txt", .none, .malformed),
            ("f-qr-code-numeric-value-0-number-too-big.txt", .none, .malformed),
            ("f-qr-code-numeric-value-0-odd-count.txt", .none, .malformed),
            ("f-qr-code-numeric-value-0-trailing_chars.txt", .none, .notAPass),
            ("f-qr-code-numeric-value-0-wrong-multi-chunk.txt", .none, .malformed),
            ("f-qr-code-numeric-value-0-wrong_qr_header.txt", .none, .malformed),
            ("f-qr-code-numeric-value-0-qr_chunk_too_small.txt", .none, .moreCodes),
        ] as [(String, SignatureState, Refusal?)])
    func eachBrokenCardHasItsReason(name: String, signature: SignatureState, refusal: Refusal?) throws {
        let file = try text("shc-dev-tools-testdata/testdata/test-example-00-" + name)
        let examination: Examination
        if name.hasPrefix("d-") {
            examination = trust.examine(code(file))
        } else if name.hasPrefix("e-") {
            let start = try #require(file.range(of: "\"verifiableCredential\":")).upperBound
            let jws = try #require(file[start...].split(separator: "\"").dropFirst().first)
            examination = trust.examine(code(String(jws)))
        } else {
            examination = trust.examine(file.trimmingCharacters(in: .newlines))
        }
        #expect(examination.signature == signature && examination.refusal == refusal)
    }

    /// Payloads, signed here: what is wrong in them is told after the signature.
    @Test(
        arguments: [
            ("b-jws-payload-expanded-exp_milliseconds", Refusal.malformed), ("b-jws-payload-expanded-expired", nil),
            ("b-jws-payload-expanded-missing-coding", nil), ("b-jws-payload-expanded-missing-covid-vc-type", nil),
            ("b-jws-payload-expanded-missing-imm-vc-type", nil),
            ("b-jws-payload-expanded-missing-shc-vc-type", .malformed),
            ("b-jws-payload-expanded-nbf_milliseconds", .malformed), ("b-jws-payload-expanded-nbf_not_yet_valid", nil),
            ("b-jws-payload-expanded-optional-vc-type", nil), ("b-jws-payload-expanded-pre-expired", nil),
            ("b-jws-payload-expanded-trailing_chars", nil), ("b-jws-payload-expanded-unknown-vc-types", nil),
            ("a-fhirBundle-profile-usa", .unknownFormat), ("a-fhirBundle-status-not-completed", .unknownFormat),
            ("a-fhirBundle-occurrence-issues", nil), ("a-fhirBundle-empty-values", nil), ("a-short-refs", nil),
            ("a-non-dm-properties", nil), ("a-fhirBundle-trailing_chars", nil),
        ] as [(String, Refusal?)])
    func eachBrokenRecordHasItsReason(name: String, refusal: Refusal?) throws {
        let issuer = CardIssuer()
        var payload = try text("shc-dev-tools-testdata/testdata/test-example-00-\(name).json")
        if name.hasPrefix("a-") { payload = issuer.payload(bundle: payload) }
        let examination = cardTrust([issuer.signer]).examine(code(try issuer.jws(Array(payload.utf8))))
        #expect(examination.signature == .valid && examination.refusal == refusal)
        guard let credential = examination.credential, let begins = credential.notBefore else { return }
        let now = try #require(WallTime(rfc3339: "2022-01-01T00:00:00Z"))
        #expect((begins > now) == name.hasSuffix("not_yet_valid"))
        #expect(credential.expires.map { $0 <= now } ?? false == (name.hasSuffix("expired")))
    }

    @Test(arguments: [
        ("valid_key.json", 1, 1), ("valid_keys.json", 3, 3), ("valid_key_with_x5c.json", 1, 1),
        ("wrong_alg_key.json", 1, 0), ("wrong_curve_key.json", 1, 0), ("wrong_kty_key.json", 1, 0),
        ("wrong_use_key.json", 1, 0),
        // Its id is not its thumbprint; a card finds it by the id alone.
        ("wrong_kid_key.json", 1, 1),
    ])
    func keysOfIssuersAreTakenOrNot(name: String, offered: Int, taken: Int) throws {
        var lists = TrustImport()
        try lists.add(
            cardKeys: Array(try text("shc-dev-tools-testdata/testdata/" + name).utf8), issuer: CardIssuer.name,
            file: name)
        #expect(lists.counts.map { [$0.offered, $0.taken] } == [[offered, taken]])
        #expect(lists.refused.count == offered - taken)
    }

    @Test(arguments: [
        ("duplicate-rid", 0), ("version-mismatch", 0), ("invalid-method", 1), ("non-base64url-rid", 2),
        ("too-long-rid", 1),
    ])
    func whatIsNoWithdrawnCardIsSaid(name: String, refused: Int) throws {
        let path = "shc-dev-tools-testdata/testdata/badcrl/\(name)/.well-known/crl/"
        var lists = TrustImport()
        try lists.add(
            withdrawnCards: Array(try text(path + "hrvC0uzB16UXK83BnPo7Glg685b1D6iYOyJd5hpRaAA.json").utf8),
            issuer: CardIssuer.name, file: name)
        #expect(lists.refused.count == refused)
    }
}

@Suite struct SmartHealthCardTests {
    private let issuer = CardIssuer()

    private func payload(_ more: String = "", iss: String = CardIssuer.name) -> [UInt8] {
        Array(
            #"""
            {"iss":"\#(iss)","nbf":1600000000,"vc":{"type":["https://smarthealth.cards#health-card"]\#(more),
            "credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":{"resourceType":"Bundle","entry":[
            {"resource":{"resourceType":"Patient","birthDate":"1951-01"}},
            {"resource":{"resourceType":"Observation","status":"final","effectiveDateTime":"2021-06-01T10:00:00Z",
            "code":{"coding":[{"system":"http://loinc.org","code":"94558-4"}]},
            "valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"260415000"}]}}}]}}}}
            """#.utf8)
    }

    @Test func aTestIsRead() throws {
        let credential = try #require(cardTrust([issuer.signer]).examine(code(issuer.jws(payload()))).credential)
        let sampled = try #require(WallTime(rfc3339: "2021-06-01T10:00:00Z"))
        #expect(credential.health?.events == [.test(.antigen, isNegative: true, sampled: sampled)])
        #expect(credential.health?.disease == .covid19 && credential.expires == nil)
        #expect(credential.health?.birth?.isAtLeast(70, at: WallTime(rfc3339: "2021-01-30T00:00:00Z")!) == false)
    }

    @Test func aWithdrawnCardIsMarked() throws {
        let hash = HealthCard.revocationHash(issuer: CardIssuer.name, key: "ours", "abc")
        func isRevoked(before seconds: Int64) throws -> Bool? {
            let bundle = TrustBundle(
                version: 1, created: WallTime(seconds: 0), signers: [issuer.signer],
                withdrawals: [hash: WallTime(seconds: seconds)])
            let card = code(try issuer.jws(payload(#","rid":"abc""#)))
            return TrustStore(keys: [], revoked: [], bundle: bundle).examine(card).credential?.isRevoked
        }
        #expect(try isRevoked(before: 1_600_000_001) == true)
        #expect(try isRevoked(before: 1_600_000_000) == false)
    }

    @Test func aKeySignsForItsIssuerAlone() throws {
        let trust = cardTrust([issuer.signer])
        #expect(trust.examine(code(try issuer.jws(payload(iss: "https://other")))).refusal == .wrongSigner)
        let anybody = Signer(
            .p256(issuer.key.publicKey), role: .cards, identifier: Array("ours".utf8), issuer: nil)
        // The administration did not say whose key it is.
        #expect(cardTrust([anybody]).examine(code(try issuer.jws(payload()))).refusal == nil)
    }

    @Test func aKeyForTokensSignsNoCard() throws {
        let tokens = Signer(
            .p256(issuer.key.publicKey), role: .tokens, identifier: Array("ours".utf8), issuer: CardIssuer.name)
        #expect(cardTrust([tokens]).examine(code(try issuer.jws(payload()))).refusal == .unknownKey)
    }

    @Test func whatInflatesWithoutEndIsMalformed() throws {
        let trust = cardTrust([issuer.signer])
        let bomb = try issuer.jws([UInt8](repeating: 32, count: 1_000_000))
        #expect(bomb.utf8.count * 2 < Payload.maximumLength)
        let examination = trust.examine(code(bomb))
        #expect(examination.signature == .valid && examination.refusal == .malformed)
    }

    @Test func headersThatAreNoCardsAreMalformed() throws {
        let trust = cardTrust([issuer.signer])
        for header in [
            #"{"alg":"ES256","kid":"ours"}"#, #"{"zip":"DEF","alg":"none","kid":"ours"}"#,
            #"{"zip":"DEF","alg":"ES256"}"#,
            #"{"zip":"DEF","alg":"HS256","kid":"ours"}"#, #"{"zip":"DEF","alg":"ES256","kid":"ours","crit":["x"]}"#,
            "[]",
            #"{"zip":"DEF","alg":"ES256","kid":"ours","kid":"ours"}"#,
        ] {
            #expect(trust.examine(code(try issuer.jws(payload(), header: header))).refusal == .malformed, "\(header)")
        }
    }
}

@Suite struct HealthCardCollectorTests {
    private func part(_ number: Int, _ count: Int, _ text: String) -> Payload {
        Payload(Array("shc:/\(number)/\(count)/\(digits(text.utf8))".utf8))
    }

    @Test func aCardIsWholeWhenAllItsCodesWereShownInAnyOrder() {
        var collector = HealthCardCollector()
        #expect(collector.take(part(3, 3, "c"), at: second(0)) == .more(have: 1, count: 3))
        #expect(collector.take(part(1, 3, "a"), at: second(1)) == .more(have: 2, count: 3))
        #expect(collector.take(part(1, 3, "a"), at: second(2)) == .more(have: 2, count: 3))
        #expect(collector.take(part(2, 3, "b"), at: second(3)) == .whole(CollectedHealthCard(jws: Array("abc".utf8))))
        #expect(collector.have == 0)
    }

    @Test func aCodeOfAnotherCardBeginsAnew() {
        var collector = HealthCardCollector()
        _ = collector.take(part(1, 3, "a"), at: second(0))
        #expect(collector.take(part(1, 3, "x"), at: second(1)) == .more(have: 1, count: 3))
        #expect(collector.take(part(2, 2, "y"), at: second(2)) == .more(have: 1, count: 2))
        #expect(collector.take(part(1, 2, "z"), at: second(3)) == .whole(CollectedHealthCard(jws: Array("zy".utf8))))
    }

    @Test func aCardThatTakesTooLongBeginsAnew() {
        var collector = HealthCardCollector(limit: .seconds(10))
        _ = collector.take(part(1, 2, "a"), at: second(0))
        #expect(collector.take(part(2, 2, "b"), at: second(11)) == .more(have: 1, count: 2))
        #expect(collector.take(part(1, 2, "a"), at: second(20)) == .whole(CollectedHealthCard(jws: Array("ab".utf8))))
    }

    @Test func whatIsNoPartIsLeftAlone() {
        var collector = HealthCardCollector()
        _ = collector.take(part(1, 2, "a"), at: second(0))
        for text in ["shc:/5676", "SP1:AB", "shc:/1/1/00", "shc:/3/2/00", "shc:/1/99/00", "shc:/1/2/", "shc:/01/2/00"] {
            #expect(collector.take(Payload(Array(text.utf8)), at: second(1)) == .single, "\(text)")
        }
        #expect(collector.have == 1)
    }

    @Test func howMuchIsKeptIsBounded() {
        var collector = HealthCardCollector()
        let long = String(repeating: "a", count: 2000)
        var kept = 0
        for number in 1...32 {
            _ = collector.take(part(number, 32, long), at: second(1))
            kept = max(kept, collector.have)
        }
        #expect(kept == 8)
    }
}

private func second(_ count: UInt64) -> MonotonicTime { MonotonicTime(nanoseconds: count * 1_000_000_000) }
