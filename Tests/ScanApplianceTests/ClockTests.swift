import Foundation
import Testing

/// The clock's commands, and a gate that does not know the time.
@Suite struct ClockTests {
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

    private func code(by key: String) throws -> String {
        String(try appliance.run("clock", "code", "--key", key, "--format", "text").text.dropLast())
    }

    private func clock(_ arguments: String...) throws -> Appliance.Run {
        try appliance.shell("exec \"$0\" clock \(arguments.joined(separator: " ")) --config config.toml")
    }

    @Test("a technician sets the clock and its floor; each command is a row, those refused too")
    func technician() throws {
        try appliance.show("https://warung.example/menu", in: "frames/1.png")
        try appliance.configure(
            "clock.sources = [\"technician\"]", camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(appliance)
        try running.row(["note": "clock-untrusted"])
        try running.row(["kind": "decision"])
        let before = try clock("show", "--json")
        #expect(before.status == 1 && before.objects.first?["state"] as? String == "untrusted")
        #expect(before.objects.first?["time"] == nil)
        // Without a time: the board's clock is right, and is not touched.
        let set = try clock("set")
        #expect(set.status == 0, "\(set.errors)")
        let after = try clock("show", "--json")
        #expect(after.status == 0 && after.objects.first?["state"] as? String == "trusted")
        #expect(after.objects.first?["sources"] as? [String] == ["technician"])
        let early = try clock("set", "2020-01-01T00:00:00Z")
        #expect(early.status == 1 && early.errors.contains("lower the floor"))
        let floor = try clock("floor", "--set", "2090-01-01T00:00:00Z")
        #expect(floor.status == 0 && floor.text == "2090-01-01T00:00:00.000Z\n")
        #expect(try clock("set").status == 1)
        for note in ["clock-set", "clock-set-refused", "clock-floor", "clock-set-refused"] {
            try running.row(["kind": "command", "note": note, "clock": "trusted"])
        }
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("a gate that does not know the time refers passes until an administrator's code is shown")
    func timeCode() throws {
        let pass = try appliance.issue("--class", "member", "--station", "all")
        for (number, payload) in [pass, try code(by: "site.key"), try code(by: "admin.key"), pass].enumerated() {
            try appliance.show(payload, in: "frames/\(number).png")
        }
        try appliance.configure("clock.sources = [\"time-code\"]")
        let run = try appliance.run("run", "--config", "config.toml")
        #expect(run.status == 0, "\(run.errors)")
        let rows = try appliance.events().map { row in
            ["kind", "note", "reason", "clock", "lock"].compactMap { row[$0] as? String }.joined(separator: " ")
        }
        #expect(
            rows == [
                "service started untrusted", "incident clock-untrusted untrusted",
                "decision clock-untrusted untrusted held", "command clock-code-refused untrusted",
                "command clock-code trusted", "service clock-trusted trusted", "decision ok trusted opened",
                "service stopped trusted",
            ])
        #expect(try appliance.lockLevels() == [1, 0], "for the pass alone")
        #expect(try appliance.lockLevels("green").prefix(2) == [1, 0], "the code was answered")
    }

    @Test("where no gate runs, nothing is set and nothing is left for later")
    func nobody() throws {
        let run = try appliance.run("clock", "set", "--state-dir", ".")
        #expect(run.status == 1 && run.errors.contains("no gate answered"))
        #expect(try !appliance.names().contains("clock.order"))
        #expect(try appliance.run("clock", "show", "--state-dir", ".").status == 74)
    }

    @Test("a code is drawn as it can be scanned")
    func drawing() throws {
        let png = try appliance.run(
            "clock", "code", "--key", "admin.key", "--station", "north", "--format", "png", "--out", "code.png")
        #expect(png.status == 0 && png.output.isEmpty)
        #expect(try appliance.run("scan", "--json", "code.png").text.contains("ST1:"))
        #expect(try appliance.run("clock", "code", "--key", "admin.key").text.contains("█"))
        #expect(try appliance.run("clock", "code", "--key", "none").status == 78)
        #expect(try appliance.run("clock", "code", "--key", "admin.key", "--station", "").status == 64)
    }
}
