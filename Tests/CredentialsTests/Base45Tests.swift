import Testing

@testable import Credentials

@Suite struct Base45Tests {
    /// RFC 9285 sections 4.3 and 4.4.
    @Test(arguments: [
        ("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0"), ("", ""),
    ])
    func examplesOfTheRFC(plain: String, encoded: String) {
        #expect(Base45.encode(Array(plain.utf8)) == encoded)
        #expect(Base45.decode(encoded.utf8) == Array(plain.utf8))
    }

    @Test func theGreatestGroupsAreReadAndTheNextAreNot() {
        #expect(Base45.decode("FGW".utf8) == [0xFF, 0xFF])
        #expect(Base45.decode("GGW".utf8) == nil)  // 65,536
        #expect(Base45.decode(":::".utf8) == nil)
        #expect(Base45.decode("U5".utf8) == [0xFF])
        #expect(Base45.decode("V5".utf8) == nil)  // 256
    }

    @Test(arguments: ["A", "BB8A", "bb8", "BB8\n", "B,8", "BÜ8"])
    func whatIsNotBase45IsRefused(text: String) {
        #expect(Base45.decode(text.utf8) == nil)
    }

    @Test func everyPairOfBytesComesBack() {
        for value in 0...UInt16.max {
            let bytes = [UInt8(value >> 8), UInt8(value & 255)]
            guard Base45.decode(Base45.encode(bytes).utf8) == bytes else {
                Issue.record("\(bytes) is lost")
                return
            }
        }
    }
}
