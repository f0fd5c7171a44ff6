import Testing
import Vocabulary

@testable import Admission

/// The transitions of the clock one by one. Instants are seconds since boot.
@Suite struct ClockTrustTests {
    private var trust = ClockTrust(rules: .init(sources: Set(TimeSource.allCases).subtracting([.system])), built: built)

    @Test func withoutEvidenceTheTimeIsUntrusted() {
        var trust = trust
        #expect(trust.look(system(noon), at: .at(1)) == [.state(.untrusted)])
        #expect(trust.look(system(noon + .seconds(2)), at: .at(3)) == [], "told once")
        #expect(trust.time(at: .at(3)) == nil)
    }

    @Test func theNetworkIsBelievedFromTheMomentItSetTheClock() {
        var trust = trust
        #expect(trust.look(synchronised(noon), at: .at(1)) == [])
        #expect(trust.state(at: .at(1)) == .trusted)
        #expect(trust.time(at: .at(61)) == noon + .seconds(60))
    }

    @Test func theErrorIsThatOfTheBestSourceAndOfTheDriftSince() throws {
        var trust = trust
        _ = try trust.take(code: noon, at: .at(1))
        #expect(trust.error(at: .at(1)) == .seconds(60))
        #expect(trust.error(at: .at(5001)) == .seconds(61), "200 parts in a million")
        _ = trust.look(synchronised(noon + .seconds(5000)), at: .at(5001))
        #expect(trust.error(at: .at(5001)) == .seconds(2))
        _ = trust.look(system(noon), at: .at(15_001))
        #expect(trust.error(at: .at(15_001)) == .seconds(63), "the network is gone: the code stands")
        #expect(self.trust.error(at: .at(1)) == .seconds(60), "without evidence the worst")
    }

