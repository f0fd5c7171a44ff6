import Testing
import Vocabulary

@testable import Admission

/// A clock at a time of a place that is `zone` hours east of UTC.
func clock(_ rfc3339: String, zone: Double = 7, state: Clock.State = .trusted) -> Clock {
    let time = WallTime(rfc3339: rfc3339)!
    let minutes = time.seconds / 60 + Int64(zone * 60) + 3 * 1440
    return Clock(time: time, state: state, minute: MinuteOfWeek(Int((minutes % 10_080 + 10_080) % 10_080))!)
}

@Suite("What a clock on the wall shows") struct LocalTimeTests {
    @Test("the minute of the week tells the zone, east and west of Greenwich and across the week's end")
    func zones() {
        #expect("\(clock("2021-09-05T17:30:00Z").local)" == "2021-09-06 00:30")
        #expect("\(clock("2021-09-05T23:30:00Z", zone: 9.5).local)" == "2021-09-06 09:00")
        #expect("\(clock("2021-09-06T03:00:00Z", zone: -10).local)" == "2021-09-05 17:00")
        #expect("\(clock("2021-09-05T11:00:00Z", zone: 14).local)" == "2021-09-06 01:00")
        #expect("\(clock("1969-12-31T23:00:00Z").local)" == "1970-01-01 06:00")
    }

    @Test("a leap day is a day, where there is one")
    func leapDay() throws {
        #expect(LocalTime("2024-02-29") != nil && LocalTime("2023-02-29") == nil && LocalTime("2100-02-29") == nil)
        let (eve, leap) = try (#require(LocalTime("2024-02-28")), #require(LocalTime("2024-02-29")))
        #expect(try #require(LocalTime("2024-03-01")).day(beginningAt: 0) - eve.day(beginningAt: 0) == 2)
        #expect(leap.day(beginningAt: 0) - eve.day(beginningAt: 0) == 1)
    }

    @Test("a day that begins at three holds the night before it")
    func day() throws {
        let (night, dawn) = try (#require(LocalTime("2021-09-06 02:59")), #require(LocalTime("2021-09-06 03:00")))
        #expect(dawn.day(beginningAt: 180) - night.day(beginningAt: 180) == 1)
        #expect(try #require(LocalTime("1969-12-31 23:59")).day(beginningAt: 0) == -1)
    }

    @Test(
        "anything else is no local time",
        arguments: [
            "", "2021-09-6", "2021-13-01", "2021-09-06 ", "2021-09-06 7:00", "2021-09-06 24:00", "2021-09-06T07:00",
        ])
    func nonsense(text: String) { #expect(LocalTime(text) == nil) }
}
