import Foundation
import Testing
import Vectors

/// What `verify`, `scan --verify` and `trust` say of the published certificates.
@Suite(.enabled(if: Vectors.arePresent, "\(Vectors.comment)")) struct HealthCommandTests {
    /// A certificate of the European set, with its signer's in PEM and the time at which it was good.
    struct Published {
        let name: String
        let text: String
        let clock: String
        let picture: Data?

        init(_ name: String, in appliance: Appliance) throws {
            let folder = try #require(Vectors.folder).appendingPathComponent("dgc-testdata/\(name)")
            let file = try JSONSerialization.jsonObject(with: Data(contentsOf: folder)) as? [String: Any]
            let context = try #require(file?["TESTCTX"] as? [String: Any])
            let certificate = try #require(context["CERTIFICATE"] as? String)
            self.name = name
            text = try #require(file?["PREFIX"] as? String)
            clock = try #require(context["VALIDATIONCLOCK"] as? String)
            picture = (file?["2DCODE"] as? String).flatMap { Data(base64Encoded: $0) }
            try appliance.write(
                "-----BEGIN CERTIFICATE-----\n\(certificate)\n-----END CERTIFICATE-----\n", to: "signer.pem")
        }
    }

    private let appliance: Appliance

    init() throws { appliance = try .withKey() }

    private func published(_ name: String) throws -> Published {
        let published = try Published(name, in: appliance)
        let run = try appliance.run(
            "trust", "import", "--root-key", "site.key", "--out", "lists", "--pem", "signer.pem")
        try #require(run.status == 0, "\(run.errors)")
        return published
    }

    private func verify(_ payload: String, at time: String, _ more: String...) throws -> [String: Any] {
        let process = ["--trust", "lists", "--at", time, "--json"] + more
        try appliance.write(payload, to: "payload")
        let quoted = process.joined(separator: " ")
        return try #require(appliance.shell("exec \"$0\" verify \(quoted) --whole < payload").objects.first)
    }

    @Test("a certificate's colour is judged at its time, and it expires")
    func colours() throws {
        let certificate = try published("common/2DCode/raw/CO3.json")
        let then = try verify(certificate.text, at: "2021-05-03T18:00:00Z")
        #expect(then["format"] as? String == "hc1" && then["signature"] as? String == "valid")
        // The first of two doses.
        #expect(then["expired"] as? Bool == false && then["colour"] as? String == "yellow")
        #expect(then["verdict"] as? String == "refer" && then["reason"] as? String == "health-yellow")
        let now = try verify(certificate.text, at: "2026-11-24T00:00:00Z")
        #expect(now["expired"] as? Bool == true && now["colour"] as? String == "red")
        #expect(now["reason"] as? String == "expired" && now["class"] as? String == "visitor")
    }

    @Test("a station's rules are taken from its configuration")
    func configured() throws {
        let certificate = try published("common/2DCode/raw/CO3.json")
        try appliance.configure(
            "trust.stale = \"accept\"\n[health]\ndoses = 1\nholder_check = \"none\"\nexpired = \"accept\"")
        let answer = try verify(certificate.text, at: "2026-11-24T00:00:00Z", "--config", "config.toml")
        #expect(answer["reason"] as? String == "ok" && answer["colour"] as? String == "green")
    }

    @Test(
        "a picture and its text are answered alike",
        arguments: ["AT/2DCode/raw/1.json", "DE/2DCode/raw/1.json"])
    func pictures(name: String) throws {
        let certificate = try published(name)
        try #require(certificate.picture).write(to: appliance.folder.appendingPathComponent("code.png"))
        let told = try verify(certificate.text, at: certificate.clock)
        #expect(told["signature"] as? String == "valid")
        let scanned = try appliance.run(
            "scan", "--verify", "--trust", "lists", "--at", certificate.clock, "--json", "code.png")
        let codes = scanned.objects.flatMap { $0["codes"] as? [[String: Any]] ?? [] }
        try #require(!codes.isEmpty, "\(scanned.errors)")
        for code in codes {
            #expect(code["payload"] as? String == certificate.text)
            #expect(try Self.text(code["answer"] as? [String: Any] ?? [:]) == Self.text(told))
        }
    }

    private static func text(_ answer: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: answer, options: .sortedKeys), as: UTF8.self)
    }

    @Test("a card of three codes counts when all were given, in any order")
    func severalCodes() throws {
        let images = try #require(Vectors.folder).appendingPathComponent("hl7-shc-examples/input/images")
        let codes = try [2, 0, 1].map {
            try String(
                contentsOf: images.appendingPathComponent("example-02-f-qr-code-numeric-value-\($0).txt"),
                encoding: .utf8
            ).trimmingCharacters(in: .newlines)
        }
        let run = try appliance.run("verify", "--trust", "trust", "--json", codes[0], codes[1], codes[2])
        #expect(run.objects.map { $0["reason"] as? String } == ["more-codes", "more-codes", "unknown-key"])
        #expect(run.objects.map { $0["have"] as? Int } == [1, 2, nil])
    }

    @Test("what is no credential is called by its name")
    func names() throws {
        let codes = [
            ("checkin:5f1c", "poster", "not-a-pass"), ("https://warung.example/menu", "web-address", "not-a-pass"),
            ("WIFI:T:WPA;S:kantor;P:x;;", "wifi", "not-a-pass"), ("00020101021126", "payment", "not-a-pass"),
            ("shlink:/eyJ1cmwiOiJodHRwcz", "health-link", "unknown-format"),
            ("mdoc:owBjMS4w", "driving-licence", "unknown-format"),
        ]
        for (code, name, reason) in codes {
            let answer = try appliance.run("verify", "--trust", "trust", "--json", code).objects.first
            #expect(answer?["format"] as? String == "none" && answer?["colour"] as? String == "none")
            #expect(answer?["named"] as? String == name && answer?["reason"] as? String == reason, "\(code)")
        }
        #expect(try appliance.run("verify", "--trust", "trust", "checkin:5f1c").text.contains("a venue's poster"))
    }

    @Test("a list is fresh, then old, then too old, and what it verifies is then referred")
    func age() throws {
        let certificate = try published("common/2DCode/raw/CO3.json")
        func status(_ time: String) throws -> [Int32] {
            [try appliance.run("trust", "verify", "--trust", "lists", "--at", time).status]
        }
        let shown = try appliance.run("trust", "verify", "--trust", "lists", "--json").objects.first
        let created = try #require(shown?["created"] as? String)
        let made = try #require(ISO8601DateFormatter().date(from: String(created.prefix(19)) + "Z"))
        func day(_ days: Double) -> String {
            ISO8601DateFormatter().string(from: made.addingTimeInterval(days * 86400))
        }
        #expect(shown?["signers"] as? Int == 1 && shown?["version"] as? Int == 1)
        #expect(try status(day(8)) == [1] && status(day(31)) == [2])
        try appliance.configure("[health]\nexpired = \"accept\"")
        let answer = try verify(certificate.text, at: day(31), "--config", "config.toml")
        #expect(answer["reason"] as? String == "trust-stale" && answer["verdict"] as? String == "refer")
    }

    @Test("only an administrator's signed list makes black")
    func black() throws {
        let certificate = try published("common/2DCode/raw/CO3.json")
        try #require(try appliance.run("key", "new", "--out", "admin.key").status == 0)
        let command = ["trust", "deny", "--key", "admin.key", "--trust", "lists", certificate.text]
        func deny(_ more: String...) throws -> Int32 {
            let process = appliance.process(command + more)
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        #expect(try deny() == 78)
        try FileManager.default.createDirectory(
            atPath: appliance.path("lists/administrators"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: appliance.path("admin.key.pub"), toPath: appliance.path("lists/administrators/admin.pub"))
        #expect(try deny() == 0)
        let answer = try verify(certificate.text, at: "2021-05-03T18:00:00Z")
        #expect(answer["colour"] as? String == "black" && answer["reason"] as? String == "denylisted")
        #expect(try deny("--remove") == 0)
        #expect(try verify(certificate.text, at: "2021-05-03T18:00:00Z")["colour"] as? String == "yellow")
        var list = try Data(contentsOf: appliance.folder.appendingPathComponent("lists/denied.cose"))
        list[list.count - 1] ^= 1
        try list.write(to: appliance.folder.appendingPathComponent("lists/denied.cose"))
        let run = try appliance.run("trust", "verify", "--trust", "lists")
        #expect(run.status == 78 && run.errors.contains("denied.cose"))
    }

    @Test(
        "the WHO's anchor vouches for Indonesia's authority, and the list of signers says that Indonesia's has expired")
    func indonesia() throws {
        let folder = try #require(Vectors.folder).path
        let run = try appliance.run(
            "trust", "import", "--root-key", "site.key", "--out", "who", "--did",
            "\(folder)/gdhcn-trust-prod/v2/trustlist/DCC/IDN/DSC/did.json", "--cms",
            "\(folder)/idn-dcc/TNG_TA.signed.SCA.cms.der", "--anchor", "\(folder)/idn-dcc/WHO_TNG_TA.pem")
        #expect(run.status == 0, "\(run.errors)")
        let shown = try appliance.run("trust", "show", "--trust", "who")
        #expect(shown.text.contains("certificates  ID") && shown.text.contains("documents  ID"))
        #expect(shown.text.contains("until 2025-02-"))
        #expect(try appliance.run("trust", "import", "--root-key", "site.key", "--out", "x", "--cms", "y").status == 64)
    }
}

/// A gate before which cards of several codes are held up.
@Suite(.enabled(if: Vectors.arePresent, "\(Vectors.comment)")) struct HealthRunTests {
    @Test("a card of three codes is decided once, when all were shown")
    func severalCodes() throws {
        let gate = try Appliance.withKey()
        let codes = try Appliance.cardInThreeCodes()
        for (frame, number) in [2, 0, 1].enumerated() { try gate.show(codes[number], in: "frames/\(frame + 1).png") }
        try gate.configure(camera: "source = \"replay:frames\"\nloop = true")
        let running = try RunningGate(gate)
        try running.row(["format": "shc"])
        running.signal(SIGTERM)
        #expect(running.end() == 0)
        let decisions = try gate.events().filter { $0["kind"] as? String == "decision" }
        #expect(Set(decisions.map { $0["reason"] as? String }) == ["unknown-key"])
        #expect(decisions.allSatisfy { $0["lock"] as? String == "held" })
    }
}

extension Appliance {
    /// The first official card, cut into three codes as a printed one is.
    static func cardInThreeCodes() throws -> [String] {
        let file = try #require(Vectors.folder)
            .appendingPathComponent("hl7-shc-examples/input/images/example-00-f-qr-code-numeric-value-0.txt")
        let card = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
        let digits = Array(card.dropFirst("shc:/".count))
        let length = (digits.count / 3 + 1) / 2 * 2
        return (0..<3).map { part in
            "shc:/\(part + 1)/3/" + String(digits.dropFirst(part * length).prefix(part == 2 ? digits.count : length))
        }
    }
}
