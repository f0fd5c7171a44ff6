import Testing
import Vocabulary

@testable import Admission

private func at(_ hours: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: 0) + .milliseconds(Int64(hours * 3_600_000))
}

/// An occupancy on a clock that a test sets, four hours after the boot.
private final class Day {
    var occupancy: Occupancy

    init(capacity: Int? = nil, _ change: (inout OccupancyRules) -> Void = { _ in }) {
        var rules = OccupancyRules()
        rules.base = capacity
        change(&rules)
        occupancy = Occupancy(rules: rules)
    }

    func enter(_ count: Int = 1, at hour: Double = 0, isLimited: Bool = true) {
        for _ in 0..<count { occupancy.enter(isLimited: isLimited, at: at(hour)) }
    }

    func tick(_ time: String, zone: Double = 7, state: Clock.State = .trusted, at hour: Double = 0)
        -> Occupancy.Change?
    { occupancy.tick(at: at(hour), on: clock(time, zone: zone, state: state)) }
}

@Suite("How many are inside") struct OccupancyTests {
    @Test("people come and go, and the count never falls below nobody")
    func count() {
        let day = Day()
        day.enter(2)
        #expect(day.occupancy.inside == 2 && day.occupancy.inside(after: .entry) == 3)
        for _ in 0..<3 { day.occupancy.leave() }
        #expect(day.occupancy.inside == 0 && day.occupancy.inside(after: .exit) == 0)
        #expect(day.occupancy.drift == .init(unmatched: 1))
    }

    @Test("without a capacity it is never full; with one it is full from the last place on", arguments: [0, 1, 7])
    func capacity(places: Int) {
        let (counted, limited) = (Day(), Day(capacity: places))
        counted.enter(50)
        limited.enter(places)
        #expect(counted.occupancy.room == .free && limited.occupancy.room == .full)
        limited.occupancy.leave()
        #expect((limited.occupancy.room == .free) == (places > 0))
    }

    @Test("each level has its share of the rooms, and a fraction of a person is none")
    func levels() {
        let day = Day(capacity: 30) { $0.percentage = 90 }
        #expect(day.occupancy.capacity == 27)
        let shares = OccupancyLevel.allCases.map { level in
            day.occupancy.level = level
            return day.occupancy.capacity
        }
        #expect(shares == [30, 22, 15, 7])
    }

    @Test("a capacity lowered below the count lets nobody in until enough have left")
    func lowered() {
        let day = Day(capacity: 4)
        day.enter(3)
        #expect(day.occupancy.room == .free)
        day.occupancy.level = .three
        #expect(day.occupancy.room == .full && day.occupancy.inside == 3)
        day.occupancy.leave()
        #expect(day.occupancy.room == .full)
        day.occupancy.leave()
        #expect(day.occupancy.room == .free)
    }

    @Test("the daily cap counts those whom the limits hold for, also when they have left")
    func dailyCap() {
        let day = Day { $0.dailyCap = 2 }
        day.enter(5, isLimited: false)
        day.enter(2)
        #expect(day.occupancy.room == .fullToday)
        for _ in 0..<7 { day.occupancy.leave() }
        #expect(day.occupancy.room == .fullToday && day.occupancy.admitted == 2)
    }

    @Test("a count by hand replaces the count, upwards and downwards")
    func set() {
        let day = Day(capacity: 3)
        day.enter(1, at: 1)
        day.occupancy.set(5, at: at(2))
        #expect(day.occupancy.inside == 5 && day.occupancy.due == at(13))
        day.occupancy.set(2, at: at(3))
        #expect(day.occupancy.inside == 2 && day.occupancy.due == at(14))
        day.occupancy.set(-3, at: at(3))
        #expect(day.occupancy.inside == 0)
    }

    @Test("whoever was inside for too long is taken for gone, and that is not hidden")
    func timeOut() {
        let day = Day { $0.stay = .seconds(3600) }
        day.enter(2, at: 0)
        day.enter(1, at: 0.5)
        #expect(day.tick("2021-09-06T05:00:00Z", at: 0.9) == nil)
        #expect(day.occupancy.due == at(1))
        #expect(day.tick("2021-09-06T05:00:00Z", at: 1) == .timedOut)
        #expect(day.occupancy.inside == 1 && day.occupancy.drift == .init(timedOut: 2))
    }

    @Test("a clock that jumps times nobody out")
    func jumpWithinTheDay() {
        let day = Day()
        day.enter()
        #expect(day.tick("2021-09-06T01:00:00Z", at: 1) == nil)
        #expect(day.tick("2021-09-06T19:59:00Z", at: 1) == nil)
        #expect(day.tick("2021-09-05T20:01:00Z", at: 1) == nil)
        #expect(day.occupancy.inside == 1)
    }
}

