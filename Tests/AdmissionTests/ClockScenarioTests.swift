import Testing
import Vocabulary

@testable import Admission

/// What befalls a board's clock, told from its start, looked at each minute.
@Suite struct ClockScenarioTests {
    private let rules = ClockTrust.Rules(sources: [.synchronised, .battery, .technician, .timeCode])

    /// Looks each minute from `start` up to `end` (seconds since boot), and gives what changed and when.
    private func run(
        _ trust: inout ClockTrust, _ start: UInt64, _ end: UInt64, _ readings: (Duration) -> ClockReadings
    ) -> [UInt64: [ClockChange]] {
        var changes: [UInt64: [ClockChange]] = [:]
        for second in stride(from: start, to: end, by: 60) {
            let change = trust.look(readings(.seconds(Int64(second))), at: .at(second))
            if !change.isEmpty { changes[second] = change }
        }
        return changes
    }

    @Test func aBoardThatStartsIn1970WaitsForTheNetwork() {
        var trust = ClockTrust(rules: rules, built: built)
        let birth = WallTime(seconds: 0)
        #expect(run(&trust, 0, 600) { system(birth + $0) } == [0: [.state(.untrusted)]])
        let changes = run(&trust, 600, 1200) { synchronised(noon + $0) }
        #expect(changes == [600: [.state(.trusted)]])
        #expect(trust.time(at: .at(1140)) == noon + .seconds(1140))
    }

    @Test func aBatteryThatDiesIsSeenAtTheNextStart() {
        var trust = ClockTrust(rules: rules, built: built)
        #expect(run(&trust, 0, 3600) { ClockReadings(system: noon + $0, battery: noon + $0) } == [:])
        var next = ClockTrust(rules: rules, built: built, memory: trust.memory.afterBoot)
        let empty = WallTime(rfc3339: "2000-01-01T00:00:00Z")!
        // The kernel has set the board's clock by it, and systemd has put that forward to its own birth.
        let systemd = built + .seconds(86400)
        #expect(
            run(&next, 0, 600) { ClockReadings(system: systemd + $0, battery: empty + $0) } == [0: [.state(.untrusted)]]
        )
    }

    @Test func aBatteryThatDiesWhileTheBoardRunsLeavesHoldoverForAWeek() {
        var trust = ClockTrust(rules: rules, built: built)
        _ = run(&trust, 0, 3600) { ClockReadings(system: noon + $0, battery: noon + $0) }
        let last: UInt64 = 3600 - 60
        let changes = run(&trust, 3600, 9 * 86400) { ClockReadings(system: noon + $0, battery: nil) }
        #expect(changes == [3600: [.state(.holdover)], last + 7 * 86400: [.state(.untrusted)]])
    }

    @Test func theBoardsClockJumpsForwardAndBack() {
        var trust = ClockTrust(rules: rules, built: built)
        _ = run(&trust, 0, 600) { synchronised(noon + $0) }
        let set = noon + .seconds(540)
        let forward = run(&trust, 600, 1200) {
            ClockReadings(system: noon + .seconds(9 * 86400) + $0, synchronised: set)
        }
        #expect(forward == [600: [.systemMoved(by: .seconds(9 * 86400))]])
        #expect(trust.time(at: .at(1140)) == noon + .seconds(1140) && trust.state(at: .at(1140)) == .trusted)
        let back = run(&trust, 1200, 1800) {
            ClockReadings(system: WallTime(seconds: 0) + $0, synchronised: set)
        }
        #expect(back.keys.sorted() == [1200])
        #expect(trust.time(at: .at(1740)) == noon + .seconds(1740))
        // Put right again: nothing to tell.
        #expect(run(&trust, 1800, 2400) { ClockReadings(system: noon + $0, synchronised: set) } == [:])
    }

    @Test func aNetworkThatGoesIsHoldoverForAWeekAndThenUntrusted() {
        var trust = ClockTrust(rules: rules, built: built)
        let changes = run(&trust, 0, 9 * 86400) {
            ClockReadings(system: noon + $0, synchronised: noon)
        }
        #expect(changes == [86400: [.state(.holdover)], 7 * 86400: [.state(.untrusted)]])
    }

    @Test func aRestartOfTheProgramGoesOnWithTheCountAndOneOfTheBoardDoesNot() throws {
        var trust = ClockTrust(rules: rules, built: built)
        _ = try trust.take(code: noon, at: .at(100))
        var program = ClockTrust(rules: rules, built: built, memory: trust.memory)
        let changes = run(&program, 86400 * 3, 86400 * 3 + 60) { _ in system(WallTime(seconds: 0)) }
        #expect(changes == [86400 * 3: [.state(.holdover)]])
        #expect(program.time(at: .at(86400 * 3)) == noon + .seconds(86400 * 3 - 100))
        var board = ClockTrust(rules: rules, built: built, memory: trust.memory.afterBoot)
        #expect(run(&board, 0, 60) { _ in system(noon) } == [0: [.state(.untrusted)]])
    }

    @Test func theFloorFollowsTheTimeADayBehind() {
        var trust = ClockTrust(rules: rules, built: noon - .seconds(10 * 86400))
        _ = run(&trust, 0, 2 * 86400 + 60) { synchronised(noon + $0) }
        #expect(trust.floor.time == noon, "five days in each, from ten days before to one day behind in less than two")
        _ = run(&trust, 2 * 86400 + 60, 4 * 86400 + 60) { synchronised(noon + $0) }
        #expect(trust.floor.time == noon + .seconds(3 * 86400))
        var next = ClockTrust(rules: rules, built: built, memory: trust.memory.afterBoot)
        let early = noon + .seconds(2 * 86400)
        #expect(
            run(&next, 0, 60) { _ in ClockReadings(system: early, battery: early) } == [0: [.state(.untrusted)]],
            "what is before a row of yesterday is not the time")
    }

    @Test func aWrongFutureThatIsBelievedForHoursCostsNothing() {
        var trust = ClockTrust(rules: rules, built: noon - .seconds(86400))
        let future = noon + .seconds(3650 * 86400)
        _ = run(&trust, 0, 6 * 3600) { synchronised(future + $0) }
        let changes = run(&trust, 6 * 3600, 6 * 3600 + 120) { synchronised(noon + $0) }
        #expect(changes == [6 * 3600: [.corrected(by: .seconds(-3650 * 86400), .synchronised)]])
        #expect(trust.state(at: .at(6 * 3600 + 60)) == .trusted)
    }

    @Test func aWrongFutureThatIsBelievedForADayCostsThreeAndNotForEver() {
        var trust = ClockTrust(rules: rules, built: noon - .seconds(86400))
        let future = noon + .seconds(3650 * 86400)
        _ = run(&trust, 0, 86400) { synchronised(future + $0) }
        // From then on the network is right. Its time is refused while it is below the floor: the wrong one is counted.
        var refused = trust
        _ = run(&refused, 86400, 2 * 86400) { synchronised(noon + $0) }
        #expect(refused.time(at: .at(2 * 86400))! > future)
        // The board is restarted, and right by itself on the fourth day after.
        var next = ClockTrust(rules: rules, built: built, memory: trust.memory.afterBoot)
        let day = noon + .seconds(86400)
        let changes = run(&next, 0, 4 * 86400) { synchronised(day + $0) }
        #expect(changes == [0: [.state(.untrusted)], 3 * 86400 - 300: [.state(.trusted)]])
    }
}

