import Testing
import Vocabulary

@testable import Station

@Suite struct ServiceReportTests {
    private let starting = GateStanding(gate: "main", isReading: false, faults: [])
    private let well = GateStanding(gate: "main", isReading: true, faults: [])
    private let blind = GateStanding(gate: "main", isReading: true, faults: ["camera-absent", "lock line-busy"])

    private func at(_ milliseconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000) + .milliseconds(milliseconds)
    }

    /// Ready as of 0 ms, with a watchdog of 4 s.
    private func ready() -> ServiceReport {
        var report = ServiceReport(watchdog: .seconds(4))
        #expect(report.turn([well], faults: [], at: at(0)) == ["READY=1", "STATUS=main: at work", "WATCHDOG=1"])
        return report
    }

    @Test("it is not ready before every gate's reader looks, and a start that goes on asks for more time")
    func starts() {
        var report = ServiceReport(watchdog: .seconds(4))
        let side = GateStanding(gate: "side", isReading: false, faults: [])
        #expect(
            report.turn([well, side], faults: [], at: at(0))
                == ["STATUS=main: at work; side: trying again: reader not running", "EXTEND_TIMEOUT_USEC=15000000"])
        #expect(report.due == at(2000))
        #expect(report.turn([well, side], faults: [], at: at(1999)) == [])
        #expect(report.turn([well, side], faults: [], at: at(2000)) == ["EXTEND_TIMEOUT_USEC=15000000"])
    }

    @Test("a start that brings a long ledger up to date has half an hour, and says what it does")
    func longStart() {
        var report = ServiceReport(watchdog: .seconds(4))
        #expect(
            report.willTakeLong() == ["EXTEND_TIMEOUT_USEC=1800000000", "STATUS=bringing the ledger up to date"])
        #expect(report.turn([well], faults: [], at: at(0)) == ["READY=1", "STATUS=main: at work", "WATCHDOG=1"])
    }

    @Test("a service at work that replaces a long ledger has half an hour; then the watchdog's own time counts again")
    func longRepair() {
        var report = ready()
        #expect(report.willTakeLong() == ["WATCHDOG_USEC=1800000000", "STATUS=bringing the ledger up to date"])
        #expect(
            report.turn([well], faults: [], at: at(90_000))
                == ["STATUS=main: at work", "WATCHDOG=1", "WATCHDOG_USEC=4000000"])
        #expect(report.turn([well], faults: [], at: at(92_000)) == ["WATCHDOG=1"])

        // Whoever is not watched asks for no watchdog.
        var unwatched = ServiceReport(watchdog: nil)
        #expect(unwatched.turn([well], faults: [], at: at(0)).first == "READY=1")
        #expect(unwatched.willTakeLong() == ["STATUS=bringing the ledger up to date"])
    }

    @Test("a gate without its camera and its lock is ready, and the status names both")
    func faultsAreNamed() {
        var report = ServiceReport(watchdog: nil)
        #expect(
            report.turn([blind], faults: ["ledger-unwritable"], at: at(0))
                == ["READY=1", "STATUS=ledger-unwritable; main: trying again: camera-absent, lock line-busy"])
        #expect(report.turn([well], faults: [], at: at(50)) == ["STATUS=main: at work"])
        #expect(report.due == nil)
    }

    @Test("ready is said once; the status when it changes; a sign of life at half the watchdog's time")
    func signs() {
        var report = ready()
        #expect(report.due == at(2000))
        #expect(report.turn([well], faults: [], at: at(1999)) == [])
        #expect(report.turn([well], faults: [], at: at(2100)) == ["WATCHDOG=1"])
        #expect(report.due == at(4100))
        #expect(
            report.turn([starting], faults: [], at: at(2200)) == ["STATUS=main: trying again: reader not running"])
        #expect(report.turn([well], faults: [], at: at(2300)) == ["STATUS=main: at work"])
    }

    @Test("reloading says when it began and that it is over, but not before the service was ready")
    func reloads() {
        let report = ready()
        #expect(report.reloading(at: at(500)) == ["RELOADING=1", "MONOTONIC_USEC=1500000"])
        #expect(report.reloaded() == ["READY=1"])
        #expect(ServiceReport(watchdog: nil).reloading(at: at(0)) == [])
        #expect(ServiceReport(watchdog: nil).reloaded() == [])
    }
}
