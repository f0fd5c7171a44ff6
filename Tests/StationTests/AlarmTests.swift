import Testing
import Vocabulary

@testable import Station

/// The alarm alone, with stated times: an acknowledged cause that lasts sounds again after five minutes.
@Suite struct AlarmTests {
    private func at(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: 1_000_000_000) + .seconds(seconds) }

    /// An alarm that sounds because of `causes`, as of 0 s.
    private func sounding(_ causes: Set<Incident>) -> Alarm {
        var alarm = Alarm()
        #expect(Set(alarm.update(causes, at: at(0))) == Set(causes.map { .raised($0) }))
        #expect(alarm.signal == .sounding)
        return alarm
    }

    @Test func withoutACauseThereIsNothingToHear() {
        var alarm = Alarm()
        #expect(alarm.update([], at: at(0)) == [])
        #expect(alarm.acknowledge(at: at(0)) == false)
        #expect(alarm.signal == .quiet && alarm.due == nil && alarm.causes.isEmpty)
    }

    @Test func aCauseIsToldOnceAndEndsByItself() {
        var alarm = sounding([.doorHeldOpen])
        #expect(alarm.update([.doorHeldOpen], at: at(3600)) == [])
        #expect(alarm.isSounding)
        #expect(alarm.update([], at: at(3601)) == [.cleared(.doorHeldOpen)])
        #expect(alarm.signal == .quiet)
    }

    @Test("who forces a door and closes it behind them is heard of all the same", arguments: Alarm.latching)
    func latching(incident: Incident) {
        var alarm = sounding([incident])
        #expect(alarm.update([], at: at(1)) == [])
        #expect(alarm.update([incident], at: at(2)) == [], "a contact that flutters writes no rows")
        #expect(alarm.update([], at: at(3)) == [])
        #expect(alarm.isSounding)
        #expect(alarm.acknowledge(at: at(4)) == true)
        #expect(alarm.update([], at: at(4)) == [.cleared(incident)])
        #expect(alarm.signal == .quiet && alarm.due == nil)
    }

    @Test func anAcknowledgedCauseThatLastsSoundsAgain() {
        var alarm = sounding([.tamper])
        #expect(alarm.acknowledge(at: at(10)) == true)
        #expect(alarm.acknowledge(at: at(10)) == false)
        #expect(alarm.signal == .acknowledged && alarm.causes == [.tamper] && alarm.due == at(310))
        #expect(alarm.update([.tamper], at: at(309)) == [])
        #expect(alarm.update([.tamper], at: at(310)) == [.raised(.tamper)])
        #expect(alarm.isSounding && alarm.due == nil)
    }

    @Test("a second cause sounds over an acknowledged one, and each ends for itself")
    func severalCauses() {
        var alarm = sounding([.readerFailing])
        #expect(alarm.acknowledge(at: at(1)) == true)
        #expect(alarm.update([.readerFailing, .doorHeldOpen], at: at(2)) == [.raised(.doorHeldOpen)])
        #expect(alarm.isSounding && alarm.causes == [.doorHeldOpen, .readerFailing])
        #expect(alarm.update([.doorHeldOpen], at: at(3)) == [.cleared(.readerFailing)])
        #expect(alarm.isSounding)
        #expect(alarm.update([], at: at(4)) == [.cleared(.doorHeldOpen)])
        #expect(alarm.signal == .quiet)
    }

    @Test func whatComesBackAfterItWasOverSoundsAtOnce() {
        var alarm = sounding([.doorForcedOpen])
        #expect(alarm.acknowledge(at: at(1)) == true)
        #expect(alarm.update([], at: at(2)) == [.cleared(.doorForcedOpen)])
        #expect(alarm.update([.doorForcedOpen], at: at(3)) == [.raised(.doorForcedOpen)])
        #expect(alarm.isSounding)
    }
}
