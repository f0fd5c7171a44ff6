import Foundation
import Testing
import Vocabulary

@testable import Credentials

/// Seals that were made from ICAO's text, with openssl.
@Suite struct VisibleSealTests {
    private let trust: TrustStore

    init() throws { trust = try Self.trust([Seals.authority]) }

    /// A store that holds these certificates (PEM).
    private static func trust(_ certificates: [String]) throws -> TrustStore {
        var lists = TrustImport()
        for certificate in certificates { try lists.add(pem: Array(certificate.utf8), file: "pem") }
        return TrustStore(
            keys: [], revoked: [], bundle: lists.bundle(version: 1, created: WallTime(seconds: 0)))
    }

    private func changed(_ text: String, _ old: String, _ new: String) -> String { text.replacing(old, with: new) }

    @Test func aProofOfVaccinationIsRead() throws {
        let credential = try #require(trust.examine(Seals.vaccination).credential)
        let days = try ["2021-03-03", "2021-03-24"].map { try #require(WallTime(day: $0)) }
        #expect(credential.format == .visibleSeal && credential.issuer == "UT" && credential.holderClass == .visitor)
        #expect(
            credential.health?.events == [
                .vaccination(dose: 1, of: nil, products: ["XM68M6"], day: days[0]),
                .vaccination(dose: 2, of: nil, products: ["XM68M6"], day: days[1]),
            ])
        #expect(credential.identifier == CertificateIdentifier.hash("UTO:U32870"))
        #expect(try #require(credential.notBefore) < #require(credential.expires))
        #expect(!String(reflecting: credential).contains("Smith"))
    }

    @Test func aProofOfTestingWithES384IsRead() throws {
        let credential = try #require(trust.examine(Seals.test).credential)
        let sampled = try #require(WallTime(rfc3339: "2020-12-12T04:00:00Z"))
        #expect(credential.health?.events == [.test(.nucleicAcid, isNegative: true, sampled: sampled)])
    }

    @Test func anotherKindOfSealIsAnUnknownFormat() {
        let examination = trust.examine(Seals.visa)
        #expect(examination.signature == .valid && examination.refusal == .unknownFormat)
    }

    @Test func aPassportSignerMaySignNone() {
        let examination = trust.examine(Seals.byPassportSigner)
        #expect(examination.signature == .valid && examination.refusal == .wrongSigner)
    }

    /// The certificate travels with the code: that it verifies says nothing.
    @Test func aSignerThatNobodyVouchesForIsUnknown() throws {
        #expect(trust.examine(Seals.byStranger).signature == .unknownKey)
        #expect(TrustStore(keys: [], revoked: []).examine(Seals.vaccination).refusal == .unknownKey)
    }

    /// An authority's certificate is renewed with its key, and lists hold the old one beside it.
    @Test func ofTwoCertificatesOfOneAuthorityTheOneThatIsGoodLongerCounts() throws {
        let authority = try #require(trust.signers.all.first { $0.role == .certificates })
        let old = Signer(
            role: authority.role, identifier: authority.identifier, issuer: authority.issuer, key: authority.key,
            keyInfo: authority.keyInfo, notBefore: authority.notBefore, notAfter: WallTime(seconds: 1),
            usage: authority.usage, fingerprint: [UInt8](repeating: 1, count: 32), subject: authority.subject)
        let expires = try #require(trust.examine(Seals.vaccination).credential?.expires)
        for signers in [[old, authority], [authority, old]] {
            let bundle = TrustBundle(version: 1, created: WallTime(seconds: 0), signers: signers)
            let store = TrustStore(keys: [], revoked: [], bundle: bundle)
            #expect(store.examine(Seals.vaccination).credential?.expires == expires)
        }
    }

    @Test func aSignerThatTheBundleHoldsNeedsNoAuthority() throws {
        let start = try #require(Seals.byStranger.range(of: #""cer":""#)).upperBound
        let certificate = Seals.byStranger[start...].prefix { $0 != "\"" }
        let der = Data(try #require(Base64.decode(certificate.utf8))).base64EncodedString()
        let pem = "-----BEGIN CERTIFICATE-----\n\(der)\n-----END CERTIFICATE-----\n"
        #expect(try Self.trust([pem]).examine(Seals.byStranger).credential != nil)
    }

    @Test func howTheDataIsWrittenDoesNotMatterAndWhatItSaysDoes() {
        let spaced = changed(changed(Seals.vaccination, #","v":1}"#, #" , "v" : 1 }"#), "Smith", #"\u0053mith"#)
        #expect(trust.examine(spaced).signature == .valid)
        for (old, new) in [
            ("2021-03-24", "2021-03-25"), (#""seq":2"#, #""seq":3"#), (#","sex":"M""#, ""), ("Bill", "Jill"),
        ] {
            #expect(trust.examine(changed(Seals.vaccination, old, new)).refusal == .badSignature, "\(old)")
        }
        #expect(
            trust.examine(changed(Seals.vaccination, #""alg":"ES256""#, #""alg":"ES384""#)).refusal == .badSignature)
        #expect(trust.examine(changed(Seals.vaccination, #""v":1"#, #""v":1.0"#)).refusal == .malformed)
        #expect(trust.examine(changed(Seals.vaccination, #""v":1"#, #""v":1,"v":1"#)).refusal == .malformed)
    }

    @Test func aChangedCertificateIsNotVouchedFor() throws {
        let start = try #require(Seals.vaccination.range(of: #""cer":""#)).upperBound
        let text = Array(Seals.vaccination.utf8)
        let offset = Seals.vaccination.utf8.distance(from: Seals.vaccination.startIndex, to: start)
        for index in stride(from: offset, to: text.count - 4, by: 3) {
            var other = text
            other[index] = other[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let examination = trust.examine(Payload(other))
            #expect(examination.signature != .valid && examination.refusal != nil, "byte \(index)")
        }
    }
}

@Suite struct CertificateTests {
    private func authority() throws -> [UInt8] {
        try #require(PEM.certificates(Array(Seals.authority.utf8)).first ?? nil)
    }

    @Test func whatMattersIsRead() throws {
        let certificate = try Certificate(der: authority())
        #expect(certificate.isAuthority && !certificate.maySign && certificate.country == "UT")
        #expect(certificate.issuer == certificate.subject && certificate.isSigned(with: certificate.key))
        #expect(certificate.subjectKeyIdentifier?.count == 20 && certificate.usage.isEmpty && !certificate.maySeal)
        #expect(certificate.notAfter.seconds - certificate.notBefore.seconds == 3650 * 86400)
    }

    @Test func aCutOrChangedCertificateIsNeverSigned() throws {
        let der = try authority()
        for length in der.indices {
            #expect(throws: CertificateFault.self) { try Certificate(der: Array(der[..<length])) }
        }
        for index in der.indices {
            var changed = der
            changed[index] ^= 1
            guard let certificate = try? Certificate(der: changed) else { continue }
            #expect(!certificate.isSigned(with: certificate.key), "byte \(index)")
        }
        #expect(throws: CertificateFault.damaged) { try Certificate(der: der + [0]) }
        #expect(throws: CertificateFault.damaged) { try Certificate(der: Array(repeating: 0x30, count: 9000)) }
    }

    @Test(arguments: ["3080", "308100", "30820000", "3003020100ff", "1f00", "30", "308401000000", "3002"])
    func lengthsInAnotherFormAreNoDER(hex: String) throws {
        let bytes = try unhex(hex)
        #expect(throws: DERFault.self) { try DERReader.element(bytes[...]) }
    }
}
