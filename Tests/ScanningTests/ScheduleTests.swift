import Testing

@testable import Scanning

@Suite struct ScheduleTests {
    /// Takes a turn for each frame and gives its row.
    private func rows(of schedule: inout Schedule, _ frames: [(isStill: Bool, read: Bool)]) -> [Int] {
        frames.map { frame in
            let turn = schedule.next(isStill: frame.isStill)
            schedule.ended(turn, read: frame.read)
            return turn.row
        }
    }

    @Test func everyKindOfAttemptIsInTheTable() {
        #expect(Set(Schedule.rows.joined()) == Set(AttemptKind.allCases))
    }

    @Test func aStillSceneWithoutACodeIsDoneWhenEveryRowHasFailed() {
        var schedule = Schedule()
        #expect(rows(of: &schedule, [(false, false), (true, false), (true, false)]) == [0, 1, 2])
        #expect(!schedule.isDone)
        #expect(rows(of: &schedule, [(true, false)]) == [3])
        #expect(schedule.isDone)
        _ = schedule.next(isStill: false)
        #expect(!schedule.isDone)
    }

    @Test func aStillSceneWithACodeIsDoneWhenEveryRowWasGoneThroughToItsEnd() {
        var schedule = Schedule()
        #expect(!schedule.next(isStill: false).isWhole)
        for row in [1, 2, 3, 0] {
            #expect(!schedule.isDone)
            let turn = schedule.next(isStill: true)
            #expect(turn.row == row && turn.isWhole)
            schedule.ended(turn, read: true)
        }
        #expect(schedule.isDone)
    }

    @Test func inAMovingSceneTheTableGoesOn() {
        var schedule = Schedule()
        #expect(rows(of: &schedule, Array(repeating: (false, false), count: 6)) == [0, 1, 2, 3, 0, 1])
    }

    @Test func aRowThatReadIsTakenAgain() {
        var schedule = Schedule()
        #expect(rows(of: &schedule, [(false, false), (false, true), (false, true), (false, true)]) == [0, 1, 1, 1])
        #expect(rows(of: &schedule, [(false, false), (false, true)]) == [1, 2])
    }

    @Test func theRowThatReadAStillSceneIsTakenWhenItMoves() {
        var schedule = Schedule()
        #expect(rows(of: &schedule, [(false, false), (true, false), (true, false), (true, true)]) == [0, 1, 2, 3])
        #expect(schedule.next(isStill: false).row == 3)
    }

    @Test func whileOneCodeIsReadTheOtherRowsHaveTheirTurns() {
        var schedule = Schedule()
        var whole: [Int] = []
        for _ in 0..<4 * Schedule.rows.count * Schedule.thoroughness {
            let turn = schedule.next(isStill: false)
            if turn.isWhole { whole.append(turn.row) } else { #expect(turn.row == 0) }
            schedule.ended(turn, read: true)
        }
        #expect(Set(whole) == Set(Schedule.rows.indices))
    }
}
