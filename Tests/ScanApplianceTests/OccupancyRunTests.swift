import Foundation
import Testing

/// Counting, levels and phases, as their users meet them: the program, its pictures and its commands.
@Suite struct OccupancyRunTests {
    private let name = geteuid() == 0 ? "administrator" : "technician"

    private func json(_ run: Appliance.Run) throws -> [String: Any] {
        try #require(run.status == 0, "\(run.errors)")
        return try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    }

    /// A gate before which two visitors' passes come again and again, and with an exit button.
    private func loopingGate(_ settings: String) throws -> Appliance {
        let gate = try Appliance.withKey()
        for number in 1...2 {
            try gate.show(try gate.issue("--class", "visitor", "--station", "all"), in: "frames/\(number).png")
        }
        try gate.configure("simulation.inputs = \"inputs\"", camera: "source = \"replay:frames\"\nloop = true")
        try gate.write(try gate.text(of: "config.toml") + "\n\(settings)\n", to: "config.toml")
        return gate
    }

    @Test("it is full after one, the exit button makes room, and a kill in between forgets nobody")
    func counting() throws {
        let gate = try loopingGate("[occupancy]\ncapacity = 1")
        var running = try RunningGate(gate)
        #expect(try running.row(["reason": "ok"])["inside"] as? Int == 1)
        let full = try running.row(["reason": "full", "verdict": "deny", "lock": "held"])
        #expect(full["inside"] is NSNull && full["crossing"] is NSNull)
        running.signal(SIGKILL)
        _ = running.end()
        running = try RunningGate(gate)
        for _ in 0..<2 { try running.row(["note": "started"]) }
        try running.row(["reason": "full"])
        #expect(try json(gate.run("occupancy", "show", "--config", "config.toml", "--json"))["inside"] as? Int == 1)
        try gate.tell("exit 1")
        #expect(try running.row(["kind": "exit", "crossing": "out"])["inside"] as? Int == 0)
        #expect(try running.row(["reason": "ok", "crossing": "in"])["inside"] as? Int == 1)
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(try gate.run("ledger", "check", "--config", "config.toml").status == 0)
    }

    @Test("an officer corrects the count and sets the level; each is a row and holds over a restart")
    func acts() throws {
        let gate = try loopingGate("[occupancy]\ncapacity = 10\n[phases]\nvisitor = [\"closed\"]")
        var running = try RunningGate(gate)
        try running.row(["reason": "closed"])
        #expect(try gate.run("occupancy", "set", "3", "--config", "config.toml").text.hasPrefix("inside  3 of 10"))
        #expect(try running.row(["note": "occupancy-set-\(name)"])["inside"] as? Int == 3)
        #expect(try gate.run("occupancy", "level", "4", "--config", "config.toml").status == 0)
        try running.row(["note": "occupancy-level-4-\(name)", "kind": "command"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        running = try RunningGate(gate)
        for _ in 0..<2 { try running.row(["note": "started"]) }
        try running.row(["reason": "closed"])
        let status = try json(gate.run("occupancy", "--config", "config.toml", "--json"))
        #expect(status["inside"] as? Int == 3 && status["capacity"] as? Int == 2 && status["level"] as? Int == 4)
        #expect(status["is_full"] as? Bool == true)
        #expect(
            try gate.run("occupancy", "--config", "config.toml").text.contains("inside  3 of 2, FULL (level 4, 25 %"))
        #expect(try gate.run("occupancy", "level", "none", "--config", "config.toml").status == 0)
        #expect(try gate.run("passback", "forgive", "--config", "config.toml").errors.hasPrefix("nobody-refused"))
        #expect(try gate.run("occupancy", "level", "5", "--config", "config.toml").status == 64)
        #expect(try gate.run("occupancy", "set", "-1", "--config", "config.toml").status == 64)
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("an officer closes it to visitors at once, over a restart too, until it is opened again; each is a row")
    func closing() throws {
        let gate = try loopingGate("[phases]\nvisitor = [\"open\"]")
        var running = try RunningGate(gate)
        try running.row(["reason": "open"])
        #expect(try gate.run("phase", "close", "--config", "config.toml").status == 0)
        try running.row(["note": "visitors-closed-\(name)", "kind": "command"])
        try running.row(["reason": "closed", "verdict": "deny", "lock": "held"])
        #expect(
            try gate.run("phase", "--config", "config.toml").text.contains(
                "visitor  closed by an officer, until phase reopen"))
        running.signal(SIGKILL)
        _ = running.end()
        running = try RunningGate(gate)
        for _ in 0..<2 { try running.row(["note": "started"]) }
        try running.row(["reason": "closed"])
        #expect(try gate.run("phase", "reopen", "--config", "config.toml").status == 0)
        try running.row(["note": "visitors-reopened-\(name)", "kind": "command"])
        try running.row(["reason": "open", "lock": "opened"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("a pass that came in is refused until it is forgiven by hand")
    func passback() throws {
        let gate = try loopingGate("[passback]\nvisitor = \"hard\"")
        let running = try RunningGate(gate)
        try running.row(["reason": "passback"])
        #expect(try gate.run("passback", "forgive", "--config", "config.toml").status == 0)
        try running.row(["note": "passback-forgiven-\(name)"])
        try running.row(["reason": "ok"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("what observing showed is one command, and the phase with what comes next another")
    func observed() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "visitor", "--station", "south"), in: "frames/1.png")
        try gate.show("https://warung.example/menu", in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let phases = "[phases]\nvisitor = [\"observe\", \"enforce from 2100-02-28 06:00\"]\n"
        try gate.write(try gate.text(of: "config.toml") + "\n" + phases, to: "config.toml")
        let running = try RunningGate(gate)
        try running.row(["reason": "wrong-station", "verdict": "deny", "lock": "opened", "note": "observed"])
        try running.row(["reason": "not-a-pass", "verdict": "deny", "lock": "held"])
        let shown = try json(gate.run("phase", "show", "--config", "config.toml", "--json"))
        let visitor = try #require(shown["visitor"] as? [String: Any])
        #expect(visitor["phase"] as? String == "observe" && visitor["next"] as? String == "enforce")
        #expect(visitor["from"] as? String == "2100-02-28 06:00")
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let observed = try json(gate.run("phase", "observed", "--config", "config.toml", "--json"))
        let line = try #require((observed["lines"] as? [[String: Any]])?.first)
        #expect(observed["count"] as? Int == observed["admitted"] as? Int)
        #expect(line["reason"] as? String == "wrong-station" && line["class"] as? String == "visitor")
        #expect(try gate.run("phase", "observed", "--config", "config.toml").text.contains("visitor  wrong-station: "))
    }
}
