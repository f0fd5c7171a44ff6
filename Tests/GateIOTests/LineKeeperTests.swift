import Glibc
import Testing
import Vocabulary

@testable import GateIO

/// The keeper alone, with stated times.
@Suite struct LineKeeperTests {
    /// A keeper whose line was taken at 0.
    func held() -> LineKeeper {
        var keeper = LineKeeper(at: .at(0))
        keeper.did(.request, at: .at(0))
        return keeper
    }

    let eio = LineError(using: EIO)
    let gone = LineError(using: ENODEV)

    @Test func theLineIsRequestedFirstAndRests() {
        var keeper = LineKeeper(at: .at(0))
        #expect(keeper.level == nil)
        #expect(keeper.next(wanted: true, at: .at(0)) == .request)
        keeper.did(.request, at: .at(0))
        #expect(keeper.level == false && keeper.error == nil)
        #expect(keeper.next(wanted: false, at: .at(0)) == nil)
    }

    @Test func itIsSetOnlyWhereItStandsOtherwise() {
        var keeper = held()
        #expect(keeper.next(wanted: true, at: .at(10)) == .set(true))
        keeper.did(.set(true), at: .at(10))
        #expect(keeper.next(wanted: true, at: .at(11)) == nil)
        #expect(keeper.next(wanted: false, at: .at(12)) == .set(false))
    }

    @Test func aLineThatIsNotToBeHadIsTriedAgainEachSecond() {
        var keeper = LineKeeper(at: .at(0))
        keeper.failed(.request, LineError(requesting: EBUSY), at: .at(0))
        #expect(keeper.error?.kind == .busy && keeper.level == nil)
        #expect(keeper.due(wanted: false) == .at(1000))
        #expect(keeper.next(wanted: true, at: .at(999)) == nil)
        #expect(keeper.next(wanted: true, at: .at(1000)) == .request)
        keeper.did(.request, at: .at(1000))
        #expect(keeper.error == nil)
    }

    @Test func aLineThatStandsStillIsLookedAtEachSecond() {
        var keeper = held()
        #expect(keeper.due(wanted: false) == .at(1000))
        #expect(keeper.next(wanted: false, at: .at(1000)) == .look)
        keeper.did(.look, at: .at(1000))
        #expect(keeper.next(wanted: false, at: .at(1999)) == nil)
    }

    @Test("a driver that cannot read its outputs is no fault")
    func unreadable() {
        var keeper = held()
        keeper.failed(.look, eio, at: .at(1000))
        #expect(keeper.error == nil && keeper.level == false)
        #expect(keeper.next(wanted: false, at: .at(1001)) == nil)
    }

    @Test(
        "a chip that vanished is given back, is missing under its first name, and comes back",
        arguments: [
            LineKeeper.Action.look, .set(true), .set(false),
        ])
    func vanished(action: LineKeeper.Action) {
        var keeper = held()
        keeper.failed(action, gone, at: .at(1000))
        #expect(keeper.error?.kind == .vanished && keeper.level == nil)
        #expect(keeper.next(wanted: true, at: .at(1000)) == .release)
        keeper.did(.release, at: .at(1000))
        #expect(keeper.next(wanted: true, at: .at(1999)) == nil)
        #expect(keeper.next(wanted: true, at: .at(2000)) == .request)
        keeper.failed(.request, LineError(requesting: ENODEV), at: .at(2000))
        #expect(keeper.error?.kind == .vanished)
        keeper.failed(.request, LineError(requesting: EBUSY), at: .at(3000))
        #expect(keeper.error?.kind == .busy)
        keeper.did(.request, at: .at(4000))
        #expect(keeper.level == false && keeper.error == nil)
    }

    @Test("a line that could not be energised is driven to rest at once, and tried again after a second")
    func failedRaise() {
        var keeper = held()
        keeper.failed(.set(true), eio, at: .at(10))
        #expect(keeper.level == nil)
        #expect(keeper.next(wanted: true, at: .at(10)) == .set(false))
        keeper.did(.set(false), at: .at(10))
        #expect(keeper.error == eio, "resting proves nothing about energising")
        #expect(keeper.next(wanted: true, at: .at(900)) == nil)
        #expect(keeper.due(wanted: true) == .at(1010))
        #expect(keeper.next(wanted: true, at: .at(1010)) == .set(true))
        keeper.did(.set(true), at: .at(1010))
        #expect(keeper.error == nil)
    }

    @Test("one who insists need not wait for that second")
    func insisting() {
        var keeper = held()
        keeper.failed(.set(true), eio, at: .at(10))
        keeper.did(.set(false), at: .at(10))
        keeper.insist()
        #expect(keeper.next(wanted: true, at: .at(11)) == .set(true))
        keeper.did(.set(true), at: .at(11))
        keeper.insist()
        #expect(keeper.next(wanted: true, at: .at(12)) == .set(true), "an energised line is driven again")
    }

    @Test("rest is insisted on: five tries, then the line is given back and requested anew")
    func failedDrops() {
        var keeper = held()
        keeper.did(.set(true), at: .at(0))
        for attempt in 0..<4 as Range<UInt64> {
            let now = MonotonicTime.at(100 + attempt * 20)
            #expect(keeper.next(wanted: false, at: now) == .set(false))
            keeper.failed(.set(false), eio, at: now)
            #expect(keeper.due(wanted: false) == now + .milliseconds(20))
            #expect(keeper.next(wanted: false, at: now + .milliseconds(19)) == nil)
        }
        keeper.failed(.set(false), eio, at: .at(180))
        #expect(keeper.next(wanted: false, at: .at(180)) == .release)
        keeper.did(.release, at: .at(180))
        #expect(keeper.next(wanted: false, at: .at(180)) == .request)
        keeper.did(.request, at: .at(180))
        #expect(keeper.level == false && keeper.error == nil)
    }
}
