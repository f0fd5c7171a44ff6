import Testing
import Vocabulary

@testable import Credentials

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
        let credential = try #require(cardTrust([issuer.signer]).examine(cardCode(issuer.jws(payload()))).credential)
        let sampled = try #require(WallTime(rfc3339: "2021-06-01T10:00:00Z"))
        #expect(credential.health?.events == [.test(.antigen, isNegative: true, sampled: sampled)])
        #expect(credential.expires == nil)
        #expect(credential.health?.birth?.isAtLeast(70, at: WallTime(rfc3339: "2021-01-30T00:00:00Z")!) == false)
    }

    @Test func aWithdrawnCardIsMarked() throws {
        let hash = HealthCard.revocationHash(issuer: CardIssuer.name, key: "ours", "abc")
        func isRevoked(before seconds: Int64) throws -> Bool? {
            let bundle = TrustBundle(
                version: 1, created: WallTime(seconds: 0), signers: [issuer.signer],
                withdrawals: [hash: WallTime(seconds: seconds)])
            let card = cardCode(try issuer.jws(payload(#","rid":"abc""#)))
            return TrustStore(keys: [], revoked: [], bundle: bundle).examine(card).credential?.isRevoked
        }
        #expect(try isRevoked(before: 1_600_000_001) == true)
        #expect(try isRevoked(before: 1_600_000_000) == false)
    }

    @Test func aKeySignsForItsIssuerAlone() throws {
        let trust = cardTrust([issuer.signer])
        #expect(trust.examine(cardCode(try issuer.jws(payload(iss: "https://other")))).refusal == .wrongSigner)
        let anybody = Signer(
            .p256(issuer.key.publicKey), role: .cards, identifier: Array("ours".utf8), issuer: nil)
        // The administration did not say whose key it is.
        #expect(cardTrust([anybody]).examine(cardCode(try issuer.jws(payload()))).refusal == nil)
    }

    @Test func aKeyThatTwoIssuersShareSignsForBoth() throws {
        let other = Signer(
            .p256(issuer.key.publicKey), role: .cards, identifier: Array("ours".utf8), issuer: "https://other")
        let trust = cardTrust([issuer.signer, other])
        #expect(trust.examine(cardCode(try issuer.jws(payload(iss: "https://other")))).refusal == nil)
        #expect(trust.examine(cardCode(try issuer.jws(payload()))).refusal == nil)
        #expect(trust.examine(cardCode(try issuer.jws(payload(iss: "https://third")))).refusal == .wrongSigner)
    }

    @Test func aKeyForTokensSignsNoCard() throws {
        let tokens = Signer(
            .p256(issuer.key.publicKey), role: .tokens, identifier: Array("ours".utf8), issuer: CardIssuer.name)
        #expect(cardTrust([tokens]).examine(cardCode(try issuer.jws(payload()))).refusal == .unknownKey)
    }

    @Test func whatInflatesWithoutEndIsMalformed() throws {
        let trust = cardTrust([issuer.signer])
        let bomb = try issuer.jws([UInt8](repeating: 32, count: 1_000_000))
        #expect(bomb.utf8.count * 2 < Payload.maximumLength)
        let examination = trust.examine(cardCode(bomb))
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
            let text = cardCode(try issuer.jws(payload(), header: header))
            #expect(trust.examine(text).refusal == .malformed, "\(header)")
        }
    }
}
