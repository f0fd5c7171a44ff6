import Testing
import Vocabulary

@testable import ReaderLink

/// A supervisor and the clock of its test.
private struct Watch {
    var supervisor = ReaderSupervisor()
    var now = MonotonicTime(nanoseconds: 1_000_000_000_000)

    /// Lets `duration` pass and tells what happened then.
    mutating func after(_ duration: Duration, _ event: ReaderSupervisor.Event) -> [ReaderSupervisor.Action] {
        now = now + duration
        return supervisor.handle(event, at: now)
    }

    /// How long until it is due.
    var rest: Duration? { supervisor.due.map { $0 - now } }

    /// Until a reader looks.
    mutating func look() {
        if let rest, rest > .zero, rest <= ReaderSupervisor.rests.last! { now = now + rest }
        _ = after(.zero, .passed)
        _ = after(.milliseconds(10), .started)
        #expect(after(.milliseconds(100), ready) == [.order])
        #expect(supervisor.isLooking)
    }

    /// Lets a reader live for `duration`, its figures coming four times a second.
    mutating func live(_ duration: Duration) -> [ReaderSupervisor.Action] {
        let end = now + duration
        var actions: [ReaderSupervisor.Action] = []
        while now < end { actions += after(min(ReaderFigures.interval, end - now), figures) }
        return actions
    }
}

private let ready = ReaderSupervisor.Event.reported(.ready(Confinement(isFiltered: true, landlock: 6)))
private let figures = ReaderSupervisor.Event.reported(.figures(ReaderFigures()))
private let sightings = ReaderSupervisor.Event.reported(
    .sightings(FrameSightings(sequence: 1, captured: MonotonicTime(nanoseconds: 0), sightings: [])))
private let crash = ReaderSupervisor.Event.ended(.signalled(11))

@Test("a reader is started at once, and told what to do when it is ready")
func firstStart() {
    var watch = Watch()
    #expect(watch.supervisor.due! <= watch.now)
    #expect(watch.after(.zero, .passed) == [.start])
    #expect(!watch.supervisor.isLooking)
    #expect(watch.after(.zero, .started) == [])
    #expect(watch.after(.milliseconds(200), ready) == [.order])
    #expect(watch.supervisor.isLooking)
    #expect(watch.supervisor.confinement == Confinement(isFiltered: true, landlock: 6))
    #expect(watch.live(.seconds(600)) == [])
}

@Test("after a crash the next one starts in the same instant")
func crashed() {
    var watch = Watch()
    watch.look()
    #expect(watch.after(.seconds(1), crash) == [.write(.readerCrashed), .start])
    #expect(!watch.supervisor.isLooking)
    #expect(watch.supervisor.confinement == nil)
}

@Test("a reader that ends by itself without a crash has failed as well")
func exited() {
    var watch = Watch()
    watch.look()
    #expect(watch.after(.seconds(1), .ended(.exited(0))) == [.write(.readerCrashed), .start])
}

@Test("a second without a report is a hang, and not a moment less")
func hung() {
    var watch = Watch()
    watch.look()
    _ = watch.after(.milliseconds(250), figures)
    #expect(watch.rest == .seconds(1))
    #expect(watch.after(.milliseconds(999), .passed) == [])
    #expect(watch.after(.milliseconds(1), .passed) == [.kill(.hung), .write(.readerHung), .start])
}

@Test("while it opens a camera it may be silent, until it speaks of the camera")
func openingTakesTime() {
    var watch = Watch()
    watch.look()
    _ = watch.after(.zero, .toldToLook)
    _ = watch.after(.milliseconds(10), figures)
    #expect(watch.after(.milliseconds(5900), .passed) == [])
    _ = watch.after(.zero, .reported(.camera(.streaming(width: 1280, height: 720, note: ""))))
    #expect(watch.rest == .seconds(1))
    _ = watch.after(.zero, .toldToLook)
    #expect(watch.after(.seconds(6), .passed) == [.kill(.hung), .write(.readerHung), .start])
}

@Test("one that never gets ready hangs")
func neverReady() {
    var watch = Watch()
    _ = watch.after(.zero, .passed)
    _ = watch.after(.zero, .started)
    #expect(watch.rest == .seconds(3))
    #expect(watch.after(.seconds(3), .passed) == [.kill(.hung), .write(.readerHung), .start])
}

@Test("nonsense ends it; so does speaking before being ready, or being ready twice")
func nonsense() {
    let expected: [ReaderSupervisor.Action] = [.kill(.nonsense), .write(.readerNonsense), .start]
    var watch = Watch()
    watch.look()
    #expect(watch.after(.zero, .nonsense) == expected)
    watch = Watch()
    watch.look()
    #expect(watch.after(.zero, ready) == expected)
    watch = Watch()
    _ = watch.after(.zero, .passed)
    _ = watch.after(.zero, .started)
    #expect(watch.after(.zero, sightings) == expected)
    #expect(!watch.supervisor.isLooking)
}

