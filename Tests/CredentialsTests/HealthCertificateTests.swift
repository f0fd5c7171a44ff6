import CZlib
import Crypto
import Foundation
import Testing
import Vocabulary

@testable import Credentials

/// Certificates made here, for what no published one shows.
@Suite struct HealthCertificateTests {
    private let key = P256.Signing.PrivateKey()
    private let identifier: [UInt8] = Array(1...8)

    private func signer(_ key: P256.Signing.PublicKey, usage: HealthUsage = []) -> Signer {
        Signer(
            role: .documents, identifier: identifier, issuer: "XX", key: .p256(key), keyInfo: [], notBefore: nil,
            notAfter: nil, usage: usage, fingerprint: nil, subject: nil)
    }

    private func trust(_ signers: [Signer], revoked: RevokedHashes? = nil) -> TrustStore {
        let bundle = TrustBundle(version: 1, created: WallTime(seconds: 0), signers: signers)
        return TrustStore(keys: [], revoked: [], bundle: bundle, revokedHashes: [revoked].compactMap(\.self))
    }

    private let entry: [CBOR: CBOR] = [
        "tg": "840539006", "dn": 2, "sd": 2, "dt": "2021-06-01", "co": "XX", "ci": "URN:UVCI:01:XX:ABC#D",
    ]

    private func token(_ change: (inout [CBOR: CBOR]) -> Void = { _ in }, kinds: [CBOR: CBOR]? = nil) -> CBOR {
        let certificate: [CBOR: CBOR] = ["nam": .map([:]), "dob": "1990", "v": .array([.map(entry)])]
        var claims: [CBOR: CBOR] = [
            1: "XX", 4: 2_000_000_000, 6: 1_600_000_000, -260: .map(kinds ?? [1: .map(certificate)]),
        ]
        change(&claims)
        return .map(claims)
    }

    private func code(_ payload: [UInt8], algorithm: CBOR = -7) throws -> (text: String, signature: [UInt8]) {
        let header = CBOR.map([1: algorithm, 4: .bytes(identifier)]).encoded
        let input = CBOR.array([.text("Signature1"), .bytes(header), .bytes([]), .bytes(payload)]).encoded
        let signature = Array(try key.signature(for: Data(input)).rawRepresentation)
        let message = CBOR.array([.bytes(header), .map([:]), .bytes(payload), .bytes(signature)]).encoded
        return ("HC1:" + Base45.encode(deflate(message)), signature)
    }

