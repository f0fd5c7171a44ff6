import Foundation
import Testing

@Suite struct BadgeTests {
    private let appliance: Appliance

    init() throws { appliance = try .withKey() }

    private func reason(_ text: String) throws -> [String?] {
        let answer = try appliance.run("verify", "--trust", "trust", "--json", text).objects.first
        return ["format", "class", "reason"].map { answer?[$0] as? String }
    }

    @Test("a badge is admitted once it is on the list, and no more once it is off")
    func addAndRemove() throws {
        #expect(try reason("SMG-0042") == ["none", nil, "not-a-pass"])
        let added = try appliance.run(
            "badge", "add", "--trust", "trust", "--class", "member", "--note", "desk 7", "SMG-0042")
        #expect(added.text == "1 added, 0 known before\n")
        #expect(try reason("SMG-0042") == ["badge", "member", "ok"])
        #expect(try appliance.run("badge", "remove", "--trust", "trust", "SMG-0042").status == 0)
        #expect(try reason("SMG-0042") == ["none", nil, "not-a-pass"])
        #expect(try appliance.run("badge", "remove", "--trust", "trust", "SMG-0042").status == 1)
    }

    @Test("the list shows no badge's text, and a lost badge is removed by its digits")
    func list() throws {
        try appliance.run("badge", "add", "--trust", "trust", "--class", "visitor", "SMG-0042")
        #expect(try !appliance.text(of: "trust/badges.txt").contains("SMG"))
        let listed = try appliance.run("badge", "list", "--trust", "trust", "--json").objects
        #expect(listed.map { $0["class"] as? String } == ["visitor"])
        let digits = try #require(listed.first?["badge"] as? String)
        #expect(try appliance.run("badge", "list", "--trust", "trust").text.hasPrefix("\(digits)  visitor"))
        #expect(try appliance.run("badge", "remove", "--trust", "trust", digits).status == 0)
        #expect(try appliance.run("badge", "list", "--trust", "trust").text.isEmpty)
    }

    @Test("a file is imported whole or not at all")
    func importFile() throws {
        try appliance.write("# badges\nSMG-1001,member,desk\nSMG-1002,visitor\n", to: "badges.csv")
        #expect(try appliance.run("badge", "import", "--trust", "trust", "badges.csv").text.hasPrefix("2 added"))
        #expect(try reason("SMG-1002") == ["badge", "visitor", "ok"])
        try appliance.write("SMG-1003,member\nSMG-1004,guest\n", to: "badges.csv")
        let run = try appliance.run("badge", "import", "--trust", "trust", "badges.csv")
        #expect(run.status == 78 && run.errors.contains("badges.csv:2: "))
        #expect(try reason("SMG-1003") == ["none", nil, "not-a-pass"])
        #expect(try appliance.run("badge", "import", "--trust", "trust", "none.csv").status == 74)
    }

    @Test("what is no badge's text is refused, and not said again")
    func noBadge() throws {
        let run = try appliance.run("badge", "add", "--trust", "trust", "--class", "member", "x y")
        #expect(run.status == 78 && !run.errors.contains("x y"))
    }
}
