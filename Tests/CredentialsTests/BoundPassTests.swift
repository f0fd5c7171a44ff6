import Crypto
import Testing
import Vocabulary

@testable import Credentials

/// Made by `Tests/make-bound-pass` with openssl: a pass, and what a phone puts after it. Both are even in bytes, so their texts
/// can be put together.
private enum Vector {
    static let site = "cc47beacfbf9ce59c8ecd33c23ad7ae59aa107dc9a816e368c7ec247a573a6a5"
    static let phone = "DK1:CM0*4MFCF7G462TLX7WSB8$3V7GCPM$EVT7K:DRD7I2%L62I45"
    static let shownAt = WallTime(seconds: 1_795_521_600)
    static let pass =
        "SP1:RRQT 9P60GO0FRQNY3D5BLJQ8CK74C-70PQE7WEEJ0B/D5LEX6DDF3K.6D8GBF3U$A70055AX507H0QS00+0J61%H1CT1N+1"
        + ".FK0XK4C0J60F6B3UTUMSJPQ$TF3.O$B80-1UT87UTL7F9SQB HV31.PLH:PXSO*I4/E7V5000027BKV0F-KF$TR7KRJ6W*MGY7D"
        + "ZUZZE$41.M72XHNETZ$DOP7POKLF6KW0$43SPI716O NS.BAAO:YK4:G8AGL/K$3GENFKT5K/T"
    static let proof =
        "$ND%VFZX56349%8QDS/.EUMO:NM0D8NATTFV+IH:734 0Y2QB/6+3DRWNATI*JIN4BFHB%MS%0Q GK9ZG5:QOLJ8-0I037QGR3GW"
        + "%6"
}

/// A phone, as the page in deploy/phone is one.
private struct Phone {
    let key = P256.Signing.PrivateKey()
    var publicKey: DeviceKey { DeviceKey(point: Array(key.publicKey.compressedRepresentation))! }

    /// The bytes of a pass with a proof after them.
    func shows(_ pass: [UInt8], at seconds: Int64) throws -> [UInt8] {
        let time = withUnsafeBytes(of: UInt32(seconds).bigEndian, Array.init)
        let input = CBOR.array([.text("Signature1"), .bytes([0xA1, 1, 0x26]), .bytes(pass), .bytes(time)]).encoded
        return pass + time + Array(try key.signature(for: input).rawRepresentation)
    }
}

@Suite struct BoundPassTests {
    private let issuer = SigningKey()
    private let phone = Phone()
    private var trust: TrustStore { TrustStore(keys: [issuer.publicKey], revoked: []) }

    private func pass(_ key: DeviceKey?, issuer name: String = "site", station: String = "north") throws -> [UInt8] {
        let sample = try SitePass.sample()
        let pass = try SitePass(
            identifier: sample.identifier, issuer: name, holderClass: .member, notBefore: sample.notBefore,
            expires: sample.expires, scope: .stations([station]), isSingleUse: false, deviceKey: key)
        let text = try pass.signed(by: issuer)
        return try #require(Base45.decode(text.utf8.dropFirst(4)))
    }

    private func examine(_ bytes: [UInt8]) -> Examination { trust.examine("SP1:" + Base45.encode(bytes)) }

    @Test func whatOpenSSLSignedIsVerified() throws {
        let trust = TrustStore(keys: [PublicKey(bytes: try unhex(Vector.site))], revoked: [])
        let shown = trust.examine(Vector.pass + Vector.proof)
        #expect(shown.format == .sitePass && shown.signature == .valid)
        #expect(shown.credential?.binding == .signed(at: Vector.shownAt))
        let alone = trust.examine(Vector.pass)
        #expect(alone.signature == .valid && alone.credential?.binding == .unproven)
        #expect(alone.credential?.identifier == shown.credential?.identifier)
        let pass = try UnverifiedSitePass(Array(Vector.pass.utf8)).claims()
        #expect(pass.deviceKey?.text == Vector.phone)
    }