    private func deflate(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(length))
        compress2(&packed, &length, bytes, UInt(bytes.count), 9)
        return Array(packed[..<Int(length)])
    }

    @Test func aCertificateMadeHereIsRead() throws {
        let credential = try #require(trust([signer(key.publicKey)]).examine(code(token().encoded).text).credential)
        #expect(credential.issuer == "XX" && credential.expires == WallTime(seconds: 2_000_000_001))
        #expect(credential.identifier == CertificateIdentifier.hash("01:xx:abc"))
    }

    /// Two countries' keys may have one id.
    @Test func allKeysOfTheIdAreTriedAndTheOneThatSignedCounts() throws {
        let text = try code(token().encoded).text
        let other = P256.Signing.PrivateKey().publicKey
        #expect(trust([signer(other), signer(key.publicKey)]).examine(text).credential != nil)
        #expect(trust([signer(other)]).examine(text).refusal == .badSignature)
        #expect(trust([signer(other), signer(key.publicKey, usage: .test)]).examine(text).refusal == .wrongSigner)
    }

    /// A renewed certificate of the same key may stand under the same id, for other kinds.
    @Test func ofTwoCertificatesOfOneKeyTheOneForThisKindCounts() throws {
        let text = try code(token().encoded).text
        let signers = [signer(key.publicKey, usage: .test), signer(key.publicKey, usage: .vaccination)]
        #expect(trust(signers).examine(text).refusal == nil)
    }

    /// Its key id, the head of its certificate's hash, is found; what it may sign are certificates of signers.
    @Test func anAuthorityThatSignsACertificateItselfIsTheWrongSigner() throws {
        let authority = Signer(
            role: .certificates, identifier: [9], issuer: "XX", key: .p256(key.publicKey), keyInfo: [], notBefore: nil,
            notAfter: nil, usage: [], fingerprint: identifier + [UInt8](repeating: 0, count: 24), subject: [1])
        let text = try code(token().encoded).text
        let examination = trust([authority]).examine(text)
        #expect(examination.signature == .valid && examination.refusal == .wrongSigner)
        #expect(trust([authority, signer(key.publicKey)]).examine(text).credential != nil)
        let forged = try HealthCertificateTests().code(token().encoded).text
        #expect(trust([authority]).examine(forged).refusal == .badSignature)
    }

    @Test(arguments: [
        "2022-01-15T06:00:00Z", "2022-01-15T13:00:00+07:00", "2022-01-15T13:00:00+0700", "2022-01-15T13:00:00+07",
        "2022-01-15T01:00:00-05", "2022-01-15T06:00:00.000+00",
    ])
    func anOffsetMayBeWrittenInThreeWays(text: String) {
        #expect(WallTime(sampled: text) == WallTime(rfc3339: "2022-01-15T06:00:00Z"))
    }

    @Test(arguments: [
        "2022-01-15T06:00:00", "2022-01-15T06:00:00+7", "2022-01-15T06:00:00+070", "2022-01-15T06:00:00+24",
        "2022-01-15T06:00:00+07000", "2022-01-15", "", "2022-01-15T06:00:00+", "2022-01-15T06:00:00-é",
    ])
    func whatIsNoTimeOfATest(text: String) { #expect(WallTime(sampled: text) == nil) }

    @Test func theAlgorithmIsTheKeys() throws {
        for algorithm: CBOR in [-37, -35, -8, 5, "ES256", 0] {
            let text = try code(token().encoded, algorithm: algorithm).text
            #expect(trust([signer(key.publicKey)]).examine(text).refusal == .badSignature)
        }
    }

    @Test func eachOfTheThreeHashesWithdraws() throws {
        let made = try code(token().encoded)
        let forms = [
            Array("URN:UVCI:01:XX:ABC#D".utf8), Array("XXURN:UVCI:01:XX:ABC#D".utf8), Array(made.signature.prefix(32)),
        ]
        let folder = try TemporaryFolder()
        for form in forms {
            try RevokedHashes.write([Array(SHA256.hash(data: Data(form)).prefix(16))], in: folder.path)
            let store = trust([signer(key.publicKey)], revoked: try RevokedHashes(folder: folder.path))
            #expect(store.examine(made.text).credential?.isRevoked == true)
        }
        try RevokedHashes.write([Array(repeating: 0, count: 16)], in: folder.path)
        let store = trust([signer(key.publicKey)], revoked: try RevokedHashes(folder: folder.path))
        #expect(store.examine(made.text).credential?.isRevoked == false)
    }

    @Test func claimsThatAreNoneAreMalformedAfterTheSignature() throws {
        let store = trust([signer(key.publicKey)])
        let changes: [(inout [CBOR: CBOR]) -> Void] = [
            { $0[4] = nil }, { $0[4] = "never" }, { $0[4] = .float(.nan) }, { $0[4] = .float(1e300) }, { $0[6] = -1 },
            { $0[-260] = nil }, { $0[-260] = .map([:]) }, { $0[-260] = .map([1: .map([:])]) },
        ]
        for change in changes {
            let examination = store.examine(try code(token(change).encoded).text)
            #expect(examination.signature == .valid && examination.refusal == .malformed)
        }
    }

    @Test func aContainerOfSomethingElseIsAnUnknownFormat() throws {
        let examination = trust([signer(key.publicKey)])
            .examine(try code(token(kinds: [5: .array([.map(["u": "shlink:/eyJ"])])]).encoded).text)
        #expect(examination.signature == .valid && examination.refusal == .unknownFormat)
    }

    @Test func whatIsPackedIsBounded() throws {
        func packed(_ count: Int) -> String { "HC1:" + Base45.encode(deflate([UInt8](repeating: 0, count: count))) }
        let store = trust([signer(key.publicKey)])
        let bomb = packed(2_800_000)
        #expect(bomb.utf8.count < Payload.maximumLength)
        for text in [bomb, packed(8192), packed(8193), packed(0)] { #expect(store.examine(text).refusal == .malformed) }
        #expect(Inflate.unpack(deflate([UInt8](repeating: 0, count: 8192)), .zlib)?.count == 8192)
        #expect(Inflate.unpack(deflate([UInt8](repeating: 0, count: 8193)), .zlib) == nil)
        let one = deflate([1, 2, 3])
        #expect(Inflate.unpack(one + [0], .zlib) == nil && Inflate.unpack(one + one, .zlib) == nil)
        #expect(Inflate.unpack(one.dropLast(), .zlib) == nil && Inflate.unpack([], .zlib) == nil)
    }

    @Test func oneLetterChangedAnywhereNeverVerifies() throws {
        let text = Array(try code(token().encoded).text.utf8)
        let store = trust([signer(key.publicKey)])
        for index in text.indices {
            for letter in Array("07AZ%:a".utf8) where letter != text[index] {
                var changed = text
                changed[index] = letter
                #expect(store.examine(Payload(changed)).signature != .valid, "letter \(index)")
            }
        }
    }
}
