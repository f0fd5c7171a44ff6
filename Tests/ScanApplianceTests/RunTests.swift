import Foundation
import Testing

/// The whole gate, from pictures to lines and ledger, as its user starts it.
@Suite struct RunTests {
    @Test("people are admitted and refused, each with the right row, and the lock moves after its row")
    func replay() throws {
        let gate = try Appliance.withKey()
        let good = try gate.issue("--class", "member", "--station", "all")
        try gate.show(good, in: "frames/1.png")
        try gate.show("https://warung.example/menu", in: "frames/2.png")
        try gate.show(try gate.issue("--class", "visitor", "--station", "south"), in: "frames/3.png")
        try gate.show(good.dropLast(6) + "AAAAAA", in: "frames/4.png")
        try gate.configure(outOfView: 3)
        let run = try gate.run("run", "--config", "config.toml")
        #expect(run.status == 0, "\(run.errors)")
        let rows = try gate.events()
        let decisions = rows.filter { $0["kind"] as? String == "decision" }
        #expect(decisions.map { $0["reason"] as? String } == ["ok", "not-a-pass", "wrong-station", "bad-signature"])
        #expect(decisions.map { $0["lock"] as? String } == ["opened", "held", "held", "held"])
        #expect(decisions.map { $0["class"] as? String } == ["member", nil, "visitor", nil])
        #expect(try gate.lockLevels() == [1, 0])
        let change = try JSONSerialization.jsonObject(
            with: Data(try gate.text(of: "lines.jsonl").split(separator: "\n")[0].utf8))
        let moved = try #require((change as? [String: Any])?["mono_ns"] as? Int)
        #expect(try #require(decisions[0]["mono_ns"] as? Int) < moved)
        #expect(rows.first?["note"] as? String == "started" && rows.last?["note"] as? String == "stopped")
        #expect(try gate.run("ledger", "check", "--config", "config.toml").status == 0)
    }

    @Test("a single-use pass opens once, also over a restart")
    func singleUse() throws {
        let gate = try Appliance.withKey()
        try gate.show(
            try gate.issue("--class", "visitor", "--station", "north", "--single-use"), in: "frames/1.png")
        try gate.configure(outOfView: 3)
        for _ in 0..<2 { #expect(try gate.run("run", "--config", "config.toml").status == 0) }
        let reasons = try gate.events().compactMap { $0["reason"] as? String }
        #expect(reasons == ["ok", "already-used"])
        #expect(try gate.lockLevels() == [1, 0])
    }

    @Test("SIGTERM in the middle of a pulse leaves the lock at rest and the last row written")
    func terminate() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(try gate.lockLevels() == [1, 0])
        #expect(try gate.events().last?["note"] as? String == "stopped")
    }

    @Test("a reader that is killed, and one that hangs, is an incident, and a fresh one sees")
    func readers() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.show(try gate.issue("--class", "visitor", "--station", "all"), in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        for (signal, incident) in [(SIGKILL, "reader-crashed"), (SIGSTOP, "reader-hung")] {
            kill(try running.reader(), signal)
            try running.row(["kind": "incident", "note": incident])
            try running.row(["verdict": "admit"])
        }
        running.signal(SIGINT)
        #expect(running.end() == 0)
    }

    @Test("SIGHUP takes new revocations; where they cannot be read the old ones stay, and that is said")
    func reload() throws {
        let gate = try Appliance.withKey()
        let pass = try gate.issue("--class", "member", "--station", "all")
        try gate.show(pass, in: "frames/1.png")
        try gate.show("nothing", in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(gate)
        try running.row(["reason": "ok"])
        try gate.write("nonsense\n", to: "trust/revoked.txt")
        running.signal(SIGHUP)
        try running.row(["kind": "incident", "note": "trust-unreadable"])
        try running.row(["reason": "ok"])
        try FileManager.default.removeItem(atPath: gate.path("trust/revoked.txt"))
        #expect(try gate.run("pass", "revoke", pass, "--trust", "trust").status == 0)
        running.signal(SIGHUP)
        try running.row(["reason": "revoked"])
    }

    @Test("a damaged ledger is kept aside, a new one begun, and the incident written")
    func damagedLedger() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.configure(outOfView: 3)
        #expect(try gate.run("run", "--config", "config.toml").status == 0)
        try gate.write("no database at all", to: "state/ledger.sqlite")
        let run = try gate.run("run", "--config", "config.toml")
        #expect(run.status == 0 && run.errors.contains("ledger-damaged"))
        #expect(try gate.names(in: "state").contains { $0.hasPrefix("ledger.sqlite.damaged-") })
        let notes = try gate.events().compactMap { $0["note"] as? String }
        #expect(notes.first == "ledger-damaged")
        #expect(try gate.run("ledger", "check", "--config", "config.toml").status == 0)
    }