/// The floor.
@Suite struct ClockFloorTests {
    @Test func itRisesFiveTimesAsFastAsTheStationRunsAndStopsADayBehind() {
        var floor = ClockFloor(built: built)
        floor.follow(noon, for: .seconds(3600))
        #expect(floor.time == built + .seconds(5 * 3600))
        floor.follow(noon, for: .seconds(365 * 86400))
        #expect(floor.time == noon - .seconds(86400))
        floor.follow(noon - .seconds(7200), for: .seconds(3600))
        #expect(floor.time == noon - .seconds(86400), "it never falls by itself")
    }

    @Test func aCommandMovesItBothWaysButNotBelowTheBuild() throws {
        var floor = ClockFloor(built: built, learned: noon)
        try floor.set(noon - .seconds(86400))
        #expect(floor.time == noon - .seconds(86400))
        #expect(throws: ClockRefusal.belowFloor) { try floor.set(built - .seconds(1)) }
        #expect(throws: ClockRefusal.beyondCeiling) { try floor.set(ClockFloor.ceiling) }
        #expect(floor.time == noon - .seconds(86400))
    }

    @Test func aNewerProgramRaisesIt() {
        #expect(ClockFloor(built: noon, learned: built).time == noon)
    }

    @Test func whatIsLostIsLearnedFromTheNewestTrustedRow() {
        var trust = ClockTrust(rules: .init(sources: [.timeCode]), built: built)
        trust.learnFloor(fromRowAt: noon)
        #expect(trust.floor.time == noon - .seconds(86400))
        #expect(throws: ClockRefusal.notNewer) { try trust.take(code: noon - .seconds(60), at: .at(1)) }
    }
}
