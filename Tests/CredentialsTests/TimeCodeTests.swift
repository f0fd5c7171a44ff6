import Testing
import Vocabulary

@testable import Credentials

@Suite struct TimeCodeTests {
    private let administrator = SigningKey()
    private let issuer = SigningKey()
    private let trust: TrustStore
    private let noon = WallTime(seconds: 1_795_521_600)

    init() {
        trust = TrustStore(keys: [issuer.publicKey], revoked: [], administrators: [administrator.publicKey])
    }

    private func read(_ text: some Collection<UInt8>) -> Result<TimeCode, Refusal> {
        do throws(Refusal) { return .success(try trust.examine(timeCode: Payload(text))) } catch {
            return .failure(error)
        }
    }

    private func signed(_ claims: CBOR, by key: SigningKey? = nil) -> [UInt8] {
        let message = COSESign1(payload: claims.encoded, signedBy: key ?? administrator)
        return Array(("ST1:" + Base45.encode(message.encoded)).utf8)
    }

    @Test(arguments: [nil, "MLG-03", "a station of a name as long as any"])
    func whatAnAdministratorSignedIsRead(station: String?) {
        let code = TimeCode(time: WallTime(milliseconds: noon.milliseconds + 999), station: station)
        let text = code.signed(by: administrator)
        #expect(read(text.utf8) == .success(TimeCode(time: noon, station: station)), "whole seconds")
        #expect(TimeCode.recognises(Payload(text.utf8)))
        #expect(text.count < 230, "no larger a code than a pass")
    }

    @Test func anIssuerSetsNoClockAndAnAdministratorIssuesNoPass() throws {
        #expect(read(TimeCode(time: noon).signed(by: issuer).utf8) == .failure(.unknownKey))
        #expect(trust.examine(try SitePass.sample().signed(by: administrator)).refusal == .unknownKey)
        #expect(trust.examine(try SitePass.sample().signed(by: issuer)).refusal == nil)
    }

    @Test func anyByteThatIsAlteredSpoilsIt() {
        let text = Array(TimeCode(time: noon, station: "MLG-03").signed(by: administrator).utf8)
        for place in text.indices {
            var altered = text
            altered[place] = altered[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: Refusal.self) { try read(altered).get() }
        }
    }

    @Test(
        arguments: [
            [:], [6: -1], [6: .text("now")], [6: 1_795_521_600, 4: 1], [6: 1_795_521_600, 3: 5],
            [6: .float(1_795_521_600)], [6: .unsigned(.max)], [1: .text("site"), 6: 1],
        ] as [[CBOR: CBOR]])
    func whatNoCodeSaysIsMalformed(claims: [CBOR: CBOR]) {
        #expect(read(signed(.map(claims))) == .failure(.malformed))
    }

    @Test(arguments: ["ST1:", "ST1:A", "ST1:a b", "ST1:0000", "ST2:00", "st1:00"])
    func nonsenseIsRefused(text: String) {
        #expect(throws: Refusal.self) { try read(text.utf8).get() }
    }

    @Test func aCodeThatIsTooLongIsNotRead() {
        #expect(read(Array("ST1:".utf8) + [UInt8](repeating: 65, count: 4292)) == .failure(.tooLong))
        #expect(read(Array("ST1:".utf8) + [UInt8](repeating: 65, count: 5000)) == .failure(.tooLong))
    }

    @Test func administratorsStandInAFolderOfTheirOwn() throws {
        let folder = try TemporaryFolder()
        try folder.write(issuer.publicKey.fileText, to: "site.pub")
        #expect(throws: Refusal.unknownKey) {
            try TrustStore(folder: folder.path).examine(
                timeCode: Payload(TimeCode(time: noon).signed(by: administrator).utf8))
        }
        try folder.makeFolder("administrators")
        try folder.write(administrator.publicKey.fileText, to: "administrators/chief.pub")
        try folder.write("not looked at", to: "administrators/README")
        let trust = try TrustStore(folder: folder.path)
        #expect(try trust.examine(timeCode: Payload(TimeCode(time: noon).signed(by: administrator).utf8)).time == noon)
        #expect(trust.fingerprint != TrustStore(keys: [issuer.publicKey], revoked: []).fingerprint)
    }

    @Test func anIssuersKeyIsNoAdministrators() throws {
        let folder = try TemporaryFolder()
        try folder.write(issuer.publicKey.fileText, to: "site.pub")
        try folder.makeFolder("administrators")
        try folder.write(issuer.publicKey.fileText, to: "administrators/a.pub")
        try folder.write("nonsense", to: "administrators/b.pub")
        let fault = #expect(throws: TrustFault.self) { try TrustStore(folder: folder.path) }
        #expect(
            fault?.faults.map(\.file) == ["a", "b"].map { "\(folder.path)/administrators/\($0).pub" }, "all at once")
        #expect(fault?.description.contains("needs a key of their own") == true)
    }
}