    @Test(
        "on a full disk nothing opens, the gate says so, and works again once there is room",
        .enabled(if: SmallDisk.canBeMounted, "a small disk cannot be mounted here"))
    func fullDisk() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.show(try gate.issue("--class", "visitor", "--station", "all"), in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let disk = try SmallDisk(at: gate.path("state"))
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        try disk.fill()
        try running.says("ledger-unwritable")
        disk.makeRoom()
        try running.says("the ledger can be written again")
        try running.row(["kind": "incident", "note": "ledger-unwritable"])
        try running.row(["verdict": "admit"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        // Each opening of the line has its row: none was made while rows could not be.
        let admissions = try gate.events().count { $0["lock"] as? String == "opened" }
        #expect(try gate.lockLevels().count { $0 == 1 } == admissions)
        #expect(try gate.run("ledger", "check", "--config", "config.toml").status == 0)
    }

    @Test("each gate of a board has its own lines and rows")
    func twoGates() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "in/1.png")
        try gate.show("nothing", in: "out/1.png")
        try gate.write(
            """
            station = "north"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated:lines.jsonl"
            [gate.front]
            camera.source = "replay:in"
            timing.pulse = 0.2
            [gate.back]
            direction = "exit"
            camera.source = "replay:out"
            timing.pulse = 0.2
            """, to: "config.toml")
        #expect(try gate.run("run", "--config", "config.toml").status == 0)
        let rows = try gate.events()
        let kinds = Dictionary(
            rows.compactMap { row in (row["gate"] as? String).map { ($0, row["kind"] as? String) } }
        ) { _, last in last }
        #expect(kinds["front"] == "decision" && kinds["back"] == "exit")
        #expect(try gate.lockLevels("front.lock") == [1, 0] && gate.lockLevels("back.lock") == [1, 0])
    }

    @Test("a second gate on the same state folder is refused")
    func secondGate() throws {
        let gate = try Appliance.withKey()
        try gate.show("nothing", in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(gate)
        try running.row(["note": "started"])
        let second = try gate.run("run", "--config", "config.toml")
        #expect(second.status == 74 && second.errors.contains("another program writes this ledger"))
    }

    @Test("bad configuration ends with 78 and all faults")
    func configuration() throws {
        let gate = try Appliance()
        try gate.write("station = 1\nboard = \"gpio\"\ncamera.source = \"replay:x\"\n", to: "config.toml")
        for command in ["run", "check-config"] {
            let run = try gate.run(command, "--config", "config.toml")
            #expect(run.status == 78)
            for fault in ["config.toml:1: station", "must not move real lines", "lines.lock: is missing"] {
                #expect(run.errors.contains(fault), "\(run.errors)")
            }
        }
    }

    @Test("a group that this machine does not have is no fault, and is told")
    func unknownGroup() throws {
        let gate = try Appliance.withKey()
        try gate.configure("control.officer = \"no-such-group\"")
        let run = try gate.run("check-config", "--config", "config.toml")
        #expect(run.status == 0 && run.text.contains("this machine has no group \"no-such-group\""), "\(run.text)")
    }

    @Test("without keys there is no gate: 78, and what to do")
    func noKeys() throws {
        let gate = try Appliance()
        try gate.configure(outOfView: 3)
        let run = try gate.run("run", "--config", "config.toml")
        #expect(run.status == 78 && run.errors.contains("trust"))
    }
}