    @Test("a pass of an odd or even length and its phone's proof are one text", arguments: ["a", "ab", "abc"])
    func roundTrip(name: String) throws {
        let pass = try pass(phone.publicKey, issuer: name)
        for seconds: Int64 in [0, 1_795_521_600, Int64(UInt32.max)] {
            let examination = examine(try phone.shows(pass, at: seconds))
            #expect(examination.credential?.binding == .signed(at: WallTime(seconds: seconds)))
        }
        #expect(examine(pass).credential?.binding == .unproven)
    }

    @Test func anotherPhonesProofAndAnotherPassesProofAreForged() throws {
        let pass = try pass(phone.publicKey)
        for shown in [
            try Phone().shows(pass, at: 1_795_521_600),
            pass + (try phone.shows(self.pass(phone.publicKey, station: "south"), at: 1_795_521_600)).suffix(68),
        ] {
            let examination = examine(shown)
            #expect(examination.refusal == .badSignature && examination.signature == .invalid)
        }
    }

    @Test func noByteOfAProofCanBeAltered() throws {
        let shown = try phone.shows(pass(phone.publicKey), at: 1_795_521_600)
        for place in shown.indices.suffix(68) {
            var altered = shown
            altered[place] ^= 1
            #expect(examine(altered).refusal == .badSignature, "\(place)")
        }
        #expect(examine(shown.dropLast()).refusal == .malformed)
        #expect(examine(shown + [0]).refusal == .malformed)
    }

    @Test func aPassThatIsBoundToNoPhoneTakesNoProof() throws {
        #expect(examine(try phone.shows(pass(nil), at: 1_795_521_600)).refusal == .malformed)
        #expect(examine(try pass(nil)).credential?.binding == DeviceBinding.none)
    }

    @Test func anIssuersSignatureComesFirst() throws {
        let shown = try phone.shows(pass(phone.publicKey), at: 1_795_521_600)
        let text = "SP1:" + Base45.encode(shown)
        #expect(TrustStore(keys: [SigningKey().publicKey], revoked: []).examine(text).refusal == .unknownKey)
    }

    @Test func thereAreAtMost298CharactersAsIssuedAnd400AsShown() throws {
        let longest = try pass(phone.publicKey, station: String(repeating: "s", count: 20))
        #expect(4 + Base45.encode(longest).count == 297)
        #expect(4 + Base45.encode(try phone.shows(longest, at: 0)).count == 399)
        #expect(throws: SitePassFault.tooLong(300, most: 298)) {
            try pass(phone.publicKey, issuer: "sites1", station: String(repeating: "s", count: 20))
        }
    }

    @Test(arguments: [
        "", "DK1:", "DK1:00", "dk1:" + Vector.phone.dropFirst(4), Vector.phone + "0", String(Vector.phone.dropLast()),
        "DK1:" + Base45.encode([2] + [UInt8](repeating: 255, count: 32)),
        "DK1:" + Base45.encode([4] + [UInt8](repeating: 1, count: 64)),
    ])
    func whatIsNoKeyOfAPhoneIsNotTaken(text: String) { #expect(DeviceKey(text: text) == nil) }

    @Test func aPhonesCodeIsReadWithTheEndOfItsLine() {
        #expect(DeviceKey(text: " \(Vector.phone)\r\n")?.text == Vector.phone)
    }

    @Test("a phone that signs anew shows the same code; another pass is another", arguments: ["a", "ab"])
    func sameCode(name: String) throws {
        func payload(_ bytes: [UInt8]) -> Payload { Payload(Array(("SP1:" + Base45.encode(bytes)).utf8)) }
        let pass = try pass(phone.publicKey, issuer: name)
        let first = payload(try phone.shows(pass, at: 1_795_521_600))
        #expect(first.isSameCode(as: payload(try phone.shows(pass, at: 1_795_521_615))))
        #expect(!first.isSameCode(as: payload(pass)))
        let other = try phone.shows(self.pass(phone.publicKey, issuer: name, station: "south"), at: 1_795_521_600)
        #expect(!first.isSameCode(as: payload(other)))
        #expect(!payload(try self.pass(nil)).isSameCode(as: payload(try self.pass(nil, station: "south"))))
    }
}
