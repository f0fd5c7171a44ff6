import Testing

@testable import Scanning

@Suite struct ScheduleTests {
    private func costs(_ schedule: inout Schedule, frames: Int, read: Bool) -> Int {
        (0..<frames).reduce(0) { sum, _ in sum + schedule.next(isStill: false, read: read).reduce(0) { $0 + $1.cost } }
    }

    @Test func everyKindOfAttemptIsInBothTables() {
        let whole = Set(AttemptKind.allCases).subtracting([.redrawn, .region])
        #expect(Set(WholeAttempt.all.map(\.kind)) == whole)
        #expect(Set(Schedule.turns.map(\.kind)) == whole)
    }

    @Test func aStillSceneIsDoneWhenEveryRowHasBeenMade() {
        var schedule = Schedule()
        _ = schedule.next(isStill: false, read: false)
        for row in Schedule.rows {
            #expect(!schedule.isDone)
            #expect(Array(schedule.next(isStill: true, read: true)) == row)
        }
        #expect(schedule.isDone)
        _ = schedule.next(isStill: false, read: false)
        #expect(!schedule.isDone)
    }

    @Test func aMovingSceneSpendsNoMoreThanItSaves() {
        var schedule = Schedule()
        #expect(costs(&schedule, frames: 10, read: false) == 0)
        #expect((1900...2100).contains(costs(&schedule, frames: 1000, read: false)))
        #expect((900...1100).contains(costs(&schedule, frames: 1000, read: true)))
    }

    @Test func inAMovingSceneEveryAttemptHasItsTurn() {
        var schedule = Schedule()
        let made = (0..<1000).flatMap { _ in schedule.next(isStill: false, read: true) }
        #expect(Array(made.prefix(Schedule.turns.count)) == Schedule.turns)
        #expect(Set(made) == Set(Schedule.turns))
    }
}
