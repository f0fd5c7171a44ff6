import Admission
import Control
import Testing
import Vocabulary

@testable import Console

/// What the screen at a gate shows, at stated times.
struct ViewTests {
    private var view = StationView()
    private static func at(_ seconds: Double) -> MonotonicTime { .init(nanoseconds: UInt64(seconds * 1e9)) }

    private func screen(at seconds: Double) -> VisitorScreen { view.screen(of: "", at: Self.at(seconds)) }

    private mutating func tell(_ event: FollowedEvent, at seconds: Double) {
        view.take([], event, at: Self.at(seconds))
    }

    init() { view.take(.well, at: Self.at(0)) }

    @Test("every verdict is shown with its reason and goes back to rest by itself")
    mutating func verdicts() {
        #expect(screen(at: 0).show == .ready)
        for reason in Reason.allCases where reason != .moreCodes {
            tell(.decided(reason.verdict.rawValue, reason.rawValue), at: 10)
            #expect(screen(at: 10).show.rawValue == reason.verdict.rawValue && screen(at: 10).reason == reason.rawValue)
            #expect(view.due == Self.at(10) + VisitorDisplay.times[reason.verdict]!)
            #expect(screen(at: 40).show == .ready)
        }
        tell(.decided("deny", "more-codes"), at: 50)
        #expect(screen(at: 59).show == .more)
        #expect(screen(at: 60).show == .ready)
        tell(FollowedEvent("collecting", gate: "front", time: ""), at: 60)
        #expect(screen(at: 69).show == .more)
    }

    @Test("a referral is shown until it is over, and an officer's opening for what it is")
    mutating func referral() {
        tell(.decided("refer", "holder-check"), at: 0)
        // A status from before the decision.
        view.take(.well, at: Self.at(0.1))
        #expect(screen(at: 0.2).show == .refer)
        view.take(StationStatus.well.with { $0.referral = 20 }, at: Self.at(2))
        #expect(screen(at: 10).show == .refer)
        tell(.acted("admit-officer"), at: 11)
        #expect(screen(at: 11).show == .admit && screen(at: 11).reason == "officer")
        tell(.decided("refer", "holder-check"), at: 20)
        view.take(.well, at: Self.at(22))
        #expect(screen(at: 22).show == .ready)
    }

    @Test("an admission whose lock did not move opens nothing, and is not shown as if it did")
    mutating func lockFailed() {
        tell(.decided("admit", "ok", lock: "failed"), at: 0)
        #expect(screen(at: 0).show == .outOfOrder)
    }

    @Test("what another gate does, and what is let out by a button, is not shown here")
    mutating func others() {
        var other = FollowedEvent.decided("admit", "ok")
        other.gate = "back"
        tell(other, at: 0)
        tell(.acted("exit-button"), at: 0)
        tell(.acted("service-on-technician"), at: 0)
        #expect(screen(at: 0).show == .ready)
        #expect(view.screen(of: "back", at: Self.at(0)).show == .unreachable)
    }

    @Test("each state of the gate has its screen, the gravest first, and a verdict goes before all but service")
    mutating func states() {
        func show(_ status: StationStatus) -> VisitorScreen.Show {
            var view = view
            view.take(status, at: Self.at(1))
            return view.screen(of: "front", at: Self.at(1)).show
        }
        let fault = FaultStatus(incident: "camera-unplugged", what: "")
        #expect(show(.well.with { $0.service = 60 }) == .service)
        #expect(show(.well.with { $0.lock = "fault" }) == .outOfOrder)
        #expect(show(.well.with { $0.camera = CameraStatus(state: "waiting", fault: fault) }) == .cameraLost)
        #expect(show(.well.with { $0.camera = CameraStatus(state: "ended", fault: nil) }) == .cameraLost)
        #expect(show(.well.with { $0.camera.state = "waiting" }) == .starting)
        #expect(show(.well.with { $0.reader.isLooking = false }) == .starting)
        #expect(show(.well.with { $0.door = "held-open" }) == .doorOpen)
        var unwritable = StationStatus.well
        unwritable.ledger.isWritable = false
        #expect(show(unwritable) == .outOfOrder)
        tell(.decided("admit", "ok"), at: 0)
        #expect(show(.well.with { $0.camera.state = "waiting" }) == .admit)
        #expect(show(.well.with { $0.service = 60 }) == .service)
        view.lose()
        #expect(screen(at: 1).show == .unreachable)
    }

