import Foundation
import Testing

/// Site bundles from the administration's folder to a gate at work, as people do it.
@Suite struct BundleTests {
    /// A gate with a root of trust and a pass that the trusted issuer signed; no bundle is applied yet.
    private func gateWithRoot() throws -> (gate: Appliance, pass: String) {
        let gate = try Appliance.withKey()
        #expect(try gate.run("key", "new", "--out", "root.key").status == 0)
        // What is in the trust folder goes into bundles; the gate's own is empty.
        try FileManager.default.moveItem(atPath: gate.path("trust"), toPath: gate.path("office"))
        try FileManager.default.createDirectory(atPath: gate.path("trust"), withIntermediateDirectories: true)
        let pass = try gate.issue("--class", "member", "--station", "all")
        try gate.show(pass, in: "frames/1.png")
        try gate.show("nothing", in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        #expect(try gate.run("bundle", "root", "root.key.pub", "--config", "config.toml").status == 0)
        return (gate, pass)
    }

    private func make(_ gate: Appliance, _ version: Int, _ more: String...) throws {
        let process = gate.process(
            [
                "bundle", "make", "--key", "root.key", "--trust", "office", "--out", "b\(version)", "--version",
                "\(version)",
            ]
                + more)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private func apply(_ gate: Appliance, _ version: Int) throws -> Appliance.Run {
        try gate.run("bundle", "apply", "b\(version)", "--config", "config.toml")
    }

    @Test("only a bundle's keys count; a newer one is taken by the gate at work, and each is a row")
    func fromOfficeToGate() throws {
        let (gate, pass) = try gateWithRoot()
        // A key that somebody put into the trust folder is none.
        try gate.write(try gate.text(of: "site.key.pub"), to: "trust/site.pub")
        let early = try gate.run("run", "--config", "config.toml")
        #expect(early.status == 78 && early.errors.contains("none is in place"))
        try make(gate, 5)
        let applied = try apply(gate, 5)
        #expect(applied.status == 0 && applied.text.contains("taken at the next start"))
        let running = try RunningGate(gate)
        try running.row(["kind": "command", "note": "bundle-applied"])
        try running.row(["reason": "ok"])
        #expect(try gate.run("pass", "revoke", pass, "--trust", "office").status == 0)
        try gate.write("[timing]\npulse = 0.3\n", to: "piece.toml")
        try make(gate, 6, "--config", "piece.toml")
        #expect(try apply(gate, 6).text == "version 6 is in force\n")
        try running.row(["kind": "command", "note": "bundle-applied"])
        try running.row(["reason": "revoked"])
        // The same again changes nothing; another of its number is none.
        #expect(try apply(gate, 6).text == "version 6 is in force\n")
        try make(gate, 6)
        let other = try apply(gate, 6)
        #expect(other.status == 78 && other.errors.contains("version 6 is not newer than version 6"))
        #expect(try apply(gate, 5).status == 78)
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(try gate.names(in: "state/site") == ["6", "root.pub", "taken"])
        #expect(try gate.run("check-config", "--config", "config.toml").text.contains("site bundle 6"))
    }

    @Test("a gate that was at work before its root of trust was set takes the first bundle too")
    func rootWhileAtWork() throws {
        let gate = try Appliance.withKey()
        #expect(try gate.run("key", "new", "--out", "root.key").status == 0)
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(gate)
        try running.row(["reason": "ok"])
        #expect(try gate.run("bundle", "root", "root.key.pub", "--config", "config.toml").status == 0)
        try FileManager.default.copyItem(atPath: gate.path("trust"), toPath: gate.path("office"))
        try make(gate, 1)
        #expect(try apply(gate, 1).text == "version 1 is in force\n")
        try running.row(["kind": "command", "note": "bundle-applied"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("revocations in the gate's own trust folder count beside the bundle's")
    func localRevocation() throws {
        let (gate, pass) = try gateWithRoot()
        try make(gate, 1)
        #expect(try apply(gate, 1).status == 0)
        #expect(try gate.run("pass", "revoke", pass, "--trust", "trust").status == 0)
        let verdict = try gate.run("verify", "--config", "config.toml", "--at", Appliance.within, "--json", pass)
        #expect(verdict.objects.first?["reason"] as? String == "revoked")
    }

    @Test("bundles that are damaged, another's, or wrong for this gate are refused with a reason, and change nothing")
    func refusals() throws {
        let (gate, _) = try gateWithRoot()
        try make(gate, 3)
        let bytes = try Data(contentsOf: gate.folder.appendingPathComponent("b3"))
        try bytes.dropLast(9).write(to: gate.folder.appendingPathComponent("b4"))
        #expect(try apply(gate, 4).errors == "not a site bundle, or a damaged one: copy it again\n")
        #expect(try gate.run("key", "new", "--out", "other.key").status == 0)
        try make(gate, 5, "--key", "other.key")
        #expect(try apply(gate, 5).errors == "signed by another key than this gate's root of trust\n")
        try gate.write("[gate.side]\ntiming.pulse = 1\n", to: "side.toml")
        try make(gate, 6, "--config", "side.toml")
        let wrong = try apply(gate, 6)
        #expect(wrong.status == 78 && wrong.errors.contains("conf.d/side.toml:1: gate.side.camera.source: is missing"))
        for (text, fault) in [
            ("station = \"south\"\n", "bad.toml:1: station: is the station's own"),
            ("[timing]\npuls = 1\n", "bad.toml:2: timing.puls: there is no such setting; did you mean \"pulse\"?"),
            ("nonsense\n", "bad.toml:1: "),
        ] {
            try gate.write(text, to: "bad.toml")
            let made = try gate.run(
                "bundle", "make", "--key", "root.key", "--trust", "office", "--out", "b9", "--config", "bad.toml")
            #expect(made.status == 78 && made.errors.hasPrefix(fault), "\(made.errors)")
        }
        #expect(try apply(gate, 3).status == 0)
        #expect(try gate.names(in: "state/site") == ["3"])
    }

    @Test("a bundle that somebody put there without applying it is refused by the gate at work, and it serves on")
    func smuggled() throws {
        let (gate, _) = try gateWithRoot()
        try make(gate, 1)
        #expect(try apply(gate, 1).status == 0)
        let running = try RunningGate(gate)
        try running.row(["reason": "ok"])
        try FileManager.default.copyItem(atPath: gate.path("state/site/1"), toPath: gate.path("state/site/2"))
        try running.row(["kind": "incident", "note": "bundle-rejected"])
        try running.row(["reason": "ok"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(try gate.text(of: "state/site/2.refused").contains("the bundle in it is version 1"))
        try FileManager.default.removeItem(atPath: gate.path("root.pub"))
        let without = try gate.run("run", "--config", "config.toml")
        #expect(without.status == 78 && without.errors.contains("the root of trust was set and is gone"))
    }

    @Test("a bundle is shown with its signature, and no private key that lies in the folder is in it")
    func shown() throws {
        let (gate, _) = try gateWithRoot()
        try FileManager.default.copyItem(atPath: gate.path("site.key"), toPath: gate.path("office/site.key"))
        try make(gate, 2)
        let valid = try gate.run("bundle", "show", "b2", "--root", "root.key.pub", "--json")
        #expect(valid.status == 0)
        let shown = try #require(valid.objects.first)
        #expect(shown["signature"] as? String == "valid" && shown["version"] as? Int == 2)
        #expect((shown["files"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["trust/site.pub"])
        let other = try gate.run("bundle", "show", "b2", "--root", "site.key.pub")
        #expect(other.status == 1 && other.text.contains("signature invalid"))
        #expect(try gate.run("bundle", "show", "config.toml").status == 78)
    }
}
