import Testing

@testable import Admission

@Suite("The day's curve") struct OccupancyDayTests {
    @Test("each quarter of an hour has its peak, counted from the reset, over midnight and up to the next reset")
    func peaks() {
        var day = OccupancyDay()
        for (time, inside) in [
            ("2024-02-28T20:00:00Z", 1), ("2024-02-28T20:14:59Z", 4), ("2024-02-28T20:14:59Z", 2),
            ("2024-02-28T20:15:00Z", 3), ("2024-02-29T17:00:00Z", 5), ("2024-02-29T19:59:59Z", 0),
        ] { day.note(inside, on: clock(time), resetAt: 180) }
        #expect(day.peaks.count == 96 && day.peaks.compactMap(\.self) == [4, 3, 5, 0])
        #expect(day.peaks[0] == 4 && day.peaks[1] == 3 && day.peaks[84] == 5 && day.peaks[95] == 0)
    }

    @Test("a time that nobody knows has no place in it")
    func unknown() {
        var day = OccupancyDay()
        day.note(4, on: clock("1970-01-01T00:00:00Z", state: .untrusted), resetAt: 180)
        #expect(day == OccupancyDay())
    }
}
