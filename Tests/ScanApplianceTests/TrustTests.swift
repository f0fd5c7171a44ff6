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

/// A list of signers or a denylist that somebody puts back in its older form.
@Suite struct TrustRollbackTests {
    private let gate: Appliance
    private let files = FileManager.default

    init() throws {
        gate = try .withKey()
        try gate.run("key", "new", "--out", "admin.key")
        try files.createDirectory(atPath: gate.path("trust/administrators"), withIntermediateDirectories: true)
        try files.copyItem(
            atPath: gate.path("admin.key.pub"), toPath: gate.path("trust/administrators/admin.pub"))
        try gate.write(#"{"keys":[{"kid":"k","kty":"OKP","crv":"Ed25519","x":"\#(Self.x)"}]}"#, to: "keys.json")
        try gate.show("nothing", in: "frames/1.png")
        try gate.configure(camera: "source = \"replay:frames\"")
    }

    private static let x = Data((1...32).map { UInt8($0) }).base64EncodedString()
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")

    private func put(_ name: String, to place: String) throws {
        try? files.removeItem(atPath: gate.path(place))
        try files.copyItem(atPath: gate.path(name), toPath: gate.path(place))
    }

    /// A list of signers of one version more.
    private func importList() throws {
        let run = try gate.run(
            "trust", "import", "--root-key", "site.key", "--out", "trust", "--token-jwks", "keys.json")
        try #require(run.status == 0, "\(run.errors)")
    }

    /// One more who is turned away.
    private func deny() throws {
        let pass = try gate.issue("--class", "visitor", "--station", "all")
        let run = try gate.run("trust", "deny", "--key", "admin.key", "--trust", "trust", pass)
        try #require(run.status == 0, "\(run.errors)")
    }

    /// The exit code of a start that serves its one picture.
    private func start() throws -> (status: Int32, errors: String) {
        let run = try gate.run("run", "--config", "config.toml")
        return (run.status, run.errors)
    }

    @Test(
        "an older one is refused after a restart too, with what to do; the newest counts, and whoever begins anew says so"
    )
    func restarts() throws {
        try importList()
        try put("trust/bundle.cose", to: "old.cose")
        try importList()
        try deny()
        try put("trust/denied.cose", to: "old-denied.cose")
        try deny()
        try put("trust/bundle.cose", to: "new.cose")
        try put("trust/denied.cose", to: "new-denied.cose")
        #expect(try start().status == 0)
        for (older, newest, place) in [
            ("old.cose", "new.cose", "trust/bundle.cose"), ("old-denied.cose", "new-denied.cose", "trust/denied.cose"),
        ] {
            try put(older, to: place)
            let refused = try start()
            #expect(refused.status == 78)
            #expect(
                refused.errors.contains(
                    "\(place): version 1 cannot follow version 2, which this gate has taken: put the newest one there; to "
                        + "begin anew with what is there, stop the gate and remove \(gate.path("state/trust.taken"))"),
                "\(refused.errors)")
            #expect(try gate.run("check-config", "--config", "config.toml").status == 78)
            try put(newest, to: place)
            #expect(try start().status == 0)
        }
        try files.removeItem(atPath: gate.path("trust/denied.cose"))
        #expect(try start().errors.contains("the denylist is gone, of which version 2 was taken"))
        try put("old-denied.cose", to: "trust/denied.cose")
        try files.removeItem(atPath: gate.path("state/trust.taken"))
        #expect(try start().status == 0)
        #expect(try gate.text(of: "state/trust.taken").contains("denylist 1 "))
    }
}
