import Crypto
import Foundation
import Testing
import Vectors
import Vocabulary

@testable import Credentials

/// Lists that are really published, as they were.
@Suite(.enabled(if: Vectors.arePresent, Comment(rawValue: Vectors.comment)))
struct PublishedListsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: try #require(Vectors.folder).appendingPathComponent(path)))
    }

    private func bytes(_ path: String) throws -> [UInt8] { try Self.bytes(path) }

    /// Read once: without optimisation the long list takes two seconds.
    private static let lists = Result { try readAll() }

    private func all() throws -> TrustImport { try Self.lists.get() }

    private static func readAll() throws -> TrustImport {
        var lists = TrustImport()
        try lists.add(signerList: bytes("covpass-dsc-lists/Certificates/PROD/CA/dsc.json"), file: "dsc.json")
        try lists.add(did: bytes("gdhcn-trust-prod/trustlist/did.json"), file: "did.json")
        try lists.add(did: bytes("gdhcn-trust-prod/v2/trustlist/DCC/IDN/DSC/did.json"), file: "IDN/DSC")
        try lists.add(did: bytes("gdhcn-trust-prod/v2/trustlist/DCC/IDN/SCA/did.json"), file: "IDN/SCA")
        return lists
    }

    @Test func nearlyAllKeysOfTheProductionListsAreTaken() throws {
        let lists = try all()
        #expect(lists.counts.map(\.offered) == [610, 438, 1, 2])
        #expect(lists.counts.map(\.taken) == [609, 438, 0, 2])
        // North Macedonia's first signer: RSA of 1,024 bits.
        #expect(lists.refused.map(\.name) == ["tIXJTzNgFXY="])
    }

    @Test func aBundleOfThemVerifiesARealCertificate() throws {
        let key = SigningKey()
        let now = WallTime(seconds: 1_700_000_000)
        #expect(try all().write(to: folder.path, signedBy: key, at: now) == 1)
        let trust = try TrustStore(folder: folder.path)
        #expect(
            trust.signers.all.count == 1049 && trust.bundleAge(at: now, old: .seconds(1), stale: .seconds(2)) == .fresh)
        let summary = trust.summary
        #expect(summary.version == 1 && summary.created == now && summary.signers.count == 1049)
        #expect(summary.signers.contains { $0.identifier == "umFDVUdIS8Y=" && $0.issuer == "ID" })
        let credential = try #require(trust.examine(try EuropeanCase("AT/2DCode/raw/1.json").text).credential)
        #expect(credential.issuer == "AT" && credential.format == .healthCertificate)
        #expect(trust.examine(try EuropeanCase("common/2DCode/raw/CO3.json").text).refusal == .unknownKey)
        #expect(try all().write(to: folder.path, signedBy: key, at: now) == 2)
    }

    @Test func indonesiasSignerOnTheListExpiredInFebruary2025() throws {
        let trust = TrustStore(
            keys: [], revoked: [], bundle: try all().bundle(version: 1, created: WallTime(seconds: 0)))
        let signers = trust.signers(
            .documents, try #require(Base64.decode("umFDVUdIS8Y=".utf8, .standard, isPadded: true)))
        #expect(signers.count == 1 && signers[0].issuer == "ID")
        #expect(signers[0].notAfter == WallTime(rfc3339: "2025-02-14T18:11:42Z"))
    }

    @Test func theWHOsAnchorVouchesForIndonesiasAuthority() throws {
        let (cms, anchor) = (try bytes("idn-dcc/TNG_TA.signed.SCA.cms.der"), try bytes("idn-dcc/WHO_TNG_TA.pem"))
        var lists = TrustImport()
        try lists.add(cms: cms, anchor: anchor, file: "cms")
        #expect(lists.counts.map(\.taken) == [1])
        let other = try bytes("idn-dcc/CSCA__2jkqt_zy9g=.pem")
        #expect(throws: TrustImport.Unreadable.self) { try lists.add(cms: cms, anchor: other, file: "cms") }
        for index in [200, 600, 1400, cms.count - 3] {
            var changed = cms
            changed[index] ^= 1
            #expect(throws: TrustImport.Unreadable.self) { try lists.add(cms: changed, anchor: anchor, file: "cms") }
        }
    }

    /// An authority signs its signers: every certificate of the WHO's list beside its issuer's.
    @Test func theCertificatesOfTheWHOsListAreSignedByTheirAuthorities() throws {
        let file = try #require(try vector("gdhcn-trust-prod/trustlist/did.json") as? [String: Any])
        let methods = try #require(file["verificationMethod"] as? [[String: Any]])
        var signed = 0
        for method in methods {
            let chain = try #require((method["publicKeyJwk"] as? [String: Any])?["x5c"] as? [String])
                .compactMap { Data(base64Encoded: $0) }.map { Array($0) }
            let certificate = try Certificate(der: chain[0])
            let authority = try Certificate(der: chain[1])
            if certificate.issuer == authority.subject, certificate.isSigned(with: authority.key) { signed += 1 }
            #expect(!authority.isSigned(with: certificate.key))
        }
        // 27 name an authority of which the list has another key, 5 are signed with SHA-1.
        #expect(signed == 406)
    }
}

