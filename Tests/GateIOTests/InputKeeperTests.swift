import Glibc
import Testing
import Vocabulary

@testable import GateIO

@Suite struct InputKeeperTests {
    let gone = LineError(using: ENODEV)

    @Test func itIsRequestedAtOnceAndThenLookedAtEachSecond() {
        var keeper = InputKeeper(at: .at(0))
        #expect(keeper.wantsLine(at: .at(0)))
        keeper.taken(hasEdges: true, at: .at(0))
        #expect(!keeper.wantsLine(at: .at(500)) && keeper.due == .at(1000))
        keeper.read(at: .at(700))
        #expect(keeper.due == .at(1700))
    }

    @Test("a line without edges is asked fifty times a second")
    func polled() {
        var keeper = InputKeeper(at: .at(0))
        keeper.taken(hasEdges: false, at: .at(0))
        keeper.read(at: .at(20))
        #expect(keeper.due == .at(40))
    }

    @Test("a line that is not to be had is tried each second, and one that vanished keeps its name until it is back")
    func causes() {
        var keeper = InputKeeper(at: .at(0))
        keeper.failed(LineError(requesting: EBUSY), at: .at(0))
        #expect(keeper.error?.kind == .busy && !keeper.wantsLine(at: .at(999)) && keeper.wantsLine(at: .at(1000)))
        keeper.taken(hasEdges: true, at: .at(1000))
        #expect(keeper.error == nil)
        keeper.failed(gone, at: .at(1500))
        #expect(keeper.error?.kind == .vanished && keeper.due == .at(2500))
        keeper.failed(LineError(requesting: ENODEV), at: .at(2500))
        #expect(keeper.error?.kind == .vanished)
        keeper.failed(LineError(requesting: EBUSY), at: .at(3500))
        #expect(keeper.error?.kind == .busy)
    }
}
