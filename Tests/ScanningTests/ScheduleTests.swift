import Testing
import Vocabulary

@testable import Scanning

@Suite struct ScheduleTests {
    private static let plans = ReadingPlan.Preset.allCases.map(ReadingPlan.init) + [.plain]

    /// What is made over one frame, where the region of an unread code is wanted or not.
    private func frame(
        _ schedule: inout Schedule, isStill: Bool = false, read: Bool = false, region: Bool = false
    ) -> [AttemptKind] {
        var made: [AttemptKind] = schedule.begin(isStill: isStill) ? [.redrawn] : []
        if region, let kind = schedule.region() { made.append(kind) }
        schedule.save(read: read)
        while let attempt = schedule.whole() { made.append(attempt.kind) }
        return made
    }

    private func cost(_ kinds: [AttemptKind]) -> Int { kinds.reduce(0) { $0 + $1.cost } }

    @Test(arguments: plans) func aPresetAffordsAllOfItsAttempts(plan: ReadingPlan) {
        #expect(plan.unaffordable.isEmpty)
        #expect(Set(plan.attempts).count == plan.attempts.count)
    }

    @Test(arguments: plans) func noFrameCostsMoreThanItsBudget(plan: ReadingPlan) {
        var schedule = Schedule(plan)
        for turn in 0..<2000 {
            let made = frame(
                &schedule, isStill: turn % 7 > 3, read: turn % 5 == 0, region: turn % 3 != 0)
            #expect(cost(made) <= plan.budget)
        }
    }

    @Test func whatDoesNotFitTheBudgetIsNeverBegun() {
        var schedule = Schedule(ReadingPlan(attempts: [.redrawn, .plain, .region, .half], budget: 45, saving: 100))
        let made = Set((0..<50).flatMap { turn in frame(&schedule, region: turn % 2 == 0) })
        #expect(made == [.redrawn, .region, .half])
    }

    @Test func aStillSceneIsDoneWhenEveryAttemptHasBeenMade() {
        let plan = ReadingPlan(.balanced)
        var schedule = Schedule(plan)
        _ = frame(&schedule)
        var made: [AttemptKind] = []
        for _ in 0..<3 {
            #expect(!schedule.isDone)
            made += frame(&schedule, isStill: true, read: true)
        }
        #expect(schedule.isDone)
        #expect(made.filter { $0.reach == .whole } == plan.attempts.filter { $0.reach == .whole })
        _ = frame(&schedule)
        #expect(!schedule.isDone)
    }

    @Test func aStillSceneOverWhichLittleMayBeMadeIsDoneAsWell() {
        var schedule = Schedule(ReadingPlan(.balanced))
        var looks = 0
        while !schedule.isDone {
            _ = schedule.begin(isStill: true)
            looks += 1
        }
        #expect(looks == 6)
    }

    @Test func aMovingSceneSpendsNoMoreThanItSaves() {
        for (read, expected) in [(false, 1850...2000), (true, 850...1000)] {
            var plan = ReadingPlan(.balanced)
            plan.saving = 2
            var schedule = Schedule(plan)
            let made = (0..<1000).flatMap { _ in frame(&schedule, read: read) }.filter { $0.reach == .whole }
            #expect(expected.contains(cost(made)))
        }
    }

    @Test func eachReachTakesTurnsInTheOrderOfThePlan() {
        let plan = ReadingPlan(.balanced)
        var schedule = Schedule(plan)
        let made = (0..<2000).flatMap { _ in frame(&schedule, region: true) }
        for reach in [AttemptKind.Reach.region, .whole] {
            let turns = plan.attempts.filter { $0.reach == reach }
            let ofThem = made.filter { $0.reach == reach }
            #expect(ofThem.count > 2 * turns.count)
            #expect(ofThem == (0..<ofThem.count).map { turns[$0 % turns.count] })
        }
    }

    @Test func oneFrameHasOneAttemptOverARegion() {
        var schedule = Schedule(ReadingPlan(.thorough))
        for _ in 0..<20 {
            let made = frame(&schedule, region: true)
            #expect(made.count { $0.reach == .region } == 1)
        }
    }
}
