import Foundation
import Testing

@Suite struct KeyAndPassTests {
    private let appliance: Appliance

    init() throws { appliance = try .withKey() }

    private func issue(_ arguments: String...) throws -> Appliance.Run {
        let process = appliance.process(["pass", "issue", "--key", "site.key"] + Appliance.times + arguments)
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Appliance.Run(status: process.terminationStatus, output: data, errors: words)
    }

    @Test func aKeyIsMadeOnceAndOnlyForItsOwner() throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: appliance.path("site.key"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let before = try appliance.text(of: "site.key")
        let again = try appliance.run("key", "new", "--out", "site.key")
        #expect(again.status == 74 && again.errors.contains("never overwritten"))
        #expect(try appliance.text(of: "site.key") == before)
    }

    @Test func noPrivateKeyIsLeftWhereThePublicOneCannotBeWritten() throws {
        try appliance.write("older", to: "other.pub")
        #expect(try appliance.run("key", "new", "--out", "other").status == 74)
        #expect(try !appliance.names().contains("other"))
        #expect(try appliance.text(of: "other.pub") == "older")
    }

    @Test func aKeyThatOthersMayReadMakesNoPass() throws {
        chmod(appliance.path("site.key"), 0o644)
        let run = try issue("--class", "member", "--station", "all")
        #expect(run.status == 78 && run.output.isEmpty && run.errors.contains("chmod 600"))
    }

    @Test(arguments: [
        ["--class", "member"],
        ["--class", "member", "--station", "all", "--station", "north"],
        ["--class", "visitor", "--station", "all", "--single-use"],
        ["--class", "visitor", "--station", "a", "--station", "b", "--single-use"],
        ["--class", "king", "--station", "all"],
        ["--class", "member", "--station", "MLG 03"],
        ["--class", "member", "--station", "north", "--issuer", "a name that is far too long for a pass"],
        ["--class", "member", "--station", "all", "--not-before", "yesterday"],
        ["--class", "member", "--station", "all", "--csv", "list.csv"],
    ])
    func whatNoPassMaySayIsAUsageFault(arguments: [String]) throws {
        let process = appliance.process(["pass", "issue", "--key", "site.key"] + Appliance.times + arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 64)
    }

    @Test func aPassIsShownUncheckedAndChecked() throws {
        let run = try issue("--class", "visitor", "--station", "north", "--single-use", "--issuer", "Health")
        let pass = String(run.text.dropLast())
        let unchecked = try appliance.run("pass", "show", pass)
        #expect(unchecked.status == 0 && unchecked.text.contains("NOT CHECKED"))
        let shown = try #require(try appliance.run("pass", "show", pass, "--trust", "trust", "--json").objects.first)
        #expect(shown["signature"] as? String == "valid" && shown["revoked"] as? Bool == false)
        #expect(shown["issuer"] as? String == "Health" && shown["class"] as? String == "visitor")
        #expect(shown["stations"] as? [String] == ["north"] && shown["single_use"] as? Bool == true)
        #expect(shown["not_before"] as? String == "2026-01-01T00:00:00.000Z")
        #expect(run.errors.contains(try #require(shown["pass"] as? String)))
    }

    @Test func whatCannotBeBelievedEndsWithOne() throws {
        let pass = try appliance.issue("--class", "member", "--station", "all")
        #expect(try appliance.run("pass", "show", "SP1:ABC").status == 1)
        try appliance.run("key", "new", "--out", "trust/other")
        try FileManager.default.removeItem(atPath: appliance.path("trust/site.pub"))
        let run = try appliance.run("pass", "show", pass, "--trust", "trust")
        #expect(run.status == 1 && run.text.contains("UNKNOWN-KEY"))
        #expect(try appliance.run("pass", "show", pass, "--trust", "missing").status == 78)
    }

    @Test(arguments: [true, false])
    func aRevokedPassIsRefused(byIdentifier: Bool) throws {
        let run = try issue("--class", "member", "--station", "all")
        let pass = String(run.text.dropLast())
        let identifier = String(run.errors.split(separator: " ")[1])
        for words in ["revoked \(identifier)\n", "already revoked \(identifier)\n"] {
            #expect(
                try appliance.run("pass", "revoke", byIdentifier ? identifier : pass, "--trust", "trust").text == words)
        }
        #expect(try appliance.text(of: "trust/revoked.txt") == identifier + "\n")
        let verdict = try appliance.run("verify", "--trust", "trust", "--at", Appliance.within, "--json", pass).objects
            .first
        #expect(verdict?["reason"] as? String == "revoked" && verdict?["signature"] as? String == "valid")
    }

    @Test func aListOfPassesIsRevokedInOneStep() throws {
        let run = try issue("--class", "member", "--station", "all")
        let identifier = String(run.errors.split(separator: " ")[1])
        try appliance.write("# lost\n\(identifier)\n\(String(repeating: "ab", count: 16))\n", to: "list")
        for words in ["revoked 2 more passes\n", "revoked 0 more passes\n"] {
            #expect(try appliance.run("pass", "revoke", "--list", "list", "--trust", "trust").text == words)
        }
        #expect(
            try appliance.run("pass", "revoke", identifier, "--trust", "trust").text
                == "already revoked \(identifier)\n")
        let verdict = try appliance.run(
            "verify", "--trust", "trust", "--at", Appliance.within, "--json", String(run.text.dropLast()))
        #expect(verdict.objects.first?["reason"] as? String == "revoked")
        try appliance.write("nonsense\n", to: "list")
        let faulty = try appliance.run("pass", "revoke", "--list", "list", "--trust", "trust")
        #expect(faulty.status == 78 && faulty.errors.contains("list:1: not a pass id"))
        #expect(try appliance.run("pass", "revoke", "--trust", "trust").status == 64)
    }

    @Test func revokingNonsenseIsAUsageFault() throws {
        #expect(try appliance.run("pass", "revoke", "00ff", "--trust", "trust").status == 64)
        #expect(try appliance.run("pass", "revoke", "SP1:00", "--trust", "trust").status == 64)
        #expect(try !appliance.names(in: "trust").contains("revoked.txt"))
    }

    @Test func aPassIsDrawn() throws {
        let png = try issue("--class", "member", "--station", "all", "--format", "png", "--out", "pass.png")
        #expect(png.status == 0 && png.output.isEmpty)
        let file = try Data(contentsOf: appliance.folder.appendingPathComponent("pass.png"))
        #expect(file.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
        #expect(try issue("--class", "member", "--station", "all", "--format", "svg").text.hasPrefix("<svg "))
        #expect(try issue("--class", "member", "--station", "all", "--format", "terminal").text.contains("█"))
    }
}