@Test("more than a thousand reports in a second are a flood")
func flood() {
    var watch = Watch()
    watch.look()
    for _ in 0..<1000 { #expect(watch.after(.microseconds(900), sightings) == []) }
    watch = Watch()
    watch.look()
    for _ in 0..<1000 { _ = watch.after(.zero, sightings) }
    #expect(watch.after(.zero, sightings).first == .kill(.nonsense))
}

@Test("one without walls does not look")
func refused() {
    let unwalled = ReaderReport.ready(Confinement(isFiltered: false, landlock: 6))
    for report in [unwalled, .refused("Landlock failed")] {
        var watch = Watch()
        _ = watch.after(.zero, .passed)
        _ = watch.after(.zero, .started)
        #expect(watch.after(.zero, .reported(report)) == [.kill(.refused), .write(.readerRefused), .start])
    }
    var watch = Watch()
    _ = watch.after(.zero, .passed)
    _ = watch.after(.zero, .started)
    #expect(watch.after(.zero, .ended(.refused)) == [.write(.readerRefused), .start])
}

@Test("what is told of a reader that is no more changes nothing")
func lateNews() {
    var watch = Watch()
    watch.look()
    _ = watch.after(.zero, .nonsense)
    for late in [crash, sightings, figures, .nonsense, .toldToLook] { #expect(watch.after(.zero, late) == []) }
    #expect(watch.after(.zero, .started) == [])
    #expect(watch.after(.zero, ready) == [.order])
}

@Test("repeated failures back off, to 5 s and not beyond")
func backingOff() {
    var watch = Watch()
    var rests: [Duration] = []
    for _ in 0..<9 {
        watch.look()
        let actions = watch.after(.milliseconds(10), crash)
        rests.append(actions.contains(.start) ? .zero : watch.rest!)
    }
    #expect(rests.map(\.inMilliseconds) == [0, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000])
}

@Test("one that cannot be started is tried again, ever more seldom")
func cannotStart() {
    var watch = Watch()
    _ = watch.after(.zero, .passed)
    #expect(watch.after(.zero, .couldNotStart) == [.write(.readerCrashed), .start])
    #expect(watch.after(.zero, .couldNotStart) == [.write(.readerCrashed)])
    #expect(watch.after(.milliseconds(249), .passed) == [])
    #expect(watch.after(.milliseconds(1), .passed) == [.start])
}

@Test("the third failure in a row raises the alarm, a quiet minute clears it and forgets")
func alarm() {
    var watch = Watch()
    for count in 1...3 {
        watch.look()
        #expect(watch.after(.milliseconds(10), crash).contains(.raiseAlarm) == (count == 3))
    }
    #expect(watch.supervisor.isAlarmed)
    // Under the alarm the same incident is not written again and again; another one is.
    watch.look()
    #expect(watch.after(.milliseconds(10), crash) == [])
    watch.look()
    #expect(watch.after(.milliseconds(10), .nonsense) == [.kill(.nonsense), .write(.readerNonsense)])
    let failed = watch.now
    watch.look()
    #expect(watch.live(.milliseconds(59_990) - (watch.now - failed)) == [])
    #expect(watch.after(.milliseconds(10), .passed) == [.clearAlarm])
    #expect(!watch.supervisor.isAlarmed)
    #expect(watch.after(.zero, crash) == [.write(.readerCrashed), .start])
}

@Test("two failures with a quiet minute between them are two first failures")
func forgotten() {
    var watch = Watch()
    for _ in 0..<5 {
        watch.look()
        #expect(watch.live(.seconds(61)) == [])
        #expect(watch.after(.zero, crash) == [.write(.readerCrashed), .start])
    }
}

@Test("after a day it is replaced, when nobody shows anything")
func replacedForItsAge() {
    var watch = Watch()
    watch.look()
    #expect(watch.live(.seconds(24 * 3600 - 1)) == [])
    #expect(watch.after(.milliseconds(900), sightings) == [])
    #expect(watch.live(.milliseconds(4900)) == [])
    #expect(watch.live(.milliseconds(100)) == [.kill(.aged), .start])
    #expect(watch.after(.zero, .started) == [])
    #expect(watch.after(.milliseconds(100), ready) == [.order])
}

@Test("a code that is always in view puts that off by an hour at most")
func replacedUnderAPoster() {
    var watch = Watch()
    watch.look()
    #expect(watch.live(.seconds(24 * 3600 - 1)) == [])
    for _ in 0..<3600 { #expect(watch.after(.milliseconds(1000), sightings) == []) }
    #expect(watch.after(.milliseconds(900), sightings) == [])
    #expect(watch.after(.milliseconds(100), sightings) == [.kill(.aged), .start])
}
