import Admission
import Testing

@Suite struct OpeningHoursTests {
    /// Monday is day 0.
    private func minute(_ day: Int, _ hour: Int, _ minute: Int = 0) throws -> MinuteOfWeek {
        try #require(MinuteOfWeek(day * 1440 + hour * 60 + minute))
    }

    @Test func aSpanBeginsWithItsFirstMinuteAndEndsBeforeItsLast() throws {
        let hours = try OpeningHours(spans: ["Mon-Fri 07:00-16:00"])
        #expect(!hours.contain(try minute(0, 6, 59)))
        #expect(hours.contain(try minute(0, 7)))
        #expect(hours.contain(try minute(4, 15, 59)))
        #expect(!hours.contain(try minute(4, 16)))
        #expect(!hours.contain(try minute(5, 10)))
    }

    @Test func aNightEndsOnTheNextDay() throws {
        let hours = try OpeningHours(spans: ["Sun 22:00-06:00"])
        #expect(hours.contain(try minute(6, 23)))
        #expect(hours.contain(try minute(0, 5, 59)))
        #expect(!hours.contain(try minute(0, 6)))
    }

    @Test func daysMayRunOverTheEndOfTheWeek() throws {
        let hours = try OpeningHours(spans: ["sat-mon 08:00-24:00"])
        for day in [5, 6, 0] { #expect(hours.contain(try minute(day, 23, 59))) }
        #expect(!hours.contain(try minute(1, 8)))
    }

    @Test func noSpanIsNever() throws {
        #expect(!(try OpeningHours(spans: []).contain(.first)))
        #expect(try OpeningHours(spans: ["daily 00:00-24:00"]).contain(.first))
    }

    @Test(arguments: [
        "", "Mon", "Mon 07:00", "Mon 7:00-16:00", "Mon 07:00-16:0", "Mon 25:00-26:00", "Mon 07:60-08:00",
        "Mon 24:01-08:00", "Mon 08:00-08:00", "Tag 08:00-09:00", "Mon-Fri-Sun 08:00-09:00", "Mon- 08:00-09:00",
        "Mon 08:00-09:00 x", "Mon 24:00-00:00",
    ])
    func whatIsNoSpanIsNamed(span: String) {
        #expect(throws: UnreadableHours(span: span)) { try OpeningHours(spans: ["daily 08:00-09:00", span]) }
    }

    @Test func aMinuteIsOfOneWeek() {
        #expect(MinuteOfWeek(-1) == nil && MinuteOfWeek(MinuteOfWeek.count) == nil)
    }
}
