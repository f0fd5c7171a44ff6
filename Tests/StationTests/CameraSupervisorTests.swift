import Glibc
import Testing
import Vocabulary

@testable import Station

@Suite struct CameraSupervisorTests {
    private let absent = CameraFault(.absent, "none")
    private let busy = CameraFault(.busy, code: 16, "busy")
    private let unplugged = CameraFault(.unplugged, code: 19, "gone")

    private func at(_ milliseconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000) + .milliseconds(milliseconds)
    }

    /// A supervisor whose camera delivers, as of 0 ms.
    private func streaming() -> CameraSupervisor {
        var supervisor = CameraSupervisor(reopensAtEnd: true)
        #expect(supervisor.handle(.readerReady, at: at(0)) == .open)
        #expect(supervisor.handle(.streaming, at: at(0)) == .none)
        #expect(supervisor.isStreaming)
        return supervisor
    }

    @Test("without a reader nothing is opened")
    func withoutReader() {
        var supervisor = CameraSupervisor(reopensAtEnd: true)
        #expect(supervisor.due == nil)
        #expect(supervisor.handle(.appeared, at: at(0)) == .none)
        #expect(supervisor.handle(.tick, at: at(5000)) == .none)
    }

    @Test("an absent camera is reported once and looked for each second, for ever")
    func absence() {
        var supervisor = CameraSupervisor(reopensAtEnd: true)
        #expect(supervisor.handle(.readerReady, at: at(0)) == .open)
        #expect(supervisor.handle(.couldNotOpen(absent), at: at(0)) == .report(absent))
        for second in 1...1000 {
            #expect(supervisor.due == at(second * 1000))
            #expect(supervisor.handle(.tick, at: at(second * 1000 - 1)) == .none)
            #expect(supervisor.handle(.tick, at: at(second * 1000)) == .open)
            #expect(supervisor.handle(.couldNotOpen(absent), at: at(second * 1000)) == .none)
        }
        #expect(supervisor.fault == absent)
        #expect(supervisor.handle(.tick, at: at(1_001_000)) == .open)
        #expect(supervisor.handle(.streaming, at: at(1_001_200)) == .recovered)
        #expect(supervisor.fault == nil)
        #expect(supervisor.due == nil)
    }

    @Test("a camera that appears is opened once udev has settled, not a second later")
    func appearing() {
        var supervisor = CameraSupervisor(reopensAtEnd: true)
        _ = supervisor.handle(.readerReady, at: at(0))
        _ = supervisor.handle(.couldNotOpen(absent), at: at(0))
        #expect(supervisor.handle(.appeared, at: at(300)) == .none)
        #expect(supervisor.due == at(400))
        #expect(supervisor.handle(.appeared, at: at(310)) == .none)
        #expect(supervisor.due == at(400))
        #expect(supervisor.handle(.tick, at: at(400)) == .open)
    }

    @Test("a camera just plugged in may be denied for two seconds, until udev has given it its group")
    func grace() {
        let denied = CameraFault(.failed, code: EACCES, "denied")
        var supervisor = CameraSupervisor(reopensAtEnd: true)
        _ = supervisor.handle(.readerReady, at: at(0))
        #expect(supervisor.handle(.couldNotOpen(absent), at: at(0)) == .report(absent))
        _ = supervisor.handle(.tick, at: at(1000))
        #expect(supervisor.handle(.couldNotOpen(denied), at: at(1000)) == .none)
        #expect(supervisor.due == at(1100))
        #expect(supervisor.handle(.tick, at: at(1100)) == .open)
        #expect(supervisor.handle(.streaming, at: at(1150)) == .recovered)
    }

    @Test("a camera that is denied for longer is reported once, and a new one has its grace again")
    func denial() {
        let denied = CameraFault(.failed, code: EACCES, "denied")
        var supervisor = CameraSupervisor(reopensAtEnd: true)
        _ = supervisor.handle(.readerReady, at: at(0))
        for step in 0..<20 {
            #expect(supervisor.handle(.couldNotOpen(denied), at: at(step * 100)) == .none)
            #expect(supervisor.handle(.tick, at: at(step * 100 + 100)) == .open)
        }
        #expect(supervisor.handle(.couldNotOpen(denied), at: at(2000)) == .report(denied))
        #expect(supervisor.due == at(3000), "from now on each second")
        _ = supervisor.handle(.tick, at: at(3000))
        #expect(supervisor.handle(.couldNotOpen(denied), at: at(3000)) == .none)
        _ = supervisor.handle(.tick, at: at(4000))
        #expect(supervisor.handle(.couldNotOpen(absent), at: at(4000)) == .report(absent))
        _ = supervisor.handle(.tick, at: at(5000))
        #expect(supervisor.handle(.couldNotOpen(denied), at: at(5000)) == .none)
        #expect(supervisor.due == at(5100))
    }

    @Test("an unplugged camera is one cause: that it is absent then is no news")
    func unplugging() {
        var supervisor = streaming()
        #expect(supervisor.handle(.lost(unplugged), at: at(10)) == .report(unplugged))
        #expect(!supervisor.isStreaming)
        #expect(supervisor.handle(.tick, at: at(1010)) == .open)
        #expect(supervisor.handle(.couldNotOpen(absent), at: at(1010)) == .none)
        #expect(supervisor.fault == absent)
        #expect(supervisor.handle(.tick, at: at(2010)) == .open)
        #expect(supervisor.handle(.couldNotOpen(absent), at: at(2010)) == .none)
    }

    @Test("another cause is reported, and the same one again after frames came")
    func causes() {
        var supervisor = streaming()
        #expect(supervisor.handle(.lost(unplugged), at: at(0)) == .report(unplugged))
        _ = supervisor.handle(.tick, at: at(1000))
        #expect(supervisor.handle(.couldNotOpen(busy), at: at(1000)) == .report(busy))
        _ = supervisor.handle(.tick, at: at(2000))
        #expect(supervisor.handle(.couldNotOpen(busy), at: at(2000)) == .none)
        _ = supervisor.handle(.tick, at: at(3000))
        #expect(supervisor.handle(.streaming, at: at(3100)) == .recovered)
        #expect(supervisor.handle(.lost(busy), at: at(3200)) == .report(busy))
    }

    @Test("a new reader is handed the camera at once, and nothing is reported of a camera that was well")
    func readers() {
        var supervisor = streaming()
        #expect(supervisor.handle(.readerGone, at: at(100)) == .none)
        #expect(!supervisor.isStreaming)
        #expect(supervisor.handle(.tick, at: at(2000)) == .none)
        #expect(supervisor.handle(.readerReady, at: at(2001)) == .open)
        #expect(supervisor.handle(.streaming, at: at(2100)) == .none)
    }

    @Test("a replay that is over stays over; a stream that ended is opened again")
    func ending() {
        var replay = CameraSupervisor(reopensAtEnd: false)
        _ = replay.handle(.readerReady, at: at(0))
        _ = replay.handle(.streaming, at: at(0))
        #expect(replay.handle(.ended, at: at(10)) == .none)
        #expect(replay.due == nil)
        #expect(replay.fault == nil)
        var stream = streaming()
        guard case .report(let fault) = stream.handle(.ended, at: at(10)) else {
            Issue.record("the end of a stream is not reported")
            return
        }
        #expect(fault.kind == .unplugged)
        #expect(stream.due == at(1010))
    }

    @Test("a word from the reader that is out of place changes nothing")
    func outOfPlace() {
        var supervisor = CameraSupervisor(reopensAtEnd: true)
        #expect(supervisor.handle(.streaming, at: at(0)) == .none)
        #expect(supervisor.handle(.lost(busy), at: at(0)) == .none)
        #expect(supervisor.fault == nil)
        #expect(!supervisor.isStreaming)
    }
}
