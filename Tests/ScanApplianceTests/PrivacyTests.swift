import Foundation
import Testing
import Vectors

/// A gate is shown the published certificates, and nothing of their holders is in anything that it writes or says.
@Suite(.enabled(if: Vectors.arePresent, "\(Vectors.comment)")) struct PrivacyTests {
    private let gate: Appliance
    private let vectors: URL

    init() throws {
        gate = try .withKey()
        vectors = try #require(Vectors.folder)
    }

    /// Shows certificates of the European set, believed and not, one that is damaged, two of a card's three codes; gives
    /// all texts that are somebody's: names, birth dates, identifiers, and a piece of each code.
    private func showEverything() throws -> Set<String> {
        var secrets: Set<String> = []
        var (number, certificates) = (0, "")
        func show(_ payload: String) throws {
            number += 1
            try gate.show(payload, in: "frames/\(number + 100).png")
            secrets.insert(String(payload.dropFirst(20).prefix(24)))
        }
        for name in ["CO3", "CO5", "CO22", "DGC3", "DGC5"] {
            let data = try Data(
                contentsOf: vectors.appendingPathComponent("dgc-testdata/common/2DCode/raw/\(name).json"))
            let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let payload = try #require(file["PREFIX"] as? String)
            try show(payload)
            secrets.formUnion(Self.personal(in: file["JSON"] ?? [:]))
            if name != "CO22", let der = (file["TESTCTX"] as? [String: Any])?["CERTIFICATE"] as? String {
                certificates += "-----BEGIN CERTIFICATE-----\n\(der)\n-----END CERTIFICATE-----\n"
            }
            if name == "CO3" { try show(payload.dropLast(9) + "AAAAAAAAA") }
        }
        for code in try Appliance.cardInThreeCodes().prefix(2) { try show(code) }
        secrets.formUnion(["Anyperson", "1951-01-20"])
        try gate.write(certificates, to: "signers.pem")
        return secrets
    }

    /// The names, birth dates and identifiers in a European certificate.
    private static func personal(in certificate: Any) -> Set<String> {
        guard let object = certificate as? [String: Any] else { return [] }
        let names = (object["nam"] as? [String: Any] ?? [:]).values.compactMap { $0 as? String }
        let entries = ["v", "t", "r"].flatMap { object[$0] as? [[String: Any]] ?? [] }
        let identifiers = entries.compactMap { $0["ci"] as? String }
        // The number alone, without what all identifiers begin with.
        let numbers = identifiers.flatMap { $0.split { ":/#".contains($0) }.map(String.init) }.filter { $0.count > 8 }
        return Set((names + numbers + [object["dob"] as? String].compactMap(\.self)).filter { $0.count > 4 })
    }

    /// Files of what a console says while it lasts. What its staff see is what `status` and `follow` say.
    private static let pages = ["events", "visitor", "metrics"]

    /// The console and those who listen to it; ended by whoever asked for it.
    private func startConsole() throws -> [Process] {
        let ports = try Appliance.freePorts()
        let console = "\n[console]\nvisitor_port = \(ports[0])\nstaff_port = \(ports[1])\n"
        try gate.write(try gate.text(of: "config.toml") + console, to: "config.toml")
        let server = gate.process(["console", "--config", "config.toml"])
        let asked = [("/events", ports[0]), ("/", ports[0]), ("/metrics", ports[1])]
        let listeners = zip(Self.pages, asked).map { file, page in
            let request =
                "GET \(page.0) HTTP/1.1\\r\\nHost: 127.0.0.1:\(page.1)\\r\\n"
                + "Connection: close\\r\\n\\r\\n"
            let ask = "exec 3<>/dev/tcp/127.0.0.1/\(page.1); printf '\(request)' >&3; exec cat <&3 >> \(file)"
            let shell = gate.process(["-c", "while :; do timeout 20 bash -c \"\(ask)\"; sleep 1; done"])
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            return shell
        }
        for process in [server] + listeners {
            process.standardError = FileHandle.nullDevice
            try process.run()
        }
        return [server] + listeners
    }

    /// What the station says of itself when it has ended.
    private func reports() throws -> [(String, Data)] {
        try gate.run("support-bundle", "--config", "config.toml", "--out", "support.tar.gz")
        let commands = [
            ["events", "--json"], ["events"], ["report", "day"], ["report", "day", "--json"],
            ["report", "day", "--csv"],
            ["report", "day", "--html"], ["ledger", "check"], ["diagnose", "--yes", "--json"],
        ]
        return try commands.map { words in
            let run = try gate.shell("exec \"$0\" \(words.joined(separator: " ")) --config config.toml")
            return (words.joined(separator: " "), run.output + Data(run.errors.utf8))
        } + [
            ("the support bundle", try gate.shell("tar -xzOf support.tar.gz").output),
            ("badge list", try gate.run("badge", "list", "--trust", "trust").output),
            ("trust show", try gate.run("trust", "show", "--trust", "trust").output),
        ]
    }

    /// What a gate says that crashes while it is shown all this, under its unit's environment.
    private func crash() throws -> Data {
        let running = try RunningGate(gate, environment: ["SWIFT_BACKTRACE": "enable=no"])
        try running.row(["reason": "holder-check"])
        running.signal(SIGSEGV)
        #expect(running.end() == SIGSEGV)
        // Even where it says nothing any more.
        return Data(("\n" + running.journalLines.joined(separator: "\n")).utf8)
    }

    @Test("no name, birth date, identifier or payload of anybody is in what a whole run leaves and says")
    func wholeRun() throws {
        let secrets = try showEverything().union(["SMG-0042"])
        #expect(secrets.count > 15)
        let imported = try gate.run(
            "trust", "import", "--root-key", "site.key", "--out", "trust", "--pem", "signers.pem")
        try #require(imported.status == 0, "\(imported.errors)")
        try gate.run("badge", "add", "--trust", "trust", "--class", "member", "SMG-0042")
        try gate.show("SMG-0042", in: "frames/900.png")
        try gate.configure(
            "health.expired = \"accept\"\nhealth.doses = 1", camera: "source = \"replay:frames\"\nloop = true")
        let console = try startConsole()
        defer {
            for process in console {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
        }
        let running = try RunningGate(gate)
        let script =
            "until \"$0\" figures --socket run/control.sock > figures 2>&1; do :; done; "
            + "exec \"$0\" follow --socket run/control.sock > followed"
        let follower = gate.process(["-c", script, Appliance.binary.path])
        follower.executableURL = URL(fileURLWithPath: "/bin/sh")
        try follower.run()
        try running.row(["format": "badge"])
        // Everything was shown once more while somebody followed.
        try running.row(["format": "badge", "reason": "ok"])
        let said = try ["status", "figures"].map { ($0, try gate.run($0, "--socket", "run/control.sock").output) }
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        follower.waitUntilExit()
        let rows = try gate.events()
        for colour in ["green", "red"] { #expect(rows.contains { $0["colour"] as? String == colour }, "\(colour)") }
        for reason in ["holder-check", "bad-signature", "unknown-key"] {
            #expect(rows.contains { $0["reason"] as? String == reason }, "\(reason)")
        }
        // Of a card that is not whole nothing is decided, and whoever follows hears of it.
        #expect(!rows.contains { $0["reason"] as? String == "more-codes" })
        #expect(try gate.text(of: "followed").contains(#""event":"collecting""#))
        #expect(try gate.text(of: "events").contains("holder-check"), "the visitor's page told nothing")
        #expect(try gate.text(of: "metrics").contains("gate_decisions_total"))
        let told =
            said + [("import", imported.output), ("journal", Data(running.journalLines.joined(separator: "\n").utf8))]
            + (try reports()) + [("a crash", try crash())]
        let files =
            try gate.names(in: "state").map { "state/\($0)" } + ["lines.jsonl", "followed", "trust/badges.txt"]
            + Self.pages
        let written = try files.map { ($0, try Data(contentsOf: gate.folder.appendingPathComponent($0))) }
        let silent = (told + written).filter { $0.1.isEmpty }.map(\.0)
        #expect(silent == ["state/ledger.lock"], "these said nothing at all")
        for (place, data) in written + told {
            for secret in secrets {
                #expect(data.range(of: Data(secret.utf8)) == nil, "\(secret) is in \(place)")
            }
        }
    }
}
