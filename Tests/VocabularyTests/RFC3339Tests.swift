import Testing
import Vocabulary

@Suite struct RFC3339Tests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-24T10:11:12Z", 1_795_515_072_000),
            ("2026-11-24t10:11:12.5z", 1_795_515_072_500), ("2026-11-24T17:11:12+07:00", 1_795_515_072_000),
            ("2026-11-24T05:11:12-05:00", 1_795_515_072_000), ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("1969-12-31T23:59:59.999Z", -1),
        ] as [(String, Int64)])
    func timesAreRead(text: String, milliseconds: Int64) {
        #expect(WallTime(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-24", "2026-11-24T10:11:12", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-24T24:00:00Z",
        "2026-11-24T10:60:00Z", "2026-11-24T10:11:12.Z", "2026-11-24T10:11:12+7:00", "2026-11-24T10:11:12Zx",
        "2026-11-24T10:11:12+07:00x", " 2026-11-24T10:11:12Z", "２026-11-24T10:11:12Z", "2026-11-24T10:11:12+99:00",
    ])
    func whatIsNoTimeIsNone(text: String) { #expect(WallTime(rfc3339: text) == nil) }

    @Test func aTimeWrittenIsReadBackTheSame() {
        var value: Int64 = -60_000_000_000_000
        while value < 250_000_000_000_000 {
            #expect(WallTime(rfc3339: WallTime(milliseconds: value).rfc3339)?.milliseconds == value)
            value += 7_777_777_777_777
        }
    }

    @Test func yearsThatHaveNoFourDigitsAreClamped() {
        #expect(WallTime(milliseconds: .max).rfc3339 == "9999-12-31T23:59:59.999Z")
        #expect(WallTime(milliseconds: .min).rfc3339 == "0000-01-01T00:00:00.000Z")
    }
}
