import Foundation
import Testing
import Vectors

/// Credentials in the many ways in which issuers write them, made by `Tests/make-variants` with other libraries than the gate's,
/// through the built program.
@Suite struct CredentialVariantTests {
    private static let variants = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../CredentialVariants.json").standardizedFileURL

    private struct Case {
        let name: String
        let payload: Data
        let expected: [String: Any]

        init(_ object: [String: Any]) throws {
            name = try #require(object["name"] as? String)
            let text = (object["text"] as? String).map { Data($0.utf8) }
            payload = try #require(text ?? (object["base64"] as? String).flatMap { Data(base64Encoded: $0) })
            expected = try #require(object["expect"] as? [String: Any])
        }
    }

    private let appliance: Appliance
    private let cases: [Case]
    private let time: String

    init() throws {
        appliance = try .withKey()
        let file = try JSONSerialization.jsonObject(with: Data(contentsOf: Self.variants)) as? [String: Any] ?? [:]
        cases = try (file["cases"] as? [[String: Any]] ?? []).map(Case.init)
        time = try #require(file["at"] as? String)
        try appliance.write(try #require(file["pem"] as? String), to: "signers.pem")
        for name in ["cards", "tokens"] {
            let keys = try JSONSerialization.data(withJSONObject: try #require(file[name]))
            try appliance.write(String(decoding: keys, as: UTF8.self), to: "\(name).json")
        }
        let run = try appliance.run(
            "trust", "import", "--root-key", "site.key", "--out", "lists", "--pem", "signers.pem", "--jwks",
            "https://cards.example/issuer=cards.json", "--token-jwks", "desk=tokens.json")
        try #require(run.status == 0 && !run.text.contains("not taken"), "\(run.text)\(run.errors)")
    }

    @Test("each is answered as it must be, in every field")
    func answers() throws {
        #expect(cases.count > 440)
        let lines = cases.map { $0.payload.base64EncodedString() + "\n" }.joined()
        try appliance.write(lines, to: "codes")
        let run = try appliance.shell(
            "exec \"$0\" verify --base64 --json --trust lists --at \(time) --station north < codes")
        try #require(run.status == 0 && run.objects.count == cases.count, "\(run.errors)")
        for (one, answer) in zip(cases, run.objects) {
            #expect(Set(answer.keys).isSuperset(of: ["format", "signature", "expired", "colour", "class", "named"]))
            for (field, wanted) in one.expected {
                let isSame = (answer[field] as? NSObject ?? NSNull()) == (wanted as? NSObject ?? NSNull())
                #expect(isSame, "\(one.name): \(field) is \(answer[field] ?? "missing"), not \(wanted)")
            }
        }
    }

    private static let presets: [String] = {
        let example = Self.variants.deletingLastPathComponent().appendingPathComponent("../deploy/config.toml")
        let lines =
            (try? String(contentsOf: example.standardizedFileURL, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.split { !$0.hasPrefix("#   ") }.filter { $0.first?.contains("doses = ") == true }.map { block in
            block.map { "health." + $0.dropFirst(4) }.joined(separator: "\n")
        }
    }()

    /// Rules, and the reason that each certificate then has.
    private static let rules: [(rules: String, reasons: [String: String])] = [
        (
            "health.holder_check = \"none\"",
            [
                "": "ok", ": one of two doses": "health-yellow", ": a positive test": "health-red",
                ": expired": "expired",
            ]
        ),
        (
            "health.expired = \"refer\"",
            [
                ": expired": "health-yellow", ": its signer has expired": "health-yellow",
                ": a positive test": "health-red", "": "holder-check",
            ]
        ),
        (
            "health.expired = \"accept\"",
            [
                ": expired": "holder-check", ": its signer has expired": "holder-check",
                ": issued tomorrow": "not-yet-valid",
            ]
        ),
        (
            presets[0],
            [
                "": "holder-check", ": one of two doses": "health-yellow", ": a dose two days ago": "holder-check",
                ": a child's dose": "holder-check", ": a fresh NAA test": "holder-check",
                ": a recovery": "holder-check",
                ": a test of last week": "health-red",
            ]
        ),
        (
            presets[1],
            [
                "": "health-yellow", ": one of two doses": "health-red", ": a booster, 3 of 2": "holder-check",
                ": a child's dose": "health-red", ": a fresh antigen test": "holder-check",
            ]
        ),
        ("health.issuers = [\"YY\"]", ["": "health-red", ": a fresh NAA test": "health-red"]),
        ("health.issuers = [\"XX\"]", ["": "holder-check"]),
        ("health.products = [\"EU/1/20/1507\"]", ["": "health-red", ": a recovery": "holder-check"]),
        ("health.products = [\"EU/1/20/1528\"]", ["": "holder-check", ": no product": "health-red"]),
        ("health.naa_hours = 0", [": a fresh NAA test": "health-red", ": a fresh antigen test": "holder-check"]),
        ("health.rat_hours = 48", [": an antigen test of yesterday": "holder-check"]),
        ("health.doses = 1", [": one of two doses": "holder-check", ": a dose two days ago": "holder-check"]),
        ("health.yellow_doses = 2", [": one of two doses": "health-red"]),
        ("health.dose_days_most = 100", ["": "health-red", ": a booster, 3 of 2": "holder-check"]),
        ("health.dose_days_least = 0", [": a dose two days ago": "holder-check"]),
        ("health.recovery_days_most = 0", [": a recovery": "health-red", "": "holder-check"]),
        ("health.recovery_days_least = 5", [": a recovery that is too fresh": "health-red"]),
        (
            "health.exempt_below = 9",
            [": a child's dose": "holder-check", ": a child's dose, a born year": "holder-check", "": "holder-check"]
        ),
        // Whoever was born in 2014 may be eight already.
        (
            "health.exempt_below = 8",
            [": a child's dose": "health-yellow", ": a child's dose, a born year": "health-yellow"]
        ),
    ]

    @Test("each rule of the configuration colours as docs/health-certificates.md says", arguments: rules.indices)
    func colours(number: Int) throws {
        let (rules, reasons) = Self.rules[number]
        try appliance.configure(rules)
        for (name, reason) in reasons.sorted(by: { $0.key < $1.key }) {
            try expect(reason, of: "hc1\(name)", by: rules)
        }
    }

    @Test("seals and cards name countries and vaccines their own way, and the rules meet them")
    func namings() throws {
        for (rules, name, reason) in [
            ("health.issuers = [\"UT\"]", "vds-nc", "holder-check"),
            ("health.issuers = [\"XX\"]", "vds-nc", "health-red"),
            ("health.products = [\"XM0GQ8\"]", "vds-nc", "holder-check"),
            ("health.issuers = [\"https://cards.example/issuer\"]", "shc", "holder-check"),
            ("health.products = [\"208\"]", "shc: vaccines by codes of three systems", "holder-check"),
            ("health.products = [\"XM0GQ8\"]", "shc: vaccines by codes of three systems", "holder-check"),
            ("health.products = [\"207\"]", "shc: vaccines by codes of three systems", "health-red"),
        ] {
            try appliance.configure(rules)
            try expect(reason, of: name, by: rules)
        }
    }

    private func expect(_ reason: String, of name: String, by rules: String) throws {
        let one = try #require(cases.first { $0.name == name }, "no case \(name)")
        let run = try appliance.run(
            "verify", "--json", "--trust", "lists", "--at", time, "--config", "config.toml",
            String(decoding: one.payload, as: UTF8.self))
        let answer = try #require(run.objects.first, "\(run.errors)")
        #expect(answer["reason"] as? String == reason, "\(rules): \(name)")
        let colour = ["ok": "green", "holder-check": "green", "health-yellow": "yellow"][reason] ?? "red"
        #expect(answer["colour"] as? String == colour, "\(rules): \(name)")
    }

    /// Of each format a few that a phone may show.
    @Test("the picture of one is answered like its text")
    func pictures() throws {
        let shown = cases.filter { [nil, "health-link"].contains($0.expected["named"] as? String) }
            .filter { (20...1200).contains($0.payload.count) && $0.expected["reason"] as? String != "more-codes" }
        let chosen = shown.enumerated().filter { $0.offset.isMultiple(of: 12) }.map(\.element)
        #expect(chosen.count > 15)
        for (number, one) in chosen.enumerated() {
            try appliance.show(String(decoding: one.payload, as: UTF8.self), in: "\(number).png")
        }
        let options = "--trust lists --at \(time) --station north --json"
        let files = chosen.indices.map { "\($0).png" }.joined(separator: " ")
        let run = try appliance.shell("exec \"$0\" scan --verify \(options) \(files)")
        for (number, one) in chosen.enumerated() {
            let frames = run.objects.filter { $0["source"] as? String == "\(number).png" }
            let code = try #require((frames.first?["codes"] as? [[String: Any]])?.first, "\(one.name): not read")
            let answer = try #require(code["answer"] as? [String: Any])
            #expect(answer["reason"] as? String == one.expected["reason"] as? String, "\(one.name)")
            #expect(answer["signature"] as? String == one.expected["signature"] as? String, "\(one.name)")
        }
    }
}

/// All published vectors of credentials through the built program: `Tests/vectors-table` says how many agree.
@Suite(.enabled(if: Vectors.arePresent, "\(Vectors.comment)")) struct VectorsTableTests {
    @Test("every published vector is answered as its data say")
    func table() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../vectors-table").standardizedFileURL
        let appliance = try Appliance()
        let process = appliance.process([])
        process.executableURL = script
        process.arguments = [Appliance.binary.path, try #require(Vectors.folder).path, "25"]
        let output = appliance.folder.appendingPathComponent("table")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        let table = try appliance.text(of: "table")
        print(table)
        #expect(process.terminationStatus == 0, "\(table)")
    }
}
