import Control
import Foundation
import Testing
import Vocabulary

/// The clock's commands, and a gate that does not know the time.
@Suite struct ClockTests {
    private let appliance: Appliance
    private let role = geteuid() == 0 ? "administrator" : "technician"

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
        // With one it would be set, on a board; a simulated one has none.
        let named = try clock("set", WallTime.now.rfc3339)
        #expect(named.status == 0 && named.text.hasSuffix("stays as it is: it is no gate's board\n"), "\(named.text)")
        let early = try clock("set", "2020-01-01T00:00:00Z")
        #expect(early.status == 1 && early.errors.hasPrefix("below-floor") && early.errors.contains("lower the floor"))
        let floor = try clock("floor", "--set", "2090-01-01T00:00:00Z")
        #expect(floor.status == 0 && floor.text == "2090-01-01T00:00:00.000Z\n")
        #expect(try clock("set").status == 1)
        #expect(try clock("floor").text == floor.text)
        let notes = [
            "clock-set-\(role)", "clock-set-\(role)", "clock-set-\(role)-refused", "clock-floor-\(role)",
            "clock-set-\(role)-refused",
        ]
        for note in notes { try running.row(["kind": "command", "note": note, "clock": "trusted"]) }
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test(
        "a clock that is set again and again while people are judged: each is judged by one time, and no pulse is longer"
    )
    func setWhileJudging() throws {
        try appliance.show(try appliance.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try appliance.show("nothing", in: "frames/2.png")
        try appliance.configure(
            "clock.sources = [\"technician\"]", camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(appliance)
        try running.row(["reason": "clock-untrusted"])
        let client = try ControlClient(path: appliance.path("run/control.sock"))
        // Within the pass's time and years after it, in turn; as fast as acts are taken.
        let times = [WallTime.now, WallTime.now + .seconds(3650 * 86400)]
        for turn in 0..<16 {
            let wanted = times[turn % 2]
            let told = try client.ask(.clockSet(wanted), for: ClockStatus.self)
            #expect(told.state == "trusted" && told.time.prefix(4) == wanted.rfc3339.prefix(4))
            try running.row(["kind": "decision"])
        }
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let decisions = try appliance.events().filter {
            $0["kind"] as? String == "decision" && $0["class"] as? String == "member"
                && $0["clock"] as? String == "trusted"
        }
        #expect(!decisions.isEmpty)
        for row in decisions {
            let isLater = try #require(row["time"] as? String) > "2030"
            #expect(row["reason"] as? String == (isLater ? "expired" : "ok"))
        }
        #expect(try appliance.pulses().allSatisfy { $0 < 2 })
        #expect(try appliance.run("ledger", "check", "--config", "config.toml").status == 0)
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
        let run = try appliance.run("clock", "set", "--socket", "control.sock")
        #expect(run.status == 69 && run.errors.contains("is it running"))
        #expect(try appliance.names() == ["admin.key", "admin.key.pub", "site.key", "site.key.pub", "trust"])
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
