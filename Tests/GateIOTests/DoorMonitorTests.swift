import Testing
import Vocabulary

@testable import GateIO

/// The door alone, with stated times: pulses of 5 s, an open time of 10 s.
@Suite struct DoorMonitorTests {
    /// A door that is found closed at 0.
    func closed(relocks: Bool = false) -> DoorMonitor {
        var timing = DoorTiming()
        timing.relocksOnOpening = relocks
        var door = DoorMonitor(timing: timing)
        #expect(door.state == .unknown && door.due == nil)
        door.find(isOpen: false, at: .at(0))
        return door
    }

    @Test func aReleasedDoorMayBeOpenedWhileThePulseLasts() {
        var door = closed()
        door.release(at: .at(1000), pulse: .seconds(5))
        #expect(door.see(isOpen: true, at: .at(5999)) == false)
        #expect(door.state == .open)
        _ = door.see(isOpen: false, at: .at(8000))
        #expect(door.state == .closed)
        _ = door.see(isOpen: true, at: .at(9000))
        #expect(door.state == .forcedOpen, "the pulse is over")
    }

    @Test("a short pulse leaves three seconds to open the door (IEC 60839-11-1)")
    func release() {
        var door = closed()
        door.release(at: .at(1000), pulse: .milliseconds(200))
        _ = door.see(isOpen: true, at: .at(3999))
        #expect(door.state == .open)
        door = closed()
        door.release(at: .at(1000), pulse: .milliseconds(200))
        _ = door.see(isOpen: true, at: .at(4000))
        #expect(door.state == .forcedOpen)
    }

    @Test func aShorterReleaseDoesNotEndALongerOne() {
        var door = closed()
        door.release(at: .at(0), pulse: .seconds(10))
        door.release(at: .at(100), pulse: .milliseconds(200))
        _ = door.see(isOpen: true, at: .at(9000))
        #expect(door.state == .open)
    }

    @Test func aForcedDoorStaysForcedUntilItIsClosed() {
        var door = closed()
        _ = door.see(isOpen: true, at: .at(1000))
        #expect(door.state == .forcedOpen && door.due == nil)
        door.release(at: .at(2000), pulse: .seconds(5))
        door.tick(at: .at(60_000))
        #expect(door.state == .forcedOpen)
        _ = door.see(isOpen: false, at: .at(61_000))
        #expect(door.state == .closed)
    }

    @Test func anOpenDoorIsHeldOpenAfterTenSeconds() {
        var door = closed()
        door.release(at: .at(0), pulse: .seconds(5))
        _ = door.see(isOpen: true, at: .at(1000))
        #expect(door.due == .at(11_000))
        door.tick(at: .at(10_999))
        #expect(door.state == .open)
        door.tick(at: .at(11_000))
        #expect(door.state == .heldOpen && door.due == nil)
        _ = door.see(isOpen: false, at: .at(20_000))
        #expect(door.state == .closed)
    }

    @Test("each of a stream of people has the open time anew")
    func stream() {
        var door = closed()
        door.release(at: .at(0), pulse: .seconds(5))
        _ = door.see(isOpen: true, at: .at(1000))
        for start in stride(from: 8000, through: 80_000, by: 8000) as StrideThrough<UInt64> {
            door.tick(at: .at(start))
            door.release(at: .at(start), pulse: .seconds(5))
            #expect(door.state == .open)
        }
        #expect(door.due == .at(90_000))
    }

    @Test("a door that is found open is not forced, but is held open in its time")
    func found() {
        var door = closed()
        door.find(isOpen: nil, at: .at(1000))
        #expect(door.state == .unknown)
        door.find(isOpen: true, at: .at(5000))
        #expect(door.state == .open && door.due == .at(15_000))
    }

    @Test("the lock is shut again on opening where that is chosen, and never because of a forced door")
    func relocking() {
        var door = closed(relocks: true)
        door.release(at: .at(0), pulse: .seconds(5))
        #expect(door.see(isOpen: true, at: .at(1000)) == true)
        #expect(door.see(isOpen: false, at: .at(2000)) == false)
        #expect(door.see(isOpen: true, at: .at(9000)) == false)
        #expect(door.state == .forcedOpen)
    }
}
