import Foundation
import Testing

/// A gate at work and its commands, each a process of its own.
@Suite("Commands over the control socket")
struct ControlCommandTests {
    private let name = geteuid() == 0 ? "administrator" : "technician"

    /// A gate before which the same two codes come again and again.
    private func loopingGate(_ more: String = "") throws -> (Appliance, RunningGate) {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.show(try gate.issue("--class", "visitor", "--station", "all"), in: "frames/2.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        try gate.write(try gate.text(of: "config.toml") + "\n" + more, to: "config.toml")
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        return (gate, running)
    }

    private func frames(_ gate: Appliance) throws -> Int {
        let run = try gate.run("figures", "--config", "config.toml")
        let figures = try JSONSerialization.jsonObject(with: run.output) as? [String: Any]
        let reader = (figures?["readers"] as? [String: Any])?["main"] as? [String: Any]
        return reader?["frames"] as? Int ?? 0
    }

    @Test("status says how the station is, for people and for scripts")
    func status() throws {
        let (gate, running) = try loopingGate()
        let run = try gate.run("status", "--config", "config.toml", "--json")
        #expect(run.status == 0, "\(run.errors)")
        let status = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        let main = try #require((status["gates"] as? [[String: Any]])?.first)
        #expect(status["station"] as? String == "north" && main["name"] as? String == "main")
        #expect((main["camera"] as? [String: Any])?["state"] as? String == "streaming")
        #expect((main["reader"] as? [String: Any])?["is_looking"] as? Bool == true)
        let text = try gate.run("status", "--config", "config.toml").text
        #expect(text.contains("station north") && text.contains("looks (seccomp"))
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(!FileManager.default.fileExists(atPath: gate.path("run/control.sock")))
        let later = try gate.run("status", "--config", "config.toml")
        #expect(later.status == 69 && later.errors.contains("is it running"))
    }

    /// The words in code type of a section of docs/control-protocol.md; of its table's first column where that is asked for.
    private func documented(_ section: String, firstColumn: Bool = false) throws -> Set<String> {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/control-protocol.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let part = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix(section + "\n") })
        let lines = part.split(separator: "\n").filter { !firstColumn || $0.hasPrefix("| `") }
        return Set(
            lines.flatMap { line in
                let text = firstColumn ? line.split(separator: "|")[0] : line
                return text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                    .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
            })
    }

    /// The names in an answer, however deep, but for those that are no names of the protocol.
    private func keys(_ answer: Any?, apartFromThoseIn free: Set<String>) -> Set<String> {
        if let list = answer as? [Any] {
            return list.reduce(into: []) { $0.formUnion(keys($1, apartFromThoseIn: free)) }
        }
        guard let object = answer as? [String: Any] else { return [] }
        return object.reduce(into: Set(object.keys)) { all, pair in
            if !free.contains(pair.key) { all.formUnion(keys(pair.value, apartFromThoseIn: free)) }
        }
    }

    @Test("the page of the protocol names every field of a status and of the figures, and no other of a gate")
    func documentation() throws {
        let (gate, running) = try loopingGate()
        #expect(try gate.run("service", "on", "--config", "config.toml").status == 0)
        let status = try #require(
            try gate.run("status", "--config", "config.toml", "--json").objectOfAll as? [String: Any])
        let main = try #require((status["gates"] as? [[String: Any]])?.first)
        let page = try documented("Status").union(try documented("Status of the whole station"))
        let told = keys(status, apartFromThoseIn: ["lines", "inputs", "changes"])
        #expect(told.isSubset(of: page), "\(told.subtracting(page))")
        #expect(
            Set(main.keys).union(["referral"])
                == Set(
                    try documented("Status", firstColumn: true).flatMap { $0.split(separator: ", ").map(String.init) }))
        let figures = try gate.run("figures", "--config", "config.toml").objectOfAll
        let counted: Set = ["decisions", "acts", "incidents"]
        let readers = ((figures as? [String: Any])?["readers"] as? [String: Any])?["main"]
        let names = keys(figures, apartFromThoseIn: counted.union(["readers"])).union(
            keys(readers, apartFromThoseIn: []))
        #expect(names.isSubset(of: try documented("Figures")), "\(names)")
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("in service mode nobody is admitted though frames come, and an override is refused; both switches are rows")
    func service() throws {
        let (gate, running) = try loopingGate()
        #expect(try gate.run("service", "on", "--config", "config.toml").status == 0)
        try running.row(["kind": "command", "note": "service-on-\(name)"])
        let before = try frames(gate)
        while try frames(gate) < before + 60 {}
        let refused = try gate.run("override", "--config", "config.toml")
        #expect(refused.status == 1 && refused.errors.hasPrefix("in-service"))
        #expect(try gate.run("status", "--config", "config.toml").text.contains("IN SERVICE MODE"))
        #expect(try gate.run("service", "off", "--config", "config.toml").status == 0)
        // The very next row: nothing was decided in between.
        let next = try running.row([:])
        #expect(next["note"] as? String == "service-off-\(name)")
        try running.row(["verdict": "admit"])
    }

    @Test("an override is a row of its own kind and moves the lock; who was not referred is not admitted")
    func override() throws {
        let (gate, running) = try loopingGate()
        #expect(try gate.run("override", "--config", "config.toml").status == 0)
        let row = try running.row(["kind": "override"])
        #expect(row["note"] as? String == "override-\(name)" && row["lock"] as? String == "opened")
        let refused = try gate.run("admit", "--config", "config.toml")
        #expect(refused.status == 1 && refused.errors.hasPrefix("nobody-referred"))
        let unknown = try gate.run("override", "--gate", "back", "--config", "config.toml")
        #expect(unknown.status == 1 && unknown.errors.hasPrefix("unknown-gate"))
    }

    @Test("who is referred because the station does not know the time is let in by the officer's yes, once")
    func admit() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "visitor", "--station", "all"), in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        try gate.write(try gate.text(of: "config.toml") + "\n[clock]\nsources = [\"time-code\"]\n", to: "config.toml")
        let running = try RunningGate(gate)
        try running.row(["verdict": "refer", "reason": "clock-untrusted"])
        #expect(try gate.run("admit", "--config", "config.toml").status == 0)
        let row = try running.row(["kind": "override", "note": "admit-\(name)"])
        #expect(row["class"] as? String == "visitor" && row["lock"] as? String == "opened")
        #expect(try gate.run("admit", "--config", "config.toml").errors.hasPrefix("nobody-referred"))
        #expect(try gate.run("status", "--config", "config.toml").status == 1, "without the time not all is well")
    }

    @Test("what the camera sees is drawn, and that somebody looked is a row")
    func preview() throws {
        let (gate, running) = try loopingGate()
        let run = try gate.run("preview", "--columns", "64", "--config", "config.toml")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == 18 && run.lines.allSatisfy { $0.count == 64 })
        #expect(Set(run.lines[0]) == ["-"] && Set(run.lines[9]).count > 2, "a code amid a grey frame")
        try running.row(["kind": "command", "note": "preview-\(name)"])
    }

    @Test("reload says what cannot be read, and keeps what there was")
    func reload() throws {
        let (gate, running) = try loopingGate()
        try gate.write("nonsense\n", to: "trust/revoked.txt")
        let failed = try gate.run("reload", "--config", "config.toml")
        #expect(failed.status == 1 && failed.errors.hasPrefix("trust-unreadable"))
        try running.row(["kind": "incident", "note": "trust-unreadable"])
        try running.row(["verdict": "admit"])
        try FileManager.default.removeItem(atPath: gate.path("trust/revoked.txt"))
        #expect(try gate.run("reload", "--config", "config.toml").status == 0)
        try running.row(["kind": "command", "note": "reload-\(name)"])
    }

    @Test("what happens is followed, without a word of what a code brought")
    func follow() throws {
        let (gate, running) = try loopingGate()
        let run = try gate.shell("timeout 20 \"$0\" follow --config config.toml | head -4")
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        #expect(run.objects.count == 4)
        let known = Set(["decided", "acted", "incident", "recovered", "reader", "camera", "lines", "occupancy"])
        #expect(run.objects.allSatisfy { known.contains($0["event"] as? String ?? "") })
    }

    @Test("another user has the role of its group or of its token, and no other", .enabled(if: geteuid() == 0))
    func otherUsers() throws {
        let (gate, running) = try loopingGate("[control]\nwatch = \"games\"\n")
        chmod(gate.folder.path, 0o755)
        try FileManager.default.copyItem(atPath: Appliance.binary.path, toPath: gate.path("program"))
        func asOther(_ arguments: String, group: String = "nogroup") throws -> Appliance.Run {
            try gate.shell(
                "setpriv --reuid nobody --regid \(group) --clear-groups ./program \(arguments) --socket run/control.sock"
            )
        }
        #expect(try asOther("status").status == 77)
        #expect(try asOther("status", group: "games").status == 0)
        #expect(try asOther("override", group: "games").status == 77)
        let foreign = try gate.shell(
            "setpriv --reuid nobody --regid nogroup --clear-groups ./program token new --role officer --name x --state-dir state"
        )
        #expect(
            foreign.status == 77 && foreign.errors.contains("only the gate's user and root may"), "\(foreign.errors)")
        let made = try gate.run("token", "new", "--role", "officer", "--name", "desk", "--config", "config.toml")
        #expect(made.errors == "desk: counts after scan-appliance reload\n")
        try gate.write(made.text, to: "token")
        #expect(try asOther("override --token token").errors.hasPrefix("wrong-token"), "not before the reload")
        #expect(try gate.run("reload", "--config", "config.toml").status == 0)
        #expect(try asOther("override --token token").status == 0)
        try running.row(["kind": "override", "note": "override-officer"])
        #expect(try asOther("service on --token token").status == 77)
        #expect(try gate.run("token", "list", "--config", "config.toml").text == "officer  desk\n")
        #expect(try gate.run("token", "revoke", "desk", "--config", "config.toml").status == 0)
        #expect(try gate.run("reload", "--config", "config.toml").status == 0)
        #expect(try asOther("override --token token").errors.hasPrefix("wrong-token"))
    }
}
