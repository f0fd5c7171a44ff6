import Crypto
import Foundation
import Testing
import Vocabulary

@testable import Credentials

@Suite struct TokenTests {
    private let key = P256.Signing.PrivateKey()
    private let edKey = Curve25519.Signing.PrivateKey()
    private let trust: TrustStore

    init() throws {
        let signers = [
            Signer(.p256(key.publicKey), role: .tokens, identifier: Array("p".utf8), issuer: "front-desk"),
            Signer(.ed25519(edKey.publicKey), role: .tokens, identifier: Array("e".utf8), issuer: nil),
        ]
        trust = TrustStore(
            keys: [], revoked: [], bundle: TrustBundle(version: 1, created: WallTime(seconds: 0), signers: signers))
    }

    private func input(_ header: String, _ claims: String) -> String {
        Base64.encode(Array(header.utf8)) + "." + Base64.encode(Array(claims.utf8))
    }

    private func es256(_ claims: String, header: String = #"{"alg":"ES256","kid":"p"}"#) throws -> String {
        let input = input(header, claims)
        return input + "." + Base64.encode(Array(try key.signature(for: Data(input.utf8)).rawRepresentation))
    }

    private func edDSA(_ claims: String, algorithm: String = "EdDSA") throws -> String {
        let input = input(#"{"alg":"\#(algorithm)","kid":"e","typ":"JWT"}"#, claims)
        return input + "." + Base64.encode(Array(try edKey.signature(for: Data(input.utf8))))
    }

    @Test func aTokenIsAVisitorsPass() throws {
        let claims = #"{"iss":"front-desk","jti":"42","nbf":100,"exp":200,"aud":["north","south"]}"#
        let credential = try #require(trust.examine(try es256(claims)).credential)
        #expect(credential.format == .token && credential.holderClass == .visitor && credential.health == nil)
        #expect(credential.notBefore == WallTime(seconds: 100) && credential.expires == WallTime(seconds: 200))
        #expect(credential.scope == .stations(["north", "south"]) && credential.issuer == "front-desk")
        let again = try #require(trust.examine(try es256(claims.replacing("200", with: "300"))).credential)
        #expect(again.identifier == credential.identifier)
    }

    @Test func edDSAVerifiesToo() throws {
        let credential = try #require(trust.examine(try edDSA(#"{"iss":"any","exp":200.5,"aud":"north"}"#)).credential)
        #expect(credential.expires == WallTime(milliseconds: 200_500) && credential.scope == .stations(["north"]))
        #expect(trust.examine(try edDSA(#"{"exp":200}"#)).credential?.scope == .all)
    }

    /// RFC 9864 section 2.2.
    @Test func ed25519IsAlsoCalledByItsOwnName() throws {
        #expect(trust.examine(try edDSA(#"{"exp":200}"#, algorithm: "Ed25519")).credential != nil)
        #expect(trust.examine(try edDSA(#"{"exp":200}"#, algorithm: "Ed448")).refusal == .badSignature)
        let ours = #"{"iss":"front-desk","exp":200}"#
        #expect(
            trust.examine(try es256(ours, header: #"{"alg":"Ed25519","kid":"p"}"#)).refusal == .badSignature)
    }

    /// RFC 7515 appendix A.3: neither the token nor its key has a name.
    @Test func aTokenThatNamesNoKeyMeansOneWithoutAName() throws {
        let token =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        let key = #"""
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
            """#
        var lists = TrustImport()
        try lists.add(tokenKeys: Array(#"{"keys":[\#(key)]}"#.utf8), issuer: "joe", file: "f")
        #expect(lists.counts.map(\.taken) == [1])
        let store = TrustStore(
            keys: [], revoked: [], bundle: lists.bundle(version: 1, created: WallTime(seconds: 0)))
        #expect(store.examine(token).credential?.expires == WallTime(seconds: 1_300_819_380))
        #expect(trust.examine(token).refusal == .unknownKey)
        // A card's key has a name.
        var cards = TrustImport()
        try cards.add(cardKeys: Array(#"{"keys":[\#(key)]}"#.utf8), issuer: "joe", file: "f")
        #expect(cards.counts.map(\.taken) == [0])
    }

    @Test(arguments: [
        "{}", #"{"exp":"200"}"#, #"{"exp":200,"nbf":"x"}"#, #"{"exp":200,"aud":[]}"#, #"{"exp":200,"aud":[1]}"#,
        #"{"exp":200,"exp":300}"#, #"{"exp":1600000000000}"#, "[]", "", "nonsense", #"{"exp":200,"jti":42}"#,
        #"{"exp":200,"jti":null}"#, #"{"exp":200,"iss":42}"#, #"{"exp":200,"iss":null}"#,
    ])
    func claimsThatCannotBeReadAreMalformed(claims: String) throws {
        let examination = trust.examine(try edDSA(claims))
        #expect(examination.signature == .valid && examination.refusal == .malformed)
    }

    @Test func anotherIssuersNameIsRefused() throws {
        #expect(trust.examine(try es256(#"{"iss":"other","exp":200}"#)).refusal == .wrongSigner)
        #expect(trust.examine(try es256(#"{"exp":200}"#)).refusal == .wrongSigner)
    }

    /// One visitor system may serve two issuers with one key.
    @Test func aKeyThatTwoIssuersShareSignsForBoth() throws {
        let signers = ["front-desk", "back-door"].map {
            Signer(.p256(key.publicKey), role: .tokens, identifier: Array("p".utf8), issuer: $0)
        }
        let trust = TrustStore(
            keys: [], revoked: [], bundle: TrustBundle(version: 1, created: WallTime(seconds: 0), signers: signers))
        for issuer in ["front-desk", "back-door"] {
            #expect(trust.examine(try es256(#"{"iss":"\#(issuer)","exp":200}"#)).credential?.issuer == issuer)
        }
        #expect(trust.examine(try es256(#"{"iss":"other","exp":200}"#)).refusal == .wrongSigner)
    }

    /// The algorithm is the key's, and which key is never guessed.
    @Test(arguments: [
        (#"{"alg":"none","kid":"p"}"#, Refusal.badSignature), (#"{"alg":"EdDSA","kid":"p"}"#, .badSignature),
        (#"{"alg":"ES256","kid":"e"}"#, .badSignature), (#"{"alg":"ES256","kid":"q"}"#, .unknownKey),
        (#"{"alg":"ES256"}"#, .unknownKey), (#"{"alg":"ES256","kid":1}"#, .malformed),
        (#"{"alg":"ES256","kid":null}"#, .malformed), (#"{"alg":"ES256","kid":"p","crit":["exp"]}"#, .malformed),
        (#"{"alg":"ES256","kid":"p","zip":"DEF"}"#, .malformed),
    ])
    func headersAreNotBelieved(header: String, refusal: Refusal) throws {
        #expect(trust.examine(try es256(#"{"iss":"front-desk","exp":200}"#, header: header)).refusal == refusal)
    }

    @Test func oneLetterChangedNeverVerifies() throws {
        let text = Array(try es256(#"{"iss":"front-desk","exp":200}"#).utf8)
        for index in text.indices {
            for letter in Array("Aw_.".utf8) where letter != text[index] {
                var changed = text
                changed[index] = letter
                #expect(trust.examine(Payload(changed)).signature != .valid, "letter \(index)")
            }
        }
    }
}
