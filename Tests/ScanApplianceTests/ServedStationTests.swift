import Foundation
import Listener
import Testing

/// The built program under a service manager: a real datagram socket in systemd's place.
@Suite(.serialized) struct ServedStationTests {
    private let appliance: Appliance
    private let manager: Listener
    private let station: Process

    init() throws {
        appliance = try Appliance.withKey()
        manager = try Listener(at: appliance.path("notify"))
        try appliance.write(
            """
            station = "TEST"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated"
            camera.source = "v4l2:by-id/none"
            """, to: "config.toml")
        station = appliance.process(["run", "--config", "config.toml"])
        station.standardError = FileHandle.nullDevice
        station.environment = ["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "400000"]
    }

    private func start() throws {
        try station.run()
        try #require(manager.hears("READY=1", within: 20))
    }

    private func end() {
        if station.isRunning { kill(station.processIdentifier, SIGKILL) }
        station.waitUntilExit()
    }

    @Test("without a camera it is ready, says what it is without, gives signs of life, and says that it stops")
    func life() throws {
        try start()
        defer { end() }
        #expect(manager.last.contains("STATUS=main: trying again: camera-absent"))
        for _ in 0..<3 { #expect(manager.hears("WATCHDOG=1", within: 5)) }
        kill(station.processIdentifier, SIGHUP)
        #expect(manager.hears("RELOADING=1", within: 5))
        #expect(manager.hears("READY=1", within: 5))
        station.terminate()
        #expect(manager.hears("STOPPING=1", within: 5))
        station.waitUntilExit()
        #expect(station.terminationStatus == 0)
    }

    @Test("a stopped process gives no sign of life")
    func stopped() throws {
        try start()
        defer { end() }
        #expect(manager.hears("WATCHDOG=1", within: 5))
        kill(station.processIdentifier, SIGSTOP)
        // What was sent before it stopped.
        while manager.next(within: 0.3) != nil {}
        #expect(manager.next(within: 1) == nil)
        kill(station.processIdentifier, SIGCONT)
        #expect(manager.hears("WATCHDOG=1", within: 5))
    }
}
