import Foundation
import Listener
import Testing
import Vocabulary

@testable import Station

@Suite struct ServiceManagerTests {
    private let well = [GateStanding(gate: "main", isReading: true, faults: [])]
    private let now = MonotonicTime(nanoseconds: 5_000_000_000)

    @Test("the manager is told at the path or the abstract name in NOTIFY_SOCKET", arguments: [false, true])
    func isTold(isAbstract: Bool) throws {
        let folder = try TemporaryFolder()
        let listener = try Listener(at: isAbstract ? Listener.freshName : "\(folder.path)/socket")
        let manager = ServiceManager(environment: [
            "NOTIFY_SOCKET": listener.name, "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "\(getpid())",
        ])
        manager.turn(well, faults: [], at: now)
        #expect(listener.next() == "READY=1\nSTATUS=main: at work\nWATCHDOG=1")
        #expect(manager.due == now + .milliseconds(1500))
        manager.reloading(at: now)
        #expect(listener.next() == "RELOADING=1\nMONOTONIC_USEC=5000000")
        manager.reloaded()
        #expect(listener.next() == "READY=1")
        manager.stopping()
        #expect(listener.next()?.hasPrefix("STOPPING=1\n") == true)
        #expect(listener.next() == nil)
    }

    @Test("a watchdog that is meant for another process is not fed")
    func otherProcess() throws {
        let listener = try Listener(at: Listener.freshName)
        let manager = ServiceManager(environment: [
            "NOTIFY_SOCKET": listener.name, "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1",
        ])
        manager.turn(well, faults: [], at: now)
        #expect(listener.next() == "READY=1\nSTATUS=main: at work")
        #expect(manager.due == nil)
    }

    @Test("what nobody took is said again a tenth of a second later")
    func retries() throws {
        let name = Listener.freshName
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": name])
        manager.turn(well, faults: [], at: now)
        #expect(manager.due == now + .milliseconds(100))
        let listener = try Listener(at: name)
        manager.turn(well, faults: [], at: now + .milliseconds(99))
        #expect(listener.next() == nil)
        manager.turn(well, faults: [], at: now + .milliseconds(100))
        #expect(listener.next() == "READY=1\nSTATUS=main: at work")
        #expect(manager.due == nil)
    }

    @Test("without a manager nothing is due and nothing happens", arguments: [nil, "", "relative", "vsock:2:1234"])
    func nobody(socket: String?) {
        var environment = ["WATCHDOG_USEC": "3000000"]
        environment["NOTIFY_SOCKET"] = socket
        let manager = ServiceManager(environment: environment)
        manager.turn(well, faults: [], at: now)
        #expect(manager.due == nil)
    }
}
