import Testing
import Vocabulary

@testable import Credentials

@Suite struct SitePassTests {
    private let key = SigningKey()

    @Test(arguments: [
        (HolderClass.member, StationScope.all, false), (.visitor, .stations(["north"]), true),
        (.visitor, .stations(["north", "b", "Ümraniye 2"]), false),
    ])
    func whatIsIssuedIsVerified(holderClass: HolderClass, scope: StationScope, isSingleUse: Bool) throws {
        let pass = try SitePass.sample(holderClass: holderClass, scope: scope, isSingleUse: isSingleUse)
        let examination = TrustStore(keys: [key.publicKey], revoked: []).examine(try pass.signed(by: key))
        #expect(examination.format == .sitePass && examination.signature == .valid)
        let credential = Credential(
            format: .sitePass, identifier: pass.identifier, issuer: "site", holderClass: holderClass,
            notBefore: pass.notBefore, expires: pass.expires, scope: scope, isSingleUse: isSingleUse, isRevoked: false)
        #expect(examination.credential == credential)
    }

    /// By hand from the table of claims, RFC 8392 and RFC 8949 section 4.2.1.
    @Test func theClaimsAreSpelledAsDocumented() throws {
        let pass = try SitePass.sample(holderClass: .visitor, isSingleUse: true)
        let expected = [
            "a6", "01" + "64" + "73697465", "03" + "65" + "6e6f727468", "04" + "1a" + "6b36ec80",
            "05" + "1a" + "6955b900",
            "07" + "50" + "000102030405060708090a0b0c0d0e0f", "3a00010000" + "03",
        ]
        #expect(Hex.text(pass.claims) == expected.joined())
    }

    @Test func allStationsIsNoAudience() throws {
        let claims = try CBORReader.read(try SitePass.sample(scope: .all).claims)
        guard case .map(let map) = claims else { throw Refusal.malformed }
        #expect(map.count == 5 && map[3] == nil && map[-65537] == 0)
    }

    @Test func fractionsOfSecondsAreRoundedDown() throws {
        let pass = try SitePass(
            identifier: Array(0..<16), issuer: "site", holderClass: .member, notBefore: WallTime(milliseconds: 1999),
            expires: WallTime(milliseconds: 3001), scope: .all, isSingleUse: false)
        #expect(pass.notBefore == WallTime(seconds: 1) && pass.expires == WallTime(seconds: 3))
    }

    @Test func whatNoPassMaySayIsRefused() {
        let cases: [(SitePassFault, () throws(SitePassFault) -> SitePass)] = [
            (.badIdentifier, { () throws(SitePassFault) in try .sample(identifier: Array(0..<15)) }),
            (.badIssuer, { () throws(SitePassFault) in try .sample(issuer: "") }),
            (.badIssuer, { () throws(SitePassFault) in try .sample(issuer: "a\u{1B}[2J") }),
            (.badIssuer, { () throws(SitePassFault) in try .sample(issuer: "a\u{202E}b") }),
            (.noStation, { () throws(SitePassFault) in try .sample(scope: .stations([])) }),
            (.badStation, { () throws(SitePassFault) in try .sample(scope: .stations(["north", ""])) }),
            (.badStation, { () throws(SitePassFault) in try .sample(scope: .stations(["a\nb"])) }),
            (.singleUseNeedsOneStation, { () throws(SitePassFault) in try .sample(scope: .all, isSingleUse: true) }),
            (
                .singleUseNeedsOneStation,
                { () throws(SitePassFault) in try .sample(scope: .stations(["a", "b"]), isSingleUse: true) }
            ),
            (.badTime, { () throws(SitePassFault) in try .sample(notBefore: -1) }),
            (.badTime, { () throws(SitePassFault) in try .sample(expires: 253_402_300_800) }),
            (.expiresBeforeItBegins, { () throws(SitePassFault) in try .sample(notBefore: 5, expires: 5) }),
        ]
        for (fault, make) in cases { #expect(throws: fault) { try make() } }
    }

    @Test func thereAreAtMost230Characters() throws {
        // 126 bytes without names, two bytes in three letters: 24 bytes of names are the most.
        let longest = try SitePass.sample(issuer: "site", scope: .stations([String(repeating: "s", count: 20)]))
        #expect(try longest.signed(by: key).utf8.count == 229)
        let longer = try SitePass.sample(issuer: "sites", scope: .stations([String(repeating: "s", count: 20)]))
        #expect(throws: SitePassFault.tooLong(231, most: 230)) { try longer.signed(by: key) }
        let fault = SitePassFault.tooLong(231, most: 230)
        #expect(fault.description.contains("1 too many: shorten the issuer or the station"))
    }

    @Test func identifiersAreNotRepeated() {
        let identifiers = Set((0..<1000).map { _ in SitePass.newIdentifier() })
        #expect(identifiers.count == 1000 && identifiers.allSatisfy { $0.count == 16 })
    }
}
