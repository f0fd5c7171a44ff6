import Crypto
import Testing
import Vocabulary

@testable import Credentials

/// Made by `Tests/make-bound-pass` with openssl: a pass, and what a phone puts after it. Both are even in bytes, so their texts
/// can be put together.
private enum Vector {
    static let site = "5616d484c1aabd71a7d8ee1bed8bf487a3870ffb391ee97fe22a227e28697914"
    static let phone = "DK1:XH0O3TOUR.J95HTZU3IJSM8O3R750OO$N/.B2QHWQ6T1RE/CF3"
    static let shownAt = WallTime(seconds: 1_795_521_600)
    static let pass =
        "SP1:SQ1K.GBVNJ%03YBX507H0QS00+0J61%H1CT10-1O3TOUR.J95HTZU3IJSM8O3R750OO$N/.B2QHWQ6T1RE/CU0JU$AH20K.6"
        + "C8GPQE7WE+U004EAWEH 7MXUE2RJXGNWBZJBC40$812PA1.MGQF0YCJAB/:0S9T4UK$AD+GF+I80QPFKML8LPG0MSPPU7+PFA/JC"
        + "T1-1L295R46JZD"
    static let proof =
        "$ND%VF263%ZGMQAGDUH.NY6P8YN3TRSUU%UFOV95IIKH4.C4J.NP FB$AJM2KDA539QG2*+76N0P%K*S3KASR60QDH62DA49-+FE"
        + "94"
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

    private func pass(
        _ key: DeviceKey?, issuer name: String = "site", stations: Set<String> = ["north"],
        expires: Int64 = 1_798_761_600
    ) throws -> [UInt8] {
        let sample = try SitePass.sample()
        let pass = try SitePass(
            identifier: sample.identifier, issuer: name, holderClass: .member, notBefore: sample.notBefore,
            expires: WallTime(seconds: expires), scope: stations.isEmpty ? .all : .stations(stations),
            isSingleUse: false, deviceKey: key)
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
            pass + (try phone.shows(self.pass(phone.publicKey, stations: ["south"]), at: 1_795_521_600)).suffix(68),
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

    @Test("a phone shows at most 340 characters, whatever an ordinary pass has room for")
    func length() throws {
        let longest = try pass(phone.publicKey, stations: [String(repeating: "s", count: 21)])
        #expect(4 + Base45.encode(try phone.shows(longest, at: 0)).count == 340)
        #expect(4 + Base45.encode(longest).count == 238)
        #expect(throws: SitePassFault.tooLong(342, most: 340)) {
            try pass(phone.publicKey, issuer: "sites", stations: [String(repeating: "s", count: 21)])
        }
        #expect(throws: SitePassFault.tooLong(685, most: 340)) {
            try pass(phone.publicKey, issuer: String(repeating: "s", count: 256), stations: [])
        }
        for stations: Set<String> in [[], ["a"], ["a", "b"], ["MLG-01", "MLG-02"]] {
            let longest = try #require(
                (1..<32).last { (try? pass(nil, issuer: String(repeating: "i", count: $0), stations: stations)) != nil }
            )
            let name = String(repeating: "i", count: longest)
            #expect(throws: Never.self) { try pass(phone.publicKey, issuer: name, stations: stations) }
        }
    }

    @Test func itsTimesLieBefore2106() throws {
        #expect(throws: Never.self) { try pass(phone.publicKey, expires: Int64(UInt32.max)) }
        #expect(throws: SitePassFault.boundBeyond2106) { try pass(phone.publicKey, expires: Int64(UInt32.max) + 1) }
        #expect(throws: Never.self) { try pass(nil, expires: Int64(UInt32.max) + 1) }
    }

    @Test("all that is in a pass comes back", arguments: [[], ["a"], ["north", "b", "süd"]])
    func contents(stations: [String]) throws {
        for (holderClass, isSingleUse) in [(HolderClass.member, false), (.visitor, stations.count == 1)] {
            let key = Phone().publicKey
            let made = try SitePass(
                identifier: SitePass.newIdentifier(), issuer: "é", holderClass: holderClass,
                notBefore: WallTime(seconds: 0), expires: WallTime(seconds: 4_000_000_000),
                scope: stations.isEmpty ? .all : .stations(Set(stations)), isSingleUse: isSingleUse, deviceKey: key)
            let text = try made.signed(by: issuer)
            #expect(try UnverifiedSitePass(Array(text.utf8)).claims() == made)
            #expect(trust.examine(text).signature == .valid)
        }
    }

    @Test func noBitOfAPassCanBeAlteredAndNoPartLeftOut() throws {
        let pass = try pass(phone.publicKey, stations: ["north", "south"])
        for place in pass.indices {
            for bit in 0..<8 {
                var altered = pass
                altered[place] ^= 1 << UInt8(bit)
                #expect(examine(altered).signature != .valid, "\(place).\(bit)")
            }
            #expect(examine(Array(pass[..<place])).signature != .valid, "\(place)")
        }
    }

    @Test("a pass has one spelling")
    func oneSpelling() throws {
        // The same claims, and so the same signature: stations in another order, and one of them twice.
        let pass = try pass(phone.publicKey, stations: ["a", "b"])
        let names = pass.count - 64 - 4
        for respelled in [
            Array(pass[..<names]) + [1, 98, 1, 97] + pass.suffix(64),
            [pass[0] + 8] + pass[1..<names] + [1, 97, 1, 97, 1, 98] + pass.suffix(64),
        ] {
            #expect(examine(respelled).refusal == .malformed)
        }
        // The message itself, which is what was signed.
        let message = try BoundPass(pass).message
        #expect(issuer.publicKey.verifies(message))
        #expect(examine(message.encoded).refusal == .malformed)
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
        let other = try phone.shows(self.pass(phone.publicKey, issuer: name, stations: ["south"]), at: 1_795_521_600)
        #expect(!first.isSameCode(as: payload(other)))
        #expect(!payload(try self.pass(nil)).isSameCode(as: payload(try self.pass(nil, stations: ["south"]))))
    }
}
