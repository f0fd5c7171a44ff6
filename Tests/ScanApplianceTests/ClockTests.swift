import Foundation
import Testing

/// The clock's commands, with a gate that is at work.
@Suite(.serialized) struct ClockTests {
    private let appliance: Appliance

    init() throws {
        appliance = try .withKey()
        try appliance.run("key", "new", "--out", "admin.key")
        let administrators = appliance.folder.appendingPathComponent("trust/administrators")
        try FileManager.default.createDirectory(at: administrators, withIntermediateDirectories: false)
        try FileManager.default.copyItem(
            at: appliance.folder.appendingPathComponent("admin.key.pub"),
            to: administrators.appendingPathComponent("admin.pub"))
    }

    private func code(by key: String, _ arguments: String...) throws -> String {
        let process = appliance.process(["clock", "code", "--key", key, "--format", "text"] + arguments)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = try #require(try pipe.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// A gate to which people come as `scene` says; it is ended when the body is over.
    private func withGate(_ scene: String, sources: String, _ body: () throws -> Void) throws {
        try appliance.write(scene, to: "scene.txt")
        try appliance.write(
            """
            station = "north"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated:lines.jsonl"
            camera.source = "scene:scene.txt"
            clock.sources = [\(sources)]
            """, to: "config.toml")
        let gate = appliance.process(["run", "--config", "config.toml"])
        gate.standardError = FileHandle.nullDevice
        try gate.run()
        defer {
            gate.terminate()
            gate.waitUntilExit()
        }
        try #require(waits { FileManager.default.fileExists(atPath: appliance.path("state/clock.json")) })
        try body()
    }

    private func waits(_ seconds: TimeInterval = 60, for condition: () throws -> Bool) rethrows -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if try condition() { return true }
            poll(nil, 0, 50)
        }
        return false
    }

    private func events() throws -> [[String: Any]] {
        try appliance.run("events", "--json", "--config", "config.toml").objects
    }

    private func notes(_ kind: String) throws -> [String?] {
        try events().filter { $0["kind"] as? String == kind }.map { $0["note"] as? String }
    }

    @Test func aTechnicianSetsTheClockAndItsFloor() throws {
        try withGate("nothing\n", sources: "\"technician\"") {
            let before = try appliance.run("clock", "show", "--json", "--config", "config.toml")
            #expect(before.status == 1 && before.objects.first?["state"] as? String == "untrusted")
            #expect(before.objects.first?["time"] == nil)
            // Without a time: the board's clock is right, and is not touched.
            let set = try appliance.run("clock", "set", "--config", "config.toml")
            #expect(set.status == 0, "\(set.errors)")
            let after = try appliance.run("clock", "show", "--json", "--config", "config.toml")
            #expect(after.status == 0 && after.objects.first?["state"] as? String == "trusted")
            #expect(after.objects.first?["sources"] as? [String] == ["technician"])
            let early = try appliance.run("clock", "set", "2020-01-01T00:00:00Z", "--config", "config.toml")
            #expect(early.status == 1 && early.errors.contains("lower the floor"))
            let floor = try appliance.run("clock", "floor", "--set", "2090-01-01T00:00:00Z", "--config", "config.toml")
            #expect(floor.status == 0 && floor.text == "2090-01-01T00:00:00.000Z\n")
            #expect(try appliance.run("clock", "set", "--config", "config.toml").status == 1)
            #expect(
                try notes("command") == ["clock-set", "clock-set-refused", "clock-floor", "clock-set-refused"])
        }
    }

    @Test func aGateThatDoesNotKnowTheTimeSaysSoAndLearnsItFromACode() throws {
        let pass = try appliance.issue("--class", "member", "--station", "all")
        let scene =
            "phone \(pass)\nphone \(try code(by: "site.key"))\nphone \(try code(by: "admin.key"))\nphone \(pass)\n"
        try withGate(scene, sources: "\"time-code\"") {
            try #require(
                waits { try events().contains { $0["verdict"] as? String != "refer" && $0["verdict"] is String } })
        }
        #expect(try notes("command").prefix(2) == ["clock-code-refused", "clock-code"])
        let decisions = try events().filter { $0["kind"] as? String == "decision" }
        #expect(decisions.first?["reason"] as? String == "clock-untrusted")
        #expect(decisions.first?["clock"] as? String == "untrusted")
        #expect(decisions.last?["clock"] as? String == "trusted")
        // The lock moves for the pass alone; before, the clock's flash and the amber of the referral, and after the code green.
        let lines = try appliance.text(of: "lines.jsonl").split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let lamps = lines.filter { $0["level"] as? Int == 1 || $0["level"] as? Bool == true }
            .compactMap { $0["line"] as? String }
        let green = try #require(lamps.firstIndex(of: "green"))
        let lock = lamps.firstIndex(of: "lock") ?? lamps.endIndex
        #expect(lamps.first == "amber" && green < lock)
    }

    @Test func whereNoGateRunsNothingIsTaken() throws {
        let run = try appliance.run("clock", "set", "--state-dir", ".")
        #expect(run.status == 1 && run.errors.contains("no gate answered"))
        #expect(try !appliance.names().contains("clock.order"), "and nothing is left for later")
        #expect(try appliance.run("clock", "show", "--state-dir", ".").status == 74)
    }

    @Test func aCodeIsDrawn() throws {
        let text = try code(by: "admin.key", "--station", "north")
        #expect(text.hasPrefix("ST1:") && text.count < 230)
        let png = try appliance.run("clock", "code", "--key", "admin.key", "--format", "png", "--out", "code.png")
        #expect(png.status == 0 && png.output.isEmpty)
        let scan = try appliance.run("scan", "--json", "code.png")
        #expect(scan.text.contains("ST1:"))
        #expect(try appliance.run("clock", "code", "--key", "admin.key").text.contains("█"))
        #expect(try appliance.run("clock", "code", "--key", "none").status == 78)
        #expect(try appliance.run("clock", "code", "--key", "admin.key", "--station", "").status == 64)
    }
}
