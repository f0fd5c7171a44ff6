import Foundation
import FoundationXML
import Testing

/// What a station gives to people on paper and to helpers in a file.
@Suite("support bundle and poster") struct SheetTests {
    @Test("a support bundle is one file without keys, hashes, tokens or comments")
    func supportBundle() throws {
        let gate = try Appliance.withKey()
        try gate.show(try gate.issue("--class", "member", "--station", "all"), in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\" # behind Budi's desk\nloop = true")
        try gate.write(try "# call Siti, 0812\n" + gate.text(of: "config.toml"), to: "config.toml")
        let running = try RunningGate(gate)
        try running.row(["verdict": "admit"])
        let token = try gate.run("token", "new", "--role", "officer", "--name", "desk", "--config", "config.toml").text
        let run = try gate.run("support-bundle", "--config", "config.toml", "--out", "support.tar.gz")
        #expect(run.status == 0, "\(run.errors)")
        let names = try gate.shell("tar -tzf support.tar.gz").lines
        #expect(names.contains("versions.txt") && names.contains("status.json") && names.contains("incidents.jsonl"))
        let all = try gate.shell("tar -xzOf support.tar.gz").text
        #expect(all.contains("station = \"north\"") && all.contains("\"streaming\"") && all.contains("\"started\""))
        for secret in ["Siti", "Budi", "\"kind\":\"decision\"", token.trimmingCharacters(in: .whitespacesAndNewlines)] {
            #expect(!secret.isEmpty && !all.contains(secret), "\(secret)")
        }
        let key = try Data(contentsOf: gate.folder.appendingPathComponent("state/ledger.key"))
        #expect(Data(all.utf8).range(of: key) == nil)
        #expect(try gate.run("support-bundle", "--config", "config.toml", "--out", "support.tar.gz").status == 64)
        running.signal(SIGTERM)
        #expect(running.end() == 0)
    }

    @Test("a poster has the station's name, both languages, the station's own first, and the hours of each class")
    func poster() throws {
        let gate = try Appliance.withKey()
        try gate.configure(
            "language = \"en\"\nhours.visitor = [\"Mon-Fri 07:00-16:00\", \"Sat 22:00-02:00\"]",
            camera: "source = \"replay:frames\"")
        let run = try gate.run(
            "poster", "--config", "config.toml", "--ask", "Desk <3> & gate", "--since", "1 December 2026")
        #expect(run.status == 0, "\(run.errors)")
        for text in [
            "north", "Show your code here", "Tunjukkan kode", "Mon–Fri 07:00–16:00;", "22:00–24:00;",
            "Sen–Jum 07.00–16.00;", "Desk &lt;3&gt; &amp; gate", "In force since 1 December 2026", "width=\"210mm\"",
        ] { #expect(run.text.contains(text), "\(text)") }
        let english = try #require(run.text.range(of: "What the lamps mean"))
        let indonesian = try #require(run.text.range(of: "Arti lampu"))
        #expect(english.lowerBound < indonesian.lowerBound)
        #expect(XMLParser(data: run.output).parse())
    }
}
