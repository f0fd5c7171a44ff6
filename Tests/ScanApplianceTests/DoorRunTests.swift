import Foundation
import Testing

/// The door by hand, as its user starts the gate: the simulated board's inputs are told through a pipe.
@Suite struct DoorRunTests {
    @Test("the exit button opens with no camera and right after the reader was killed; then its row is written")
    func exit() throws {
        let gate = try Appliance.withKey()
        try gate.configure("simulation.inputs = \"inputs\"", camera: "source = \"replay:nowhere\"")
        let running = try RunningGate(gate)
        try running.row(["kind": "incident", "note": "camera-absent"])
        kill(try running.reader(), SIGKILL)
        try running.row(["kind": "incident", "note": "reader-crashed"])
        try gate.tell("exit 1")
        let row = try running.row(["kind": "exit", "verdict": "admit", "note": "exit-button", "lock": "opened"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let moves = try gate.text(of: "lines.jsonl").split(separator: "\n").filter {
            $0.contains("\"lock\",\"level\":1")
        }
        #expect(moves.count == 1)
        let moved = try JSONSerialization.jsonObject(with: Data(try #require(moves.last).utf8)) as? [String: Any]
        // The row's time is that of the press as the loop saw it; the lock did not wait for the row.
        let delay = try #require(moved?["mono_ns"] as? Int) - (try #require(row["mono_ns"] as? Int))
        #expect((0..<100_000_000).contains(delay))
    }

    @Test("a forced door is an incident, sounds until an officer has heard it, and a long press opens")
    func officer() throws {
        let gate = try Appliance.withKey()
        try gate.configure(
            "simulation.inputs = \"inputs\"\ndoor.hold = 1", camera: "source = \"replay:nowhere\"")
        let running = try RunningGate(gate)
        try running.row(["kind": "incident", "note": "camera-absent"])
        try gate.tell("door 1")
        try running.row(["kind": "incident", "note": "door-forced-open"])
        try gate.tell("officer 1")
        // Held until it is a long press, which opens and hears of nothing.
        try running.row(["kind": "override", "note": "override-button", "lock": "opened"])
        try gate.tell("officer 0\ndoor 0\ntamper 1")
        try running.row(["kind": "incident", "note": "tamper"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let alarm = try gate.lockLevels("alarm")
        #expect(alarm == [1, 0], "it sounded until the gate ended")
        #expect(try gate.lockLevels() == [1, 0])
        #expect(try gate.run("ledger", "check", "--config", "config.toml").status == 0)
    }
}

extension Appliance {
    /// Tells the simulated board how its inputs change.
    func tell(_ changes: String) throws {
        let pipe = try #require(FileHandle(forWritingAtPath: path("inputs")))
        try pipe.write(contentsOf: Data((changes + "\n").utf8))
        try pipe.close()
    }
}
