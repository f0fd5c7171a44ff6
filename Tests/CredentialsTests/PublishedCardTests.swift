import Crypto
import Foundation
import Testing
import Vectors
import Vocabulary

@testable import Credentials

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
        #expect(credential.health?.events.count == doses)
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
            examination = trust.examine(cardCode(file))
        } else if name.hasPrefix("e-") {
            let start = try #require(file.range(of: "\"verifiableCredential\":")).upperBound
            let jws = try #require(file[start...].split(separator: "\"").dropFirst().first)
            examination = trust.examine(cardCode(String(jws)))
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
        let examination = cardTrust([issuer.signer]).examine(cardCode(try issuer.jws(Array(payload.utf8))))
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
