import Testing

@testable import Credentials

@Suite struct JSONTests {
    private func read(_ text: String) throws(JSONFault) -> JSON { try JSONReader.read(Array(text.utf8)) }

    @Test func valuesAreRead() throws {
        let value = try read(" {\"a\" : [1, -2.5e3, true, false, null, \"\\u00e9\\uD83D\\uDE00\\n\"], \"b\":{}}\r\n")
        #expect(value["a"]?.array?.count == 6 && value["b"]?.object?.isEmpty == true)
        #expect(value["a"]?.array?[0].integer == 1 && value["a"]?.array?[1].double == -2500)
        #expect(value["a"]?.array?[1].integer == nil && value["a"]?.array?[5].string == "é😀\n")
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "01", "-", "1.", ".5", "1e", "+1", "tru", "nul",
        "\"",
        "\"\\x\"", "\"\\u12\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\u0041\"", "\"\t\"", "1 2", "[1]]", "'a'",
        "{\"a\":1,\"a\":2}", "\u{FEFF}1", "NaN", "// a\n1",
    ])
    func whatIsNotStrictJSONIsRefused(text: String) {
        #expect(throws: JSONFault.self) { try read(text) }
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        #expect(throws: JSONFault.self) { try JSONReader.read([0x22, 0xC0, 0x80, 0x22]) }
        #expect(throws: JSONFault.self) { try JSONReader.read([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func depthAndNumberAreBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try read(nested(16))
        #expect(throws: JSONFault.tooDeep) { try read(nested(17)) }
        #expect(throws: JSONFault.tooDeep) { try read(String(repeating: "[", count: 4296)) }
        let many = "[" + String(repeating: "1,", count: 4095) + "1]"
        #expect(throws: JSONFault.tooManyItems) { try read(many) }
    }

    /// The example of RFC 8785 section 3.2.2 without its fractions, and the keys of section 3.2.3.
    @Test func theCanonicalTextIsThatOfRFC8785() throws {
        let value = try read(
            #"{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#)
        let expected = #"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(value.canonical.map { String(decoding: $0, as: UTF8.self) } == expected)
        let keys = try read(
            #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#)
        let order = keys.canonical.map { String(decoding: $0, as: UTF8.self).filter(\.isNumber) }
        #expect(order == "2146" + "7" + "153")
    }

    @Test(arguments: ["-9223372036854775808", "1.0", "1e2", "-0", "9007199254740992", "00", "1.5"])
    func aNumberThatIsNoPlainIntegerHasNoCanonicalText(text: String) {
        #expect((try? read("[\(text)]"))?.canonical == nil)
    }
}

@Suite struct Base64Tests {
    @Test func everyLengthComesBack() throws {
        var generator = Seeded(state: 9)
        for length in 0...70 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for alphabet in [Base64.Alphabet.standard, .url] {
                #expect(Base64.decode(Base64.encode(bytes, alphabet).utf8, alphabet) == bytes)
            }
        }
    }

    @Test(arguments: ["A", "AB", "AAB", "AA=", "AA==", "A A=", "AA\n", "+/8", "ABCDE"])
    func anotherSpellingIsRefused(text: String) { #expect(Base64.decode(text.utf8) == nil) }

    @Test func paddingIsReadWhereItMayBe() {
        #expect(Base64.decode("+/8=".utf8, .standard, isPadded: true) == [0xFB, 0xFF])
        #expect(Base64.decode("-_8".utf8) == [0xFB, 0xFF])
    }
}
