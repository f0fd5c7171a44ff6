import Foundation
import Testing
import Vectors

/// Credentials in the many ways in which issuers write them, made by `Tests/make-variants` with other libraries than the gate's,
/// through the built program.
@Suite struct CredentialVariantTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
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
        let file = try JSONSerialization.jsonObject(with: Data(contentsOf: Self.file)) as? [String: Any] ?? [:]
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
        #expect(cases.count > 300)
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
