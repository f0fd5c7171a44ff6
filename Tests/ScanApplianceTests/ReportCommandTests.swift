import Foundation
import Testing

/// A report as its users ask for it: of a gate that let somebody in and refused somebody.
@Suite struct ReportCommandTests {
    private func used(station: String = "north") throws -> Appliance {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "visitor", "--station", "all"), in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true", station: station)
        let running = try RunningGate(gate)
        try running.row(["reason": "ok"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        return gate
    }

    @Test("text, JSON, CSV and a page tell of the same admission; a small number is not told where that is asked for")
    func forms() throws {
        let gate = try used()
        let report = ["report", "--since", "2020-01-01", "--config", "config.toml"]
        func run(_ more: String...) throws -> String {
            let run = try gate.finish(gate.process(report + more))
            #expect(run.status == 0, "\(run.errors)")
            return run.text
        }
        let text = try run()
        #expect(text.contains("Report of station") && text.contains("visitor"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(run("--json").utf8)) as? [String: Any])
        let classes = try #require(json["classes"] as? [[String: Any]])
        let admitted = try #require(classes.first { $0["row"] as? String == "visitor" }?["admitted"] as? Int)
        #expect(admitted > 0)
        #expect(try run("--csv").contains("classes,visitor,admitted,\(admitted)\r\n"))
        #expect(try run("--csv", "--at-least", "1000").contains("classes,visitor,admitted,<1000\r\n"))
        #expect(try run("--html", "--language", "id").contains("Cakupan vaksinasi"))
        #expect(try run("--html", "--language", "en").contains("Vaccination coverage"))
    }

    @Test("the reports of two stations are added up, and the same one twice is not")
    func sum() throws {
        let gates = try ["MLG-01", "MLG-02"].map { try used(station: $0) }
        var admitted: [Int] = []
        for gate in gates {
            let run = try gate.run(
                "report", "--since", "2020-01-01", "--until", "2100-01-01", "--json", "--config", "config.toml",
                "--out", "of.json")
            try #require(run.status == 0, "\(run.errors)")
            let report = try JSONSerialization.jsonObject(with: Data(gate.text(of: "of.json").utf8)) as? [String: Any]
            let summary = try #require(report?["summary"] as? [[String: Any]])
            admitted.append(try #require(summary.first { $0["row"] as? String == "admitted" }?["count"] as? Int))
        }
        let files = gates.map { $0.path("of.json") }
        let sum = try gates[0].run("report", "sum", files[0], files[1], "--json")
        #expect(sum.status == 0, "\(sum.errors)")
        let report = try #require(sum.objectOfAll as? [String: Any])
        let summary = try #require(report["summary"] as? [[String: Any]])
        #expect(summary.first { $0["row"] as? String == "admitted" }?["count"] as? Int == admitted.reduce(0, +))
        let stations = try #require(report["stations"] as? [[String: Any]])
        #expect(stations.map { $0["row"] as? String } == ["MLG-01", "MLG-02"])
        #expect(stations.map { $0["admitted"] as? Int } == admitted && !admitted.contains(0))
        let page = try gates[0].run("report", "sum", files[0], files[1], "--html", "--language", "id")
        #expect(page.text.contains("Menurut stasiun") && page.text.contains("<th>MLG-02</th>"))
        let twice = try gates[0].run("report", "sum", files[0], files[0])
        #expect(twice.status == 74 && twice.output.isEmpty && twice.errors.contains("once"))
        #expect(try gates[0].run("report", "sum").status == 64)
    }

    @Test("what cannot be asked is said, and where no ledger is too")
    func mistakes() throws {
        let gate = try Appliance()
        func status(_ arguments: String...) throws -> Int32 {
            try gate.finish(gate.process(["report", "--state-dir", "."] + arguments)).status
        }
        #expect(try status("day", "--since", "2024-02-29") == 64)
        #expect(try status("--since", "2023-02-29") == 64)
        #expect(try status("--since", "2024-02-29", "--until", "2024-02-28") == 64)
        #expect(try status("--json", "--csv") == 64 && status("--language", "id") == 64)
        #expect(try status("year") == 64)
        #expect(try status("day") == 74)
    }
}