@Suite struct TrustImportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func jwk(_ key: P256.Signing.PublicKey, _ kid: String, _ more: String = "") -> String {
        let point = Array(key.rawRepresentation)
        let (x, y) = (Base64.encode(Array(point[..<32])), Base64.encode(Array(point[32...])))
        return #"{"kty":"EC","crv":"P-256","kid":"\#(kid)","x":"\#(x)","y":"\#(y)"\#(more)}"#
    }

    @Test func keysAreTakenAndTheOthersSayWhyNot() throws {
        let key = P256.Signing.PrivateKey().publicKey
        let ed25519 = Base64.encode(SigningKey().publicKey.bytes)
        let keys = [
            jwk(key, "a"), jwk(key, "a"), jwk(key, "b", #","use":"enc""#), jwk(key, "c", #","alg":"ES256K""#),
            jwk(key, ""),
            #"{"kty":"OKP","crv":"Ed25519","kid":"d","x":"\#(ed25519)"}"#, #"{"kty":"EC","crv":"P-384","kid":"e"}"#,
            "{}",
        ]
        var lists = TrustImport()
        try lists.add(tokenKeys: Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8), issuer: "x", file: "f")
        #expect(lists.counts.map { [$0.offered, $0.taken, $0.known] } == [[8, 2, 1]])
        #expect(lists.refused.map(\.name) == ["b", "c", "", "e", "key 8"])
        try lists.add(tokenKeys: Array("\u{FEFF}{\"keys\":[\(jwk(key, "z"))]}".utf8), issuer: "x", file: "g")
        #expect(lists.counts.last?.taken == 1)
        #expect(throws: TrustImport.Unreadable.self) {
            try lists.add(tokenKeys: Array("[]".utf8), issuer: nil, file: "f")
        }
        #expect(throws: TrustImport.Unreadable.self) {
            try lists.add(cardKeys: Array("{}".utf8), issuer: nil, file: "f")
        }
    }

    @Test func aCoordinateThatLostOrGainedAByteIsMended() throws {
        var key = P256.Signing.PrivateKey().publicKey
        while key.rawRepresentation.first != 0 { key = P256.Signing.PrivateKey().publicKey }
        let point = Array(key.rawRepresentation)
        let lost = try #require(VerificationKey(p256x: Array(point[1..<32]), y: [0] + point[32...]))
        #expect(lost.info == VerificationKey.p256(key).info)
        #expect(VerificationKey(p256x: Array(point[..<32]), y: Array(point[..<32])) == nil)
        #expect(VerificationKey(p256x: [], y: Array(point[32...])) == nil)
    }

    /// An authority signs certificates, and others only where its key usage says so or says nothing (made with openssl).
    private static let certificates: [(der: String, roles: [Signer.Role])] = [
        (
            "MIIBfDCCASKgAwIBAgIUWLVc3a81vRMw3OjPkV0noLPOT3MwCgYIKoZIzj0EAwIwHDELMAkGA1UEBhMCVVQxDTALBgNVBAMMBGJv"
                + "dGgwHhcNMjYxMTI5MjA0NTA3WhcNNDgxMDI0MjA0NTA3WjAcMQswCQYDVQQGEwJVVDENMAsGA1UEAwwEYm90aDBZMBMGByqGSM49"
                + "AgEGCCqGSM49AwEHA0IABKUqasMvR0qtRkkGRkNYHmprHgBRFd0+fSzOKGj1Vbs2x+g6SqC6tDh6M4C1fkcM6UbbSDqVZEOJGowe"
                + "7fTfuLmjQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgKEMB0GA1UdDgQWBBQvpOyCAKvyonl7TugVh4siH9pDODAK"
                + "BggqhkjOPQQDAgNIADBFAiEAiiTJ0xi7FjDdBvJLmHbl2fyDEzo6NqGwtwuZxRmp86kCIHVQMfvR5oUyKDDwhOEYEqK+UF63jQeE"
                + "Tc1xajUi9rQ5",
            [.certificates, .documents]
        ),
        (
            "MIIBcDCCARagAwIBAgIURuwuAbTd/BAyzUOu1C8n/M3mmqYwCgYIKoZIzj0EAwIwHjELMAkGA1UEBhMCVVQxDzANBgNVBAMMBnVu"
                + "c2FpZDAeFw0yNjExMjkyMDQ1MDdaFw00ODEwMjQyMDQ1MDdaMB4xCzAJBgNVBAYTAlVUMQ8wDQYDVQQDDAZ1bnNhaWQwWTATBgcq"
                + "hkjOPQIBBggqhkjOPQMBBwNCAATu81TqmWxkTvpt5SeenwnR7E2zOtG6bdowXrIST1KGsbErD7msae6Rjn4/NxPUcAYPXurYTk2/"
                + "jWTxM+E+GT4jozIwMDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBQnAAJ3EwVZ1IBoFza6/icD9n214jAKBggqhkjOPQQDAgNI"
                + "ADBFAiAPCb5m1w1hHMuyOF8qSSEWFSy3n5KRADn+3QGEBx77DQIhAOinhSgIChwM0xRHIQlCjU+NwerGl8ubtKMdKfvuiN2z",
            [.certificates, .documents]
        ),
        (
            "MIIBcjCCARegAwIBAgIURnntYVPZ4fzdkNTPFm12ISFoYXAwCgYIKoZIzj0EAwIwHzELMAkGA1UEBhMCVVQxEDAOBgNVBAMMB25l"
                + "aXRoZXIwHhcNMjYxMTI5MjA0NTA3WhcNNDgxMDI0MjA0NTA3WjAfMQswCQYDVQQGEwJVVDEQMA4GA1UEAwwHbmVpdGhlcjBZMBMG"
                + "ByqGSM49AgEGCCqGSM49AwEHA0IABGNpD7AsH9RQOgkwB0yDfI2Ogi6yphJoBCQKe6PadtvvjKNaSyeDekIXbzdJGNBDlSim7BOQ"
                + "80UfclyULyOx1dSjMTAvMA4GA1UdDwEB/wQEAwIDCDAdBgNVHQ4EFgQUeFhSlUtP2TnUXJfz4yKegW8NgcswCgYIKoZIzj0EAwID"
                + "SQAwRgIhAMeu1VMLSoHXg9eLwwSjo6GpIn1pKCi/l8dhMCoFkfg8AiEAnRXRtfOXwP2kUuAg7OjoHZgC70iBSKRZeg40EBgUSIc=",
            []
        ),
    ]

    @Test func aCertificateIsWhatItsKeyUsageSays() throws {
        func roles(_ pem: String) throws -> [Signer.Role] {
            var lists = TrustImport()
            try lists.add(pem: Array(pem.utf8), file: "pem")
            return lists.bundle(version: 1, created: WallTime(seconds: 0)).signers.map(\.role)
        }
        #expect(try roles(Seals.authority) == [.certificates])
        for (der, wanted) in Self.certificates {
            #expect(try roles("-----BEGIN CERTIFICATE-----\n\(der)\n-----END CERTIFICATE-----\n") == wanted)
            var lists = TrustImport()
            let list = #"{"certificates":[{"kid":"AAAAAAAAAAA=","rawData":"\#(der)"}]}"#
            try lists.add(signerList: Array(list.utf8), file: "list")
            #expect(lists.bundle(version: 1, created: WallTime(seconds: 0)).signers.map(\.role) == wanted)
        }
    }

    /// The array of a gateway: what opens connections to it stands in it too, and signs no certificates of health.
    @Test func aGatewaysListIsTakenWithoutItsOwnCertificates() throws {
        let der = Self.certificates[1].der
        let items = [
            #"{"kid":"AAAAAAAAAAE=","certificateType":"DSC","rawData":"\#(der)"}"#,
            #"{"kid":"AAAAAAAAAAI=","group":"DSC","certificate":"\#(der)"}"#,
            #"{"kid":"AAAAAAAAAAM=","certificateType":"AUTHENTICATION","rawData":"\#(der)"}"#,
            #"{"kid":"AAAAAAAAAAQ=","group":"UP","certificate":"\#(der)"}"#, "{}", "1",
        ]
        var lists = TrustImport()
        try lists.add(signerList: Array("[\(items.joined(separator: ","))]".utf8), file: "list")
        let signers = lists.bundle(version: 1, created: WallTime(seconds: 0)).signers
        #expect(signers.filter { $0.role == .documents }.map(\.identifier.last) == [1, 2])
        #expect(lists.refused.map(\.name) == ["AAAAAAAAAAM=", "AAAAAAAAAAQ=", "entry 5", "entry 6"])
        for text in ["", "{}", "1", #"{"keys":[]}"#] {
            #expect(throws: TrustImport.Unreadable.self) {
                try lists.add(signerList: Array(text.utf8), file: "list")
            }
        }
    }

    @Test func withdrawnCardsAndHashesAreWritten() throws {
        let key = P256.Signing.PrivateKey().publicKey
        var lists = TrustImport()
        let snapshot = #"{"issuerInfo":[{"issuer":{"iss":"https://x"},"keys":[\#(jwk(key, "k"))]}]}"#
        try lists.add(cardKeys: Array(snapshot.utf8), issuer: nil, file: "f")
        #expect(lists.counts.map(\.taken) == [1])
        let rids =
            #"{"kid":"k","method":"rid","ctr":1,"rids":["abc","def.1600000000","a b","1234567890123456789012345"]}"#
        try lists.add(withdrawnCards: Array(rids.utf8), issuer: "https://x", file: "r")
        lists.add(
            withdrawnHashes: "# ours\n\(String(repeating: "0f", count: 16))\nAAECAwQFBgcICQoLDA0ODw==\nxyz", file: "h")
        #expect(lists.refused.count == 3)
        _ = try lists.write(to: folder.path, signedBy: SigningKey(), at: WallTime(seconds: 0))
        let trust = try TrustStore(folder: folder.path)
        #expect(trust.isRevokedHash(Array(0..<16)) && trust.isRevokedHash(Array(repeating: 0x0F, count: 16)))
        let abc = HealthCard.revocationHash(issuer: "https://x", key: "k", "abc")
        let def = HealthCard.revocationHash(issuer: "https://x", key: "k", "def")
        #expect(trust.isRevoked(abc, madeAt: WallTime(seconds: 2_000_000_000)))
        #expect(trust.isRevoked(def, madeAt: WallTime(seconds: 1_599_999_999)))
        #expect(!trust.isRevoked(def, madeAt: WallTime(seconds: 1_600_000_000)))
    }

    /// Else what was withdrawn would count again.
    @Test func anImportWithAnotherKeyLeavesTheWithdrawnAsTheyAre() throws {
        func lists(_ digit: String) throws -> TrustImport {
            var lists = TrustImport()
            let keys = #"{"keys":[\#(jwk(P256.Signing.PrivateKey().publicKey, "a"))]}"#
            try lists.add(cardKeys: Array(keys.utf8), issuer: "https://x", file: "f")
            lists.add(withdrawnHashes: String(repeating: digit, count: 32), file: "h")
            return lists
        }
        _ = try lists("1").write(to: folder.path, signedBy: SigningKey(), at: WallTime(seconds: 0))
        #expect(throws: TrustFault.self) {
            try lists("2").write(to: folder.path, signedBy: SigningKey(), at: WallTime(seconds: 0))
        }
        #expect(try TrustStore(folder: folder.path).isRevokedHash([UInt8](repeating: 0x11, count: 16)))
    }

    /// A bundle of more would be written, and read by no gate.
    @Test func moreWithdrawnCardsThanABundleHoldsAreAFault() throws {
        var lists = TrustImport()
        let keys = #"{"keys":[\#(jwk(P256.Signing.PrivateKey().publicKey, "a"))]}"#
        try lists.add(cardKeys: Array(keys.utf8), issuer: "https://x", file: "f")
        for number in 0...TrustBundle.maximumWithdrawals {
            let hash = [16, 8, 0].map { UInt8(number >> $0 & 255) }
            lists.withdraw(hash, madeBefore: WallTime(seconds: 1))
        }
        #expect(throws: TrustFault.self) {
            try lists.write(to: folder.path, signedBy: SigningKey(), at: WallTime(seconds: 0))
        }
    }

    @Test func anImportOfNothingIsAFault() {
        #expect(throws: TrustFault.self) {
            try TrustImport().write(to: folder.path, signedBy: SigningKey(), at: WallTime(seconds: 0))
        }
    }
}
