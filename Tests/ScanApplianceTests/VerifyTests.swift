import Foundation
import Testing

@Suite struct VerifyTests {
    private let appliance: Appliance

    init() throws { appliance = try .withKey() }

    private func verify(_ input: Data, _ arguments: String...) throws -> Appliance.Run {
        let quoted = (["--trust", "trust", "--at", Appliance.within, "--json"] + arguments).joined(separator: " ")
        try input.write(to: appliance.folder.appendingPathComponent("input"))
        return try appliance.shell("exec \"$0\" verify \(quoted) < input")
    }

    private func reasons(_ run: Appliance.Run) -> [String?] { run.objects.map { $0["reason"] as? String } }

    @Test func eachPayloadIsALineOfTheContract() throws {
        let pass = try appliance.issue("--class", "member", "--station", "north")
        let run = try appliance.run(
            "verify", "--trust", "trust", "--station", "north", "--at", Appliance.within, "--json", pass, "", "HC1:ABC",
            "SP1:ABC")
        #expect(run.status == 0)
        #expect(
            run.text == """
                {"class":"member","colour":"none","expired":false,"format":"sp1","named":null,"reason":"ok","signature":"valid","verdict":"admit"}
                {"class":null,"colour":"none","expired":null,"format":"none","named":null,"reason":"not-a-pass","signature":"none","verdict":"deny"}
                {"class":null,"colour":"none","expired":null,"format":"hc1","named":null,"reason":"malformed","signature":"none","verdict":"deny"}
                {"class":null,"colour":"none","expired":null,"format":"sp1","named":null,"reason":"malformed","signature":"none","verdict":"deny"}

                """)
    }

    @Test(arguments: [
        ("2026-06-01T12:00:00Z", "south", "wrong-station"), ("2025-12-31T23:59:59Z", "north", "not-yet-valid"),
        ("2026-01-01T00:00:00Z", "north", "ok"), ("2027-01-01T00:00:00Z", "north", "expired"),
        ("2027-01-01T06:59:59+07:00", "north", "ok"),
    ])
    func timeAndStationAreJudged(time: String, station: String, reason: String) throws {
        let pass = try appliance.issue("--class", "visitor", "--station", "north", "--single-use")
        let run = try appliance.run("verify", "--trust", "trust", "--at", time, "--station", station, "--json", pass)
        #expect(reasons(run) == [reason])
        #expect(run.objects.first?["class"] as? String == "visitor")
    }

    @Test func forPeopleItSaysTheReasonInWords() throws {
        let run = try appliance.run("verify", "--trust", "trust", "hello")
        #expect(run.text == "deny not-a-pass: this code is not a pass (signature none)\n")
    }

    @Test func theBytesOfALineAreTakenExactly() throws {
        let pass = Data(try appliance.issue("--class", "member", "--station", "all").utf8)
        var input = Data()
        for tail in [[], [0], [0xFF], [13], [32]] as [[UInt8]] { input += pass + tail + [10] }
        input += [10] + pass
        let expected = ["ok", "malformed", "malformed", "malformed", "malformed", "not-a-pass", "ok"]
        #expect(reasons(try verify(input)) == expected)
    }

    @Test func theBytesOfAnArgumentAreTakenExactly() throws {
        // Each of these bytes would be three if it were replaced by U+FFFD, and the payload too long.
        for (count, reason) in [(4296, "not-a-pass"), (4297, "too-long")] {
            let bytes = "$(head -c \(count) /dev/zero | tr '\\0' '\\377')"
            let run = try appliance.shell("exec \"$0\" verify --trust trust --json \"\(bytes)\" --station north")
            #expect(reasons(run) == [reason])
        }
    }

    @Test func anEndlessLineIsCutAndTheNextIsRead() throws {
        let pass = Data(try appliance.issue("--class", "member", "--station", "all").utf8)
        let long = Data(repeating: 65, count: 10_000_000)
        #expect(reasons(try verify(long + [10] + pass + [10])) == ["too-long", "ok"])
        #expect(reasons(try verify(Data(repeating: 65, count: 4296))) == ["not-a-pass"])
        #expect(reasons(try verify(Data(repeating: 65, count: 4297))) == ["too-long"])
    }

    @Test func base64IsDecoded() throws {
        let pass = Data(try appliance.issue("--class", "member", "--station", "all").utf8)
        let lines = [
            pass, Data(), Data([0xFF, 0, 10]), Data(repeating: 1, count: 4296), Data(repeating: 1, count: 4297),
            Data(repeating: 1, count: 50_000),
        ]
        let input = Data(lines.map { $0.base64EncodedString() + "\n" }.joined().utf8)
        let expected = ["ok", "not-a-pass", "not-a-pass", "not-a-pass", "too-long", "too-long"]
        #expect(reasons(try verify(input, "--base64")) == expected)
    }

    @Test func whatIsNotBase64EndsItAndNamesTheLine() throws {
        let run = try verify(Data("aGVsbG8=\naGVsb\n".utf8), "--base64")
        #expect(run.status == 64 && run.lines.count == 1 && run.errors.contains("line 2: not base64"))
        #expect(try appliance.run("verify", "--trust", "trust", "--base64", "***").status == 64)
    }

    @Test(.timeLimit(.minutes(1)))
    func everyLineIsAnsweredBeforeTheNextIsAwaited() throws {
        let process = appliance.process(["verify", "--trust", "trust", "--json"])
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        for _ in 0..<3 {
            input.fileHandleForWriting.write(Data("hello\n".utf8))
            let answer = output.fileHandleForReading.availableData
            #expect(String(decoding: answer, as: UTF8.self).contains("\"not-a-pass\"") && answer.last == 10)
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func aFaultyTrustFolderEndsItWithEveryFault() throws {
        try appliance.write("zz\n", to: "trust/revoked.txt")
        try appliance.write("zz\n", to: "trust/bad.pub")
        let run = try appliance.run("verify", "--trust", "trust", "hello")
        #expect(run.status == 78 && run.output.isEmpty)
        #expect(run.errors.contains("trust/bad.pub:1: ") && run.errors.contains("trust/revoked.txt:1: "))
    }

    @Test func otherEndsHaveTheirCodes() throws {
        #expect(try appliance.run("verify", "--trust", "trust", "--at", "noon", "x").status == 64)
        #expect(try appliance.shell("exec \"$0\" verify --trust trust x > /dev/full").status == 74)
        #expect(try appliance.shell("exec \"$0\" verify --trust trust < /").status == 74)
        _ = try appliance.issue("--class", "member", "--station", "all", "--format", "png", "--out", "pass.png")
        #expect(try appliance.shell("exec \"$0\" scan pass.png > /dev/full").status == 74)
        // Nobody hears what is wrong, and the code tells all the same.
        #expect(try appliance.shell("exec \"$0\" verify --trust missing x 2> /dev/full").status == 78)
        #expect(try appliance.shell("exec \"$0\" verify --trust trust < /dev/null").status == 0)
    }
}
