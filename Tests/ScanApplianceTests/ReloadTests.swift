import Foundation
import Testing

/// Settings that change while a gate is at work, as its user starts it.
@Suite struct ReloadTests {
    /// A gate that sees a member's pass and, between, something that is none; its configuration may be written anew.
    private func gateAtWork() throws -> (Appliance, RunningGate) {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.show("nothing", in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        try FileManager.default.createDirectory(atPath: gate.path("conf.d"), withIntermediateDirectories: true)
        let running = try RunningGate(gate)
        try running.row(["reason": "ok"])
        return (gate, running)
    }

    @Test("hours, timing and presentation are taken in place: the reader reads on, the next pulse has the new length")
    func inPlace() throws {
        let (gate, running) = try gateAtWork()
        let reader = try running.reader()
        try gate.write("[hours]\nmember = []\n", to: "conf.d/10-closed.toml")
        running.signal(SIGHUP)
        try running.row(["reason": "outside-hours"])
        try gate.write("[timing]\npulse = 0.6\n[presentation]\nturn = 0.1\n", to: "conf.d/20-long.toml")
        try FileManager.default.removeItem(atPath: gate.path("conf.d/10-closed.toml"))
        running.signal(SIGHUP)
        try running.row(["reason": "ok"])
        try running.row(["reason": "ok"])
        #expect(try running.reader() == reader)
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let lengths = try gate.pulses()
        #expect(lengths.first.map { $0 < 0.4 } == true && lengths.contains { $0 > 0.5 }, "\(lengths)")
    }

    @Test("another camera starts that gate's reader anew, and it is seen through at once")
    func otherCamera() throws {
        let (gate, running) = try gateAtWork()
        let reader = try running.reader()
        try gate.show(try gate.issue("--class", "visitor", "--station", "south"), in: "others/1.png")
        try gate.write("camera.source = \"replay:others\"\n", to: "conf.d/camera.toml")
        running.signal(SIGHUP)
        try running.row(["reason": "wrong-station"])
        #expect(try running.reader() != reader)
    }

    @Test("what cannot be taken is said once, whole, and the old settings stay in force")
    func rejected() throws {
        let (gate, running) = try gateAtWork()
        try gate.write("station = \"south\"\n[hours]\nmember = []\npuls = 3\n", to: "conf.d/bad.toml")
        running.signal(SIGHUP)
        try running.says("configuration-rejected: conf.d/bad.toml:1: station: stands in config.toml:1 too")
        running.signal(SIGHUP)
        try running.row(["reason": "ok"])
        try gate.configure("language = \"en\"", camera: "source = \"replay:frames\"\nloop = true", station: "south")
        try FileManager.default.removeItem(atPath: gate.path("conf.d/bad.toml"))
        running.signal(SIGHUP)
        try running.says("station: cannot change while the station runs: restart it, or put the old value back")
        try running.row(["reason": "ok"])
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        running.signal(SIGHUP)
        try running.says("were read anew")
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let incidents = try gate.events().compactMap { $0["note"] as? String }.filter { $0 == "configuration-rejected" }
        #expect(incidents.count == 2)
    }

    @Test("a hundred SIGHUPs a second are a reading a second, and people are admitted all the while")
    func flood() throws {
        let (gate, running) = try gateAtWork()
        let reader = try running.reader()
        let begin = ContinuousClock.now
        let flood = try running.flood("HUP")
        for _ in 0..<2 { try running.says("were read anew") }
        for _ in 0..<3 { try running.row(["reason": "ok"]) }
        flood.terminate()
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let readings = 2 + running.journalLines.count { $0.contains("were read anew") }
        #expect(.seconds(readings) <= ContinuousClock.now - begin + .seconds(1), "\(readings)")
        #expect(try gate.events().allSatisfy { $0["kind"] as? String != "incident" })
        #expect(kill(reader, 0) != 0)
    }

    @Test("a gate comes and a gate goes while the other serves on")
    func gatesComeAndGo() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "in/1.png")
        try gate.show("nothing", in: "in/2.png")
        try gate.show("nothing", in: "out/1.png")
        func configure(_ gates: String) throws {
            try gate.write(
                """
                station = "north"
                state_dir = "state"
                run_dir = "run"
                trust_dir = "trust"
                board = "simulated:lines.jsonl"
                [gate.front]
                camera = { source = "replay:in", loop = true }
                timing.pulse = 0.2
                presentation.out_of_view = 0.3
                \(gates)
                """, to: "config.toml")
        }
        try configure("")
        let running = try RunningGate(gate)
        try running.row(["gate": "front", "reason": "ok"])
        try configure("[gate.back]\ndirection = \"exit\"\ncamera = { source = \"replay:out\", loop = true }\n")
        running.signal(SIGHUP)
        try running.row(["gate": "back", "kind": "exit"])
        try configure("")
        running.signal(SIGHUP)
        try running.says("were read anew")
        try running.row(["gate": "front", "reason": "ok"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(try gate.lockLevels("lock").suffix(2) == [1, 0])
        #expect(try gate.lockLevels("front.lock").count.isMultiple(of: 2))
    }
}

extension Appliance {
    /// How long each pulse of the lock was, in seconds.
    func pulses() throws -> [Double] {
        let times = try text(of: "lines.jsonl").split(separator: "\n").compactMap { text -> Double? in
            let change = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            guard change?["line"] as? String == "lock" else { return nil }
            return (change?["mono_ns"] as? Int).map { Double($0) / 1e9 }
        }
        return stride(from: 0, to: times.count - 1, by: 2).map { times[$0 + 1] - times[$0] }
    }
}