@Suite("The daily reset") struct OccupancyResetTests {
    @Test("at the set hour nobody is inside any more, and who was still counted is told")
    func reset() {
        let day = Day()
        #expect(day.tick("2021-09-06T19:00:00Z") == nil)
        day.enter(3)
        #expect(day.tick("2021-09-06T19:59:59Z") == nil)
        #expect(day.tick("2021-09-06T20:00:00Z") == .reset)
        #expect(day.occupancy.inside == 0 && day.occupancy.admitted == 0)
        #expect(day.occupancy.drift == .init(leftOver: 3))
        #expect(day.tick("2021-09-06T20:00:01Z") == nil)
    }

    @Test("midnight inside a visit: who came before a reset and leaves after it takes nobody away below zero")
    func visit() {
        let day = Day { $0.resetMinute = 0 }
        _ = day.tick("2021-09-06T16:50:00Z")
        day.enter()
        #expect(day.tick("2021-09-06T17:00:00Z") == .reset)
        day.occupancy.leave()
        #expect(day.occupancy.inside == 0 && day.occupancy.drift == .init(unmatched: 1, leftOver: 1))
    }

    @Test("a leap day has a reset of its own")
    func leapDay() {
        let day = Day { $0.resetMinute = 0 }
        _ = day.tick("2024-02-28T03:00:00Z")
        #expect(day.tick("2024-02-28T17:00:00Z") == .reset)
        #expect(day.tick("2024-02-29T16:59:00Z") == nil)
        #expect(day.tick("2024-02-29T17:00:00Z") == .reset)
    }

    @Test("a clock or a zone that goes back over a reset does not repeat it")
    func back() {
        let day = Day()
        _ = day.tick("2021-09-06T19:00:00Z")
        #expect(day.tick("2021-09-06T20:00:00Z") == .reset)
        day.enter()
        #expect(day.tick("2021-09-06T19:50:00Z") == nil)
        #expect(day.tick("2021-09-06T20:10:00Z") == nil)
        #expect(day.tick("2021-09-06T20:20:00Z", zone: 6) == nil)
        #expect(day.occupancy.inside == 1)
        #expect(day.tick("2021-09-07T21:00:00Z", zone: 6) == .reset)
    }

    @Test("a clock that was far ahead and is right again does not put the next reset off")
    func farAhead() {
        let day = Day()
        _ = day.tick("2021-09-06T05:00:00Z")
        #expect(day.tick("2031-01-01T05:00:00Z") == .reset)
        day.enter()
        #expect(day.tick("2021-09-06T06:00:00Z") == nil)
        #expect(day.occupancy.inside == 1)
        #expect(day.tick("2021-09-06T20:00:00Z") == .reset)
    }

    @Test("an unsure clock begins no day; once it is sure the reset that was due comes")
    func unsure() {
        let day = Day()
        _ = day.tick("2021-09-06T05:00:00Z")
        day.enter()
        #expect(day.tick("2021-09-09T05:00:00Z", state: .untrusted) == nil)
        #expect(day.tick("2021-09-09T05:00:00Z") == .reset)
    }

    @Test("a reset that fell into a power cut comes at the start; one that did not does not")
    func powerCut() {
        for (start, change) in [("2021-09-06T19:00:00Z", nil), ("2021-09-06T21:00:00Z", Occupancy.Change.reset)] {
            let day = Day()
            day.enter(2)
            day.occupancy.resume(on: clock("2021-09-06T10:00:00Z"))
            day.occupancy.resume(on: clock("1970-01-01T00:00:10Z", state: .untrusted))
            #expect(day.tick(start) == change)
            #expect(day.occupancy.inside == (change == nil ? 2 : 0))
        }
    }

    @Test("where the last row before the power cut had no sure time, the count stays until the next reset")
    func unsurePowerCut() {
        let day = Day()
        day.enter(2)
        day.occupancy.resume(on: clock("1970-01-01T00:00:10Z", state: .untrusted))
        #expect(day.tick("2021-09-06T19:00:00Z") == nil)
        #expect(day.occupancy.inside == 2)
        #expect(day.tick("2021-09-06T20:00:00Z") == .reset)
    }

    @Test("who came in before the start is taken for gone by how long ago that was")
    func ago() {
        let day = Day { $0.stay = .seconds(7200) }
        day.occupancy.enter(isLimited: true, at: at(0), ago: .seconds(3600))
        day.occupancy.enter(isLimited: true, at: at(0), ago: .seconds(9000))
        day.occupancy.enter(isLimited: true, at: at(0), ago: .seconds(-9000))
        #expect(day.occupancy.due == at(0))
        #expect(day.tick("2021-09-06T05:00:00Z", at: 0) == .timedOut && day.occupancy.due == at(1))
        #expect(day.tick("2021-09-06T05:00:00Z", at: 1) == .timedOut && day.occupancy.due == at(2))
    }
}