    @Test func theNetworkIsBelievedWhereItSetTheClockWithinTheLastDay() {
        var trust = trust
        let set = noon - .seconds(86399)
        #expect(trust.look(.init(system: noon, synchronised: set), at: .at(90000)) == [])
        #expect(trust.state(at: .at(90000)) == .trusted && trust.state(at: .at(90001)) == .holdover)
        var late = self.trust
        #expect(
            late.look(.init(system: noon, synchronised: noon - .seconds(86400)), at: .at(90000)) == [.state(.untrusted)]
        )
    }

    @Test func eachSettingByTheNetworkCountsOnce() {
        var trust = trust
        _ = trust.look(synchronised(noon), at: .at(1))
        // The file is as it was, and somebody moved the board's clock.
        let moved = ClockReadings(system: noon + .seconds(7200), synchronised: noon)
        #expect(trust.look(moved, at: .at(3)) == [.systemMoved(by: .seconds(7198))])
        #expect(trust.time(at: .at(3)) == noon + .seconds(2))
        var again = ClockTrust(rules: trust.rules, built: built, memory: trust.memory)
        _ = again.look(moved, at: .at(5))
        #expect(again.time(at: .at(5)) == noon + .seconds(4), "nor after a restart of the program")
    }

    @Test(arguments: [
        (noon, Clock.State.trusted), (built, .trusted), (built - .seconds(1), .untrusted),
        (WallTime(seconds: 0), .untrusted), (ClockFloor.ceiling, .untrusted),
        (WallTime(milliseconds: .max), .untrusted),
        (WallTime(milliseconds: .min), .untrusted),
    ])
    func aBatteryIsBelievedBetweenFloorAndCeiling(time: WallTime, state: Clock.State) {
        var trust = trust
        _ = trust.look(ClockReadings(system: WallTime(seconds: 0), battery: time), at: .at(1))
        #expect(trust.state(at: .at(1)) == state)
    }

    @Test func aBatteryConfirmsTheCountAndNeverMovesIt() {
        var trust = trust
        _ = trust.look(synchronised(noon), at: .at(1))
        let wrong = ClockReadings(
            system: noon + .seconds(10), synchronised: noon, battery: noon + .seconds(300))
        #expect(trust.look(wrong, at: .at(11)) == [])
        #expect(trust.memory.standing.keys.sorted { $0.rawValue < $1.rawValue } == [.synchronised])
        let right = ClockReadings(system: noon + .seconds(12), synchronised: noon, battery: noon + .seconds(11))
        #expect(trust.look(right, at: .at(13)) == [])
        #expect(Set(trust.memory.standing.keys) == [.synchronised, .battery])
    }

    @Test func theNetworkCorrectsABattery() {
        var trust = trust
        let battery = ClockReadings(system: noon, battery: noon)
        #expect(trust.look(battery, at: .at(1)) == [])
        let set = noon + .seconds(310)
        let readings = ClockReadings(system: set, synchronised: set, battery: noon + .seconds(10))
        #expect(trust.look(readings, at: .at(11)) == [.corrected(by: .seconds(300), .synchronised)])
        #expect(Set(trust.memory.standing.keys) == [.synchronised], "the battery contradicts it")
    }

    @Test func whatStopsStandingByItLeavesHoldover() {
        var trust = trust
        _ = trust.look(synchronised(noon), at: .at(1))
        #expect(trust.look(system(noon + .seconds(2)), at: .at(3)) == [.state(.holdover)])
        #expect(trust.look(synchronised(noon + .seconds(4)), at: .at(5)) == [.state(.trusted)])
    }

    @Test func evidenceIsFreshForADayAndBelievedForTheConfiguredTime() throws {
        var trust = trust
        _ = try trust.set(noon, at: .at(10), now: .at(10))
        #expect(trust.state(at: .at(10 + 86399)) == .trusted)
        #expect(trust.state(at: .at(10 + 86400)) == .holdover)
        #expect(trust.state(at: .at(10 + 7 * 86400 - 1)) == .holdover)
        #expect(trust.state(at: .at(10 + 7 * 86400)) == .untrusted)
        #expect(trust.time(at: .at(10 + 8 * 86400)) == noon + .seconds(8 * 86400), "it is still counted")
        #expect(trust.look(system(noon), at: .at(10 + 8 * 86400)).last == .state(.untrusted))
    }

    @Test func aTechnicianIsBelievedFromWhenTheyGaveTheTime() throws {
        var trust = trust
        #expect(try trust.set(noon, at: .at(10), now: .at(12)) == [])
        #expect(trust.time(at: .at(12)) == noon + .seconds(2))
        #expect(
            try trust.set(noon - .seconds(600), at: .at(20), now: .at(20))
                == [.corrected(by: .seconds(-610), .technician)])
    }

    @Test func aSourceThatIsNotConfiguredIsNone() {
        var trust = ClockTrust(rules: .init(sources: [.synchronised]), built: built)
        _ = trust.look(ClockReadings(system: noon, battery: noon), at: .at(1))
        #expect(trust.state(at: .at(1)) == .untrusted)
        #expect(throws: ClockRefusal.notASource) { try trust.take(code: noon, at: .at(1)) }
        #expect(throws: ClockRefusal.notASource) { try trust.set(noon, at: .at(1), now: .at(1)) }
    }

    @Test func whereTheBoardsClockIsASourceItsJumpsAreFollowed() {
        var trust = ClockTrust(rules: .init(sources: [.system]), built: built)
        _ = trust.look(system(noon), at: .at(1))
        #expect(trust.state(at: .at(1)) == .trusted)
        let jump = noon - .seconds(3600)
        #expect(trust.look(system(jump), at: .at(1)) == [.corrected(by: .seconds(-3600), .system)])
        #expect(
            trust.look(system(built - .seconds(1)), at: .at(2)).last == .state(.holdover), "but not below the floor")
        #expect(trust.time(at: .at(2)) == jump + .seconds(1))
    }

    @Test func whatSomebodyProvedHoldsForADayAgainstTheBoardsClock() throws {
        var trust = ClockTrust(rules: .init(sources: [.system, .timeCode]), built: built)
        _ = trust.look(system(noon), at: .at(0))
        let code = noon + .seconds(1000)
        #expect(try trust.take(code: code, at: .at(0)) == [.corrected(by: .seconds(1000), .timeCode)])
        #expect(trust.look(system(noon + .seconds(2)), at: .at(2)) == [])
        #expect(trust.time(at: .at(2)) == code + .seconds(2))
        let next = noon + .seconds(86400)
        #expect(trust.look(system(next), at: .at(86400)) == [.corrected(by: .seconds(-1000), .system)])
    }

    @Test func driftIsNoJump() {
        var trust = trust
        _ = trust.look(ClockReadings(system: noon, battery: noon), at: .at(0))
        _ = trust.look(system(noon), at: .at(1))
        // A week of 100 parts in a million: a minute.
        let week = noon + .seconds(7 * 86400 - 120)
        let readings = ClockReadings(system: week, battery: week + .seconds(60))
        #expect(trust.look(readings, at: .at(7 * 86400 - 120)) == [.state(.trusted)])
        #expect(trust.time(at: .at(7 * 86400 - 120)) == week + .seconds(60), "the battery is right again")
    }
}

