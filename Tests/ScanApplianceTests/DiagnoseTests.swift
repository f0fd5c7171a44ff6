import Foundation
import Testing

/// A technician's visit, as a technician makes it: the built program, with a station at work and without one.
@Suite("diagnose") struct DiagnoseTests {
    private static let name = geteuid() == 0 ? "administrator" : "technician"

    /// A gate that sees a pass, with inputs, which was at work once so that there is a ledger.
    private func gate() throws -> Appliance {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.configure("simulation.inputs = \"inputs\"", camera: "source = \"replay:frames\"\nloop = true")
        return gate
    }

    /// What `--json` says, by name.
    private func checks(_ run: Appliance.Run) throws -> [String: [String: Any]] {
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any], "\(run.text)")
        let checks = try #require(object["checks"] as? [[String: Any]])
        return Dictionary(checks.map { ($0["name"] as? String ?? "", $0) }) { first, _ in first }
    }

    private func notes(_ gate: Appliance) throws -> [String] { try gate.events().compactMap { $0["note"] as? String } }

    @Test("with no station at work the hardware is opened, the lock stays shut, and all is in the ledger")
    func stopped() throws {
        let gate = try gate()
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let before = try gate.lockLevels().count
        let run = try gate.run("diagnose", "--config", "config.toml", "--yes", "--json")
        let checks = try checks(run)
        #expect((checks["reader"]?["found"] as? String)?.contains("seccomp") == true)
        #expect((checks["code"]?["found"] as? String)?.hasPrefix("read by the attempt redrawn") == true)
        #expect(checks["output lock"]?["found"] as? String == "not moved; --move-lock moves it")
        #expect(try gate.lockLevels().count == before && gate.lockLevels("amber").suffix(2) == [1, 0])
        #expect(checks["ledger"]?["state"] as? String == "ok")
        let states = Set(checks.values.compactMap { $0["state"] as? String })
        #expect(run.status == (states.contains("fault") ? 2 : states.contains("warning") ? 1 : 0))
        let rows = try notes(gate).filter { !$0.hasPrefix("clock") }
        #expect(rows.suffix(7).first == "service-on-technician" && rows.last == "service-off-technician")
        #expect(rows.count { $0 == "line-tried-technician" } == 5)
        #expect(try gate.run("ledger", "check", "--config", "config.toml").status == 0)
    }

    @Test("a station at work hands its gate over, moves the lock where that was wished, and serves again")
    func running() throws {
        let gate = try gate()
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        let run = try gate.run("diagnose", "--config", "config.toml", "--yes", "--move-lock", "--json")
        try running.row(["kind": "command", "note": "service-on-\(Self.name)"])
        let row = try running.row(["note": "lock-tried-\(Self.name)"])
        #expect(row["kind"] as? String == "command" && row["lock"] as? String == "opened" && row["verdict"] is NSNull)
        try running.row(["note": "service-off-\(Self.name)"])
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect(object["manner"] as? String == "running")
        let checks = try checks(run)
        #expect((checks["code"]?["found"] as? String)?.contains("pixels a module") == true)
        for role in ["lock", "green", "amber", "red", "buzzer", "alarm"] {
            #expect(checks["output \(role)"]?["state"] as? String == "ok", "\(role)")
        }
        #expect(checks["input exit"]?["found"] as? String == "at rest; not tried")
        #expect(try gate.lockLevels("alarm") == [1, 0])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("what the technician saw names two lamps that are swapped, and the lock moves after an explicit yes alone")
    func swapped() throws {
        let gate = try gate()
        // The lens, the lock, then green, amber, red, buzzer and alarm; the inputs then have nobody to press them.
        let answers = "\nno\nred\nyes\ngreen\nnone\nyes\n"
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let run = try gate.run("diagnose", "--config", "config.toml", "--json", input: Data(answers.utf8))
        let checks = try checks(run)
        #expect(run.status == 2)
        #expect((checks["output green"]?["found"] as? String)?.hasSuffix("green and red are swapped") == true)
        #expect((checks["output red"]?["mend"] as? String)?.contains("[lines.red] and [lines.green]") == true)
        #expect(checks["output amber"]?["state"] as? String == "ok")
        #expect(checks["output buzzer"]?["state"] as? String == "fault")
        #expect(try gate.lockLevels() == [])
        #expect(run.errors.contains("release the lock now?"))
    }

    @Test("an unplugged camera is named, and the rest is looked at all the same")
    func noCamera() throws {
        let gate = try Appliance.withKey()
        try gate.configure(camera: "source = \"v4l2:by-id/none\"")
        let run = try gate.run("diagnose", "--config", "config.toml", "--yes", "--json")
        let checks = try checks(run)
        #expect(run.status == 2)
        #expect(checks["camera node"]?["state"] as? String == "fault")
        #expect(
            (checks["camera node"]?["found"] as? String)?.contains("no camera is plugged in") == true
                || (checks["camera node"]?["found"] as? String)?.contains("found:") == true)
        #expect((checks["camera node"]?["mend"] as? String)?.contains("cable") == true)
        #expect(checks["output green"]?["state"] as? String == "ok")
    }

    @Test("a faulty configuration is named with its line, and what can be said without it is said")
    func faultyConfiguration() throws {
        let gate = try Appliance()
        try gate.write("station = \"A\"\nboard = \"toaster\"\n", to: "config.toml")
        let run = try gate.run("diagnose", "--config", "config.toml", "--yes", "--json")
        #expect(run.status == 2)
        let found = try checks(run)["configuration"]?["found"] as? String
        #expect(found?.contains("config.toml:2: board: \"toaster\" is no board") == true)
        #expect(try checks(run)["kernel"]?["state"] as? String == "ok")
    }

    @Test("whoever breaks a visit off leaves no gate in service mode")
    func brokenOff() throws {
        let gate = try gate()
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        let visit = gate.process(["diagnose", "--config", "config.toml"])
        let typed = Pipe()
        visit.standardInput = typed
        visit.standardOutput = FileHandle.nullDevice
        try visit.run()
        try running.row(["note": "service-on-\(Self.name)"])
        visit.interrupt()
        try running.row(["note": "service-off-\(Self.name)"])
        visit.waitUntilExit()
        #expect(visit.terminationStatus == 130)
        withExtendedLifetime(typed) {}
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("the sheet of the mounting has every check, the picture and the distances, and faces are not in it")
    func sheet() throws {
        let gate = try gate()
        #expect(try gate.run("diagnose", "--config", "config.toml", "--yes", "--report", "sheet.html").status != 0)
        let sheet = try gate.text(of: "sheet.html")
        for text in [
            "Station north", "@page { size: A4", "data:image/png;base64,", "unrecognisable", "output green",
            "camera frames", "paper, 80 mm",
        ] { #expect(sheet.contains(text), "\(text)") }
        let shown = try gate.run(
            "diagnose", "--config", "config.toml", "--yes", "--report", "shown.html", "--show-faces")
        #expect(shown.status != 0)
        #expect(try !gate.text(of: "shown.html").contains("unrecognisable"))
    }

    @Test("without a terminal the aim is a line each time, until its reader has had enough")
    func plainAim() throws {
        let gate = try gate()
        let run = try gate.shell("$0 diagnose --aim --config config.toml | head -n 3")
        #expect(run.lines.count == 3, "\(run.errors)")
        #expect(run.lines.allSatisfy { $0.contains("focus ") && $0.contains("pixels a module of") }, "\(run.text)")
    }

    @Test(
        "on a terminal the aim fills the screen, and leaves it as it was however it ends",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux"), "there is no tmux(1) here"),
        arguments: ["q", "C-c"])
    func aim(key: String) throws {
        let gate = try gate()
        // The terminal's server stays behind: it must not keep open by which the end of this script is seen.
        let run = try gate.shell(
            """
            exec bash -c '
            for descriptor in /proc/self/fd/*; do
                n=${descriptor##*/}; [ "$n" -le 2 ] || eval "exec $n>&-"
            done
            t() { tmux -f /dev/null -S "$PWD/tmux" "$@"; }
            shows() { for i in $(seq 100); do t capture-pane -p | grep -qF -e "$1" && break; sleep 0.2; done; }
            t new-session -d -x 90 -y 40 sh
            t send-keys "$0 diagnose --aim --config config.toml; stty -a | grep -o \".icanon .*echo \"" Enter
            shows "best so far"; t capture-pane -p > shown; t display-message -p "#{alternate_on}#{cursor_flag}" > during
            t send-keys \(key); shows " icanon"; t capture-pane -p > left
            t display-message -p "#{alternate_on}#{cursor_flag}" > after
            t kill-server
            ' "$0"
            """)
        #expect(run.status == 0, "\(run.errors)")
        let shown = try gate.text(of: "shown")
        for text in ["▀▀▀▀", "focus [####", "nobody is admitted"] { #expect(shown.contains(text), "\(text)") }
        let left = try gate.text(of: "left")
        #expect(!left.contains("▀") && left.contains(" icanon") && !left.contains("-icanon"))
        // The other screen without a cursor, and then the first one with it.
        #expect(try gate.text(of: "during") == "10\n" && gate.text(of: "after") == "01\n")
    }
}
