import Foundation
import Testing
import Vectors

/// Published lists become a bundle, and a certificate whose signer is on one is verified by it.
@Suite(.enabled(if: Vectors.arePresent, "\(Vectors.comment)")) struct TrustTests {
    private func vector(_ path: String) throws -> URL { try #require(Vectors.folder).appendingPathComponent(path) }

    @Test("a European list is imported, and every key that was not is said")
    func list() throws {
        let appliance = try Appliance.withKey()
        let list = try vector("covpass-dsc-lists/Certificates/PROD/CA/dsc.json").path
        let run = try appliance.run("trust", "import", "--root-key", "site.key", "--out", "bundle", "--dsc-json", list)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.first?.hasSuffix("609 of 610 keys taken, 0 known before") == true, "\(run.text)")
        #expect(run.lines.count { $0.hasPrefix("not taken: ") } == 1)
        let shown = try appliance.run("trust", "show", "--trust", "bundle")
        #expect(shown.text.contains("bundle: version 1") && shown.text.contains("609 signers"))
    }

    @Test("a certificate is valid with its signer's key in the bundle, and unknown without")
    func certificate() throws {
        let appliance = try Appliance.withKey()
        let data = try Data(contentsOf: try vector("dgc-testdata/DE/2DCode/raw/1.json"))
        let test = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let context = try #require(test["TESTCTX"] as? [String: Any])
        let certificate = try #require(context["CERTIFICATE"] as? String)
        let time = try #require(context["VALIDATIONCLOCK"] as? String)
        let payload = try #require(test["PREFIX"] as? String)
        try appliance.write(
            "-----BEGIN CERTIFICATE-----\n\(certificate)\n-----END CERTIFICATE-----\n", to: "signer.pem")
        let run = try appliance.run(
            "trust", "import", "--root-key", "site.key", "--out", "bundle", "--pem", "signer.pem")
        #expect(run.status == 0, "\(run.errors)")
        for (trust, signature) in [("bundle", "valid"), ("trust", "unknown-key")] {
            let answer = try appliance.run("verify", "--trust", trust, "--at", time, "--json", payload)
            #expect(answer.objects.first?["format"] as? String == "hc1")
            #expect(answer.objects.first?["signature"] as? String == signature, "\(answer.text)\(answer.errors)")
        }
    }

    @Test("what is no list is named, and nothing is written")
    func nonsense() throws {
        let appliance = try Appliance.withKey()
        try appliance.write("{}", to: "list.json")
        let run = try appliance.run(
            "trust", "import", "--root-key", "site.key", "--out", "bundle", "--jwks", "list.json")
        #expect(run.status == 78 && run.errors.contains("list.json"))
        #expect(
            try appliance.run("trust", "import", "--root-key", "site.key", "--out", "b", "--pem", "none").status == 74)
    }
}
