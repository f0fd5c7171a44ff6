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

    @Test("no name, birth date, identifier or payload of anybody is in what a whole run leaves and says")
    func wholeRun() throws {
        let secrets = try showEverything()
        #expect(secrets.count > 15)
        let imported = try gate.run(
            "trust", "import", "--root-key", "site.key", "--out", "trust", "--pem", "signers.pem")
        try #require(imported.status == 0, "\(imported.errors)")
        try gate.run("badge", "add", "--trust", "trust", "--class", "member", "SMG-0042")
        try gate.show("SMG-0042", in: "frames/900.png")
        try gate.configure(
            "health.expired = \"accept\"\nhealth.doses = 1", camera: "source = \"replay:frames\"\nloop = true")
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
        let said = try ["status", "figures"].map { try gate.run($0, "--socket", "run/control.sock").output }
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        follower.waitUntilExit()
        let told = [
            Data(running.journalLines.joined(separator: "\n").utf8), imported.output,
            try gate.run("events", "--config", "config.toml", "--json").output,
            try gate.run("events", "--config", "config.toml").output,
            try gate.run("badge", "list", "--trust", "trust").output,
            try gate.run("trust", "show", "--trust", "trust").output,
        ]
        let rows = try gate.events()
        for colour in ["green", "red"] { #expect(rows.contains { $0["colour"] as? String == colour }, "\(colour)") }
        for reason in ["holder-check", "bad-signature", "unknown-key"] {
            #expect(rows.contains { $0["reason"] as? String == reason }, "\(reason)")
        }
        // Of a card that is not whole nothing is decided, and whoever follows hears of it.
        #expect(!rows.contains { $0["reason"] as? String == "more-codes" })
        #expect(try gate.text(of: "followed").contains(#""event":"collecting""#))
        let files = try gate.names(in: "state").map { "state/\($0)" } + ["lines.jsonl", "followed", "trust/badges.txt"]
        let written = try files.map { ($0, try Data(contentsOf: gate.folder.appendingPathComponent($0))) }
        for (place, data) in written + (said + told).map({ ("an answer", $0) }) {
            for secret in secrets.union(["SMG-0042"]) {
                #expect(data.range(of: Data(secret.utf8)) == nil, "\(secret) is in \(place)")
            }
        }
    }
}
