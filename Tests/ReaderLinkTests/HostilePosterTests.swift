import Testing
import Vocabulary

@testable import ReaderLink

/// A doorway with a poster that takes any reader too long, and somebody who now and then holds up a valid pass beside it, in
/// virtual time. The reader is one that announces its attempts, hangs in those over the poster, and knows what it was told.
private struct Doorway {
    static let poster = FrameArea(left: 100, top: 100, width: 300, height: 300)
    static let frame = FrameArea(left: 0, top: 0, width: 1280, height: 720)
    /// A reader locks itself in and opens its camera in this time.
    static let start = Duration.milliseconds(200)

    var supervisor = ReaderSupervisor()
    var leftOut = LeftOut()
    var now = MonotonicTime(nanoseconds: 1_000_000_000_000)
    var told: [FrameArea] = []
    var isHanging = false
    var frames = 0
    /// Frames in which a pass was read.
    var read: [MonotonicTime] = []
    var incidents: [Incident] = []
    var replaced = 0
    var isAlarmed = false

    mutating func handle(_ event: ReaderSupervisor.Event) {
        for action in supervisor.handle(event, at: now) {
            switch action {
            case .start:
                isHanging = false
                handle(.started)
                now = now + Self.start
                handle(.reported(.ready(Confinement(isFiltered: true, landlock: 6))))
            case .kill(let cause):
                replaced += 1
                if case .outlasted(let area) = cause { leftOut.add(area, at: now) }
            case .order: told = leftOut.areas
            case .write(let incident): incidents.append(incident)
            case .raiseAlarm: isAlarmed = true
            case .clearAlarm: break
            }
        }
    }

    /// A thirtieth of a second; every tenth frame without a pass in it would have an attempt over the whole frame.
    mutating func turn(showsPass: Bool) {
        now = now + .nanoseconds(33_333_333)
        if leftOut.forget(at: now) { told = leftOut.areas }
        if let due = supervisor.due, due <= now { handle(.passed) }
        guard supervisor.isLooking, !isHanging else { return }
        frames += 1
        if showsPass {
            read.append(now)
            return handle(.reported(.sightings(FrameSightings(sequence: 0, captured: now, sightings: []))))
        }
        let area = frames % 10 == 0 ? Self.frame : Self.poster
        if area == Self.frame ? told.isEmpty : !told.contains(where: Self.poster.overlaps) {
            handle(.reported(.attempting(.region, area)))
            isHanging = true
        } else {
            handle(.reported(.figures(ReaderFigures())))
        }
    }
}

@Test("ten minutes of a hostile poster: a pass beside it is read, and a reader is lost every half a minute at most")
func tenMinutesOfAPoster() {
    var doorway = Doorway()
    let begin = doorway.now
    // For two seconds of every ten somebody holds up a pass.
    var shown: [Bool] = []
    var presentations: [(from: MonotonicTime, until: MonotonicTime)] = []
    while doorway.now - begin < .seconds(600) {
        let second = Int((doorway.now - begin) / .seconds(1))
        let showsPass = second % 10 < 2
        if showsPass, shown.last != true { presentations.append((doorway.now, doorway.now)) }
        doorway.turn(showsPass: showsPass)
        if showsPass { presentations[presentations.count - 1].until = doorway.now }
        shown.append(showsPass)
    }
    #expect(presentations.count == 60)
    for presentation in presentations {
        let first = doorway.read.first { $0 >= presentation.from && $0 <= presentation.until }
        #expect(first.map { $0 - presentation.from < .seconds(1.5) } == true)
    }
    #expect((15...20).contains(doorway.replaced))
    // Written down, but not each time, and no alarm: the gate serves.
    #expect(doorway.incidents == [.readerOutlasted])
    #expect(!doorway.isAlarmed && doorway.supervisor.isLooking)
}

@Test("what outlasted a reader is left out for 30 s, and of many parts the latest are remembered")
func leftOutForAWhile() {
    var leftOut = LeftOut()
    let begin = MonotonicTime(nanoseconds: 1_000_000_000)
    for k in 0..<10 {
        leftOut.add(FrameArea(left: k, top: 0, width: 1, height: 1), at: begin + .seconds(k))
    }
    #expect(leftOut.areas.map(\.left) == Array(2..<10))
    #expect(leftOut.due == begin + .seconds(32))
    let isEarly = leftOut.forget(at: begin + .milliseconds(31_999))
    let isDue = leftOut.forget(at: begin + .seconds(33))
    #expect(!isEarly && isDue)
    #expect(leftOut.areas.map(\.left) == Array(4..<10))
}

@Test("only an attempt that nothing has followed is blamed")
func blamedAttempt() {
    let area = FrameArea(left: 1, top: 2, width: 3, height: 4)
    for (reports, expected) in [
        ([.attempting(.plain, area)], .outlasted(area)),
        ([.attempting(.plain, area), .figures(ReaderFigures())], .hung),
    ] as [([ReaderReport], ReaderSupervisor.Cause)] {
        var supervisor = ReaderSupervisor()
        var now = MonotonicTime(nanoseconds: 1_000_000_000_000)
        _ = supervisor.handle(.passed, at: now)
        _ = supervisor.handle(.started, at: now)
        _ = supervisor.handle(.reported(.ready(Confinement(isFiltered: true, landlock: 0))), at: now)
        for report in reports { _ = supervisor.handle(.reported(report), at: now) }
        now = now + .seconds(1)
        let actions = supervisor.handle(.passed, at: now)
        #expect(actions.first == .kill(expected))
    }
}