/// Time codes.
@Suite struct TimeCodeTrustTests {
    private var trust = ClockTrust(rules: .init(sources: [.timeCode, .technician]), built: built)

    @Test func aCodeIsTakenOnceAndNoOlderOneAfterIt() throws {
        var trust = trust
        _ = trust.look(system(WallTime(seconds: 0)), at: .at(0))
        #expect(try trust.take(code: noon, at: .at(1)) == [.state(.trusted)])
        #expect(throws: ClockRefusal.notNewer) { try trust.take(code: noon, at: .at(2)) }
        #expect(throws: ClockRefusal.notNewer) { try trust.take(code: noon - .seconds(1), at: .at(2)) }
        #expect(try trust.take(code: noon + .seconds(5), at: .at(6)) == [])
        var next = ClockTrust(rules: trust.rules, built: built, memory: trust.memory.afterBoot)
        #expect(throws: ClockRefusal.notNewer) { try next.take(code: noon + .seconds(5), at: .at(1)) }
    }

    @Test func aCodeIsGoodForAMinute() throws {
        var trust = trust
        _ = try trust.take(code: noon, at: .at(1))
        #expect(throws: ClockRefusal.stale) { try trust.take(code: noon + .seconds(5), at: .at(1 + 67)) }
        #expect(try trust.take(code: noon + .seconds(6), at: .at(1 + 66)) == [])
        #expect(trust.time(at: .at(67)) == noon + .seconds(66), "it was shown late, and the count was right")
    }

    @Test func aCodeFromAheadMovesTheTime() throws {
        var trust = trust
        _ = try trust.set(noon, at: .at(0), now: .at(0))
        let code = noon + .seconds(500)
        #expect(try trust.take(code: code, at: .at(100)) == [.corrected(by: .seconds(400), .timeCode)])
        #expect(trust.time(at: .at(100)) == code)
    }

    @Test func aCodeBelowTheFloorIsRefusedAndNotSpent() throws {
        var trust = trust
        #expect(throws: ClockRefusal.belowFloor) { try trust.take(code: built - .seconds(1), at: .at(1)) }
        #expect(throws: ClockRefusal.beyondCeiling) { try trust.take(code: ClockFloor.ceiling, at: .at(1)) }
        #expect(trust.memory.newestCode == nil)
        #expect(try trust.take(code: built, at: .at(1)) == [])
    }

    @Test func aCodeFromAWrongFutureIsUndoneWithTheFloor() throws {
        var trust = trust
        let future = noon + .seconds(10 * 365 * 86400)
        _ = try trust.take(code: future, at: .at(1))
        #expect(throws: ClockRefusal.notNewer) { try trust.take(code: noon, at: .at(2)) }
        try trust.setFloor(noon)
        _ = try trust.set(noon, at: .at(3), now: .at(3))
        #expect(try trust.take(code: noon + .seconds(1), at: .at(4)) == [])
    }
}

let built = WallTime(rfc3339: "2026-01-01T00:00:00Z")!
let noon = WallTime(rfc3339: "2026-11-24T12:00:00Z")!

func system(_ time: WallTime) -> ClockReadings { ClockReadings(system: time) }

/// The network sets the board's clock now.
func synchronised(_ time: WallTime) -> ClockReadings { ClockReadings(system: time, synchronised: time) }

extension BootTime {
    static func at(_ seconds: UInt64) -> Self { Self(nanoseconds: seconds * 1_000_000_000) }
}
