import Foundation
import Testing

/// What signals do to the program beside SIGTERM and SIGINT, which `RunTests` sends.
@Suite struct SignalTests {
    /// Waits until the ledger in `folder` has a row with this note, for a few hundred looks.
    private func awaitRow(_ note: String, in folder: String, of gate: Appliance) throws {
        for _ in 0..<500 {
            let rows = try gate.run("events", "--state-dir", folder, "--json").objects
            if rows.contains(where: { $0["note"] as? String == note }) { return }
        }
        Issue.record("there is no row \(note)")
    }

    @Test("a closed terminal ends the demonstration in order")
    func hangup() throws {
        let gate = try Appliance()
        let demo = gate.process(["demo", "--folder", "demo"])
        demo.standardOutput = FileHandle.nullDevice
        demo.standardError = FileHandle.nullDevice
        try demo.run()
        try awaitRow("started", in: "demo/state", of: gate)
        kill(demo.processIdentifier, SIGHUP)
        demo.waitUntilExit()
        #expect(demo.terminationReason == .exit && demo.terminationStatus == 0)
        let rows = try gate.run("events", "--state-dir", "demo/state", "--json").objects
        #expect(rows.last?["note"] as? String == "stopped")
    }

    @Test("where nobody reads what the gate says it serves on, and ends in order")
    func brokenPipe() throws {
        let gate = try Appliance.withKey()
        try gate.show("nothing", in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = gate.process(["run", "--config", "config.toml"])
        let journal = Pipe()
        running.standardError = journal
        try running.run()
        try journal.fileHandleForReading.close()
        try awaitRow("started", in: "state", of: gate)
        // Something more to say: the configuration cannot be read.
        try gate.write("nonsense\n", to: "config.toml")
        kill(running.processIdentifier, SIGHUP)
        try awaitRow("configuration-rejected", in: "state", of: gate)
        running.terminate()
        running.waitUntilExit()
        #expect(running.terminationReason == .exit && running.terminationStatus == 0)
    }
}
