import Testing
import Vocabulary

@testable import Credentials

/// What a gate makes of payloads that are no good passes.
@Suite struct ExaminationTests {
    private let key = SigningKey()
    private let trust: TrustStore

    init() { trust = TrustStore(keys: [key.publicKey, SigningKey().publicKey], revoked: [Array(100..<116)]) }

    @Test(arguments: [
        "", "hello", "SP", "SP1", "sp1:ABC", " SP1:ABC", "BEGIN:VCARD", "eyJ.a", "1.2.3", "{\"a\": 1}", "\0\0", "HC1",
        "shc",
    ])
    func whatHasNoShapeOfACredentialIsNotAPass(text: String) {
        let examination = trust.examine(text)
        #expect(examination.refusal == .notAPass && examination.format == nil && examination.signature == .none)
    }

    /// What people hold up besides, each by its name.
    @Test(arguments: [
        ("http://example.com/a.b.c", NamedCode.webAddress), ("HTTPS://EXAMPLE.COM", .webAddress),
        ("www.example.com", .webAddress), ("WIFI:S:cafe;T:WPA;P:secret;;", .wifi),
        ("00020101021126680016ID.CO.EXAMPLE.WWW0118936000", .payment), ("checkin:61d2a0f2c7", .poster),
        ("shlink:/eyJ", .healthLink), ("vhlink:/eyJ", .healthLink),
        ("https://viewer.example/#shlink:/eyJ", .healthLink),
        ("mdoc:owBjMS4wAYIB2BhYS6QBAiABIVggWojRgrza", .drivingLicence),
        ("{\"credentialSubject\":{},\"proof\":{}}", .nationalCertificate),
        ("PK\u{3}\u{4}....certificate.json", .nationalCertificate),
    ])
    func whatPeopleHoldUpBesidesIsNamed(text: String, named: NamedCode) {
        let examination = trust.examine(text)
        #expect(examination.named == named && examination.format == nil && examination.signature == .none)
        let isCredential = [.healthLink, .drivingLicence, .nationalCertificate].contains(named)
        #expect(examination.refusal == (isCredential ? .unknownFormat : .notAPass))
    }

    @Test(arguments: ["HC2:6BF", "SP2:6BF"])
    func aLaterVersionIsAnUnknownFormat(text: String) { #expect(trust.examine(text).refusal == .unknownFormat) }

    @Test(arguments: [
        ("HC1:6BF", CredentialFormat.healthCertificate), ("shc:/5676", .smartHealthCard),
        ("shc:5676", .smartHealthCard),
        ("eyJraWQiOiJ4In0.e30.", .token), ("ewogICJhbGciOiJFUzI1NiJ9.a-_.b", .token),
        (" {\"data\":{\"hdr\":{\"t\":\"icao.vacc\"}}}", .visibleSeal),
    ])
    func credentialsOfOthersAreKnownByTheirShape(text: String, format: CredentialFormat) {
        let examination = trust.examine(text)
        #expect(examination.refusal == .malformed && examination.format == format && examination.signature == .none)
    }

    @Test func whatIsTooLongIsNotRead() {
        let cut = Payload(Array("https://".utf8) + [UInt8](repeating: 97, count: 5000))
        #expect(trust.examine(cut).refusal == .tooLong)
        let limit = UnverifiedSitePass.maximumLength
        let long = trust.examine("SP1:" + String(repeating: "0", count: limit - 3))
        #expect(long.refusal == .tooLong && long.format == .sitePass && long.signature == .none)
        #expect(trust.examine("SP1:" + String(repeating: "0", count: limit - 4)).refusal == .malformed)
    }

    @Test func aRevokedPassIsMarked() throws {
        let revoked = try SitePass.sample(identifier: Array(100..<116)).signed(by: key)
        #expect(trust.examine(revoked).credential?.isRevoked == true)
        #expect(trust.examine(try SitePass.sample().signed(by: key)).credential?.isRevoked == false)
    }

    @Test func aForeignKeyIsUnknownAndNoOtherIsTried() throws {
        let stranger = SigningKey()
        let examination = trust.examine(try SitePass.sample().signed(by: stranger))
        #expect(examination.refusal == .unknownKey && examination.signature == .unknownKey)
    }

    @Test func aGoodPassCutAnywhereIsRefused() throws {
        let text = try SitePass.sample().signed(by: key)
        for length in 0..<text.utf8.count {
            let examination = trust.examine(Payload(text.utf8.prefix(length)))
            #expect(examination.refusal == (length < 4 ? .notAPass : .malformed), "\(length)")
            #expect(examination.signature == .none)
        }
    }

    @Test func oneLetterChangedAnywhereNeverVerifies() throws {
        let text = Array(try SitePass.sample(scope: .stations(["n"]), isSingleUse: true).signed(by: key).utf8)
        var invalid = 0
        for index in text.indices {
            for letter in Array("07AZ%:a".utf8) + [0, 0xFF] where letter != text[index] {
                var changed = text
                changed[index] = letter
                let examination = trust.examine(Payload(changed))
                #expect(examination.refusal != nil && examination.signature != .valid, "letter \(index)")
                invalid += examination.signature == .invalid ? 1 : 0
            }
        }
        #expect(invalid > 500)
    }

    @Test func anyBytesOfAnyLengthAreAnswered() {
        var generator = Seeded(state: 2)
        for length in Array(0...300) + Array(stride(from: 301, through: 4296, by: 61)) + [4296, 4297] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(trust.examine(Payload(bytes)).refusal == (length > 4296 ? .tooLong : .notAPass))
            let letters = bytes.map { Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)[Int($0) % 45] }
            let text = Payload(Array("SP1:".utf8) + letters)
            let refusal: Refusal = length + 4 > UnverifiedSitePass.maximumLength ? .tooLong : .malformed
            #expect(trust.examine(text).refusal == refusal)
            let message = Payload(Array(("SP1:" + Base45.encode(Array(bytes.prefix(300)))).utf8))
            #expect(trust.examine(message).refusal == .malformed)
        }
    }
}