    @Test("where it is full the resting screen says so and who waits, but never at an exit or where an officer decides")
    mutating func full() {
        func rest(_ status: StationStatus) -> VisitorScreen {
            var view = view
            view.take(status, at: Self.at(1))
            return view.screen(of: "front", at: Self.at(1))
        }
        let room = rest(.well.with(inside: 9))
        #expect(room.show == .ready && room.inside == 9 && room.room == 3 && room.reason == nil)
        #expect(rest(.well).inside == nil)
        let full = rest(.well.with(inside: 13, waiting: 2))
        #expect(full.show == .full && full.reason == "full" && full.room == 0 && full.before == 2)
        #expect(rest(.well.with(inside: 12) { $0.areMembersExempt = true }).areMembersExempt == true)
        #expect(rest(.well.with(inside: 12) { $0.limit = "soft" }).show == .ready)
        #expect(rest(.well.with(inside: 12).with { $0.direction = "exit" }).show == .ready)
        let spent = rest(.well.with(inside: 1) { ($0.isFull, $0.dailyCap) = (true, 40) })
        #expect(spent.show == .full && spent.reason == "full-today" && spent.room == 0)
    }

    @Test("where no visitor is let in the resting screen says so, and whether members are, but never at an exit")
    mutating func closed() {
        func rest(visitor: String, member: String = "enforce", at direction: String = "entry") -> VisitorScreen {
            var (view, status) = (view, StationStatus.well.with { $0.direction = direction })
            status.phases = ["visitor": visitor, "member": member].mapValues {
                PhaseStatus(phase: $0, next: nil, from: nil)
            }
            view.take(status, at: Self.at(1))
            return view.screen(of: "front", at: Self.at(1))
        }
        let closed = rest(visitor: "closed")
        #expect(closed.show == .closed && closed.areMembersExempt == true)
        #expect(rest(visitor: "closed", member: "closed").areMembersExempt == false)
        #expect(rest(visitor: "enforce").show == .ready)
        #expect(rest(visitor: "closed", at: "exit").show == .ready)
    }

    @Test("who is refused because it is full is told how many wait before, and of a card which part was read")
    mutating func counted() {
        view.take(.well.with(inside: 12, waiting: 4), at: Self.at(0))
        var event = FollowedEvent.decided("deny", "full")
        event.before = 3
        tell(event, at: 1)
        #expect(screen(at: 1).show == .deny && screen(at: 1).before == 3 && screen(at: 1).inside == 12)
        #expect(screen(at: 8).show == .full && screen(at: 8).before == 4)
        var part = FollowedEvent("collecting", gate: "front", time: "")
        (part.have, part.count) = (1, 3)
        tell(part, at: 9)
        #expect(screen(at: 9).have == 1 && screen(at: 9).count == 3)
    }

    @Test("whom a phase lets in sees that the door is open and what was found")
    mutating func observed() {
        tell(.decided("deny", "expired", lock: "opened"), at: 0)
        #expect(screen(at: 4).show == .admit && screen(at: 4).reason == "expired")
    }

    @Test("the newest 200 events are kept, without what lamps do")
    mutating func events() {
        for number in 0..<300 { view.take([UInt8(number % 256)], .decided("admit", "ok"), at: Self.at(0)) }
        view.take([], FollowedEvent("lines", gate: "front", time: ""), at: Self.at(0))
        #expect(view.events.count == 200 && view.events.last == [UInt8(299 % 256)])
    }

    @Test("a day has 96 quarters of an hour, and a clock that is set back goes on in the newest")
    func day() {
        var day = DayCounts()
        for quarter in 0..<200 {
            day.count("admit", at: WallTime(seconds: Int64(quarter) * 900 + 5))
            day.count(quarter % 2 == 0 ? "deny" : "refer", at: WallTime(seconds: Int64(quarter) * 900 + 800))
        }
        #expect(day.quarters.count == 96 && day.quarters.last?.begin == 199 * 900)
        #expect(day.quarters.reduce(0) { $0 + $1.admit } == 96 && day.quarters.reduce(0) { $0 + $1.deny } == 48)
        day.count("admit", at: WallTime(seconds: 0))
        #expect(day.quarters.count == 96 && day.quarters.last?.admit == 2)
    }

    @Test("a login lasts twelve hours, the oldest of seventeen ends, and a sixth wrong token has to wait")
    func sessions() {
        var sessions = StaffSessions()
        let first = sessions.begin(token: "T", role: "officer", at: Self.at(0))
        #expect(first.count == 32 && sessions.session(first, at: Self.at(43_199))?.token == "T")
        #expect(sessions.session(first, at: Self.at(43_200)) == nil && sessions.session("other", at: Self.at(0)) == nil)
        for second in 1...16 { _ = sessions.begin(token: "T", role: "officer", at: Self.at(Double(second))) }
        #expect(sessions.session(first, at: Self.at(20)) == nil)
        for _ in 0..<5 {
            #expect(sessions.mayTry(at: Self.at(100)))
            sessions.failed(at: Self.at(100))
        }
        #expect(!sessions.mayTry(at: Self.at(119)) && sessions.mayTry(at: Self.at(120)))
    }
}
