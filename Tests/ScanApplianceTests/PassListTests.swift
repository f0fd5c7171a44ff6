import Foundation
import Testing

@Suite struct PassListTests {
    private let appliance: Appliance

    init() throws { appliance = try .withKey() }

    private func make(_ list: String, _ arguments: [String] = []) throws -> Appliance.Run {
        try appliance.write(list, to: "list.csv")
        let script =
            "exec \"$0\" pass issue --key site.key --csv list.csv --out made \(arguments.joined(separator: " "))"
        return try appliance.shell(script)
    }

    private static let header = "label,class,stations,not_before,expires,single_use,issuer\n"
    private static let times = "2026-01-01T00:00:00Z,2027-01-01T00:00:00Z"

    @Test func everyRowBecomesAPictureAndTheSheetNamesThem() throws {
        let run = try make(
            "\u{FEFF}" + Self.header + "\"Budi \"\"B\"\", <b>\",member,all,\(Self.times),,\r\n\r\n"
                + "../../etc/passwd,visitor,north,\(Self.times),yes,Health\n"
                + "\"two\nlines\",visitor,a; b,\(Self.times),no,")
        #expect(run.status == 0, "\(run.errors)")
        let names = ["0001-Budi-B-b.png", "0002-etc-passwd.png", "0003-two-lines.png", "sheet.html"]
        #expect(try appliance.names(in: "made") == names)
        #expect(run.lines.map { String($0.split(separator: "/").last ?? "") } == Array(names.dropLast()))
        let sheet = try appliance.text(of: "made/sheet.html")
        #expect(sheet.contains("Budi &quot;B&quot;, &lt;b&gt;") && !sheet.contains("<b>"))
        for name in names.dropLast() { #expect(sheet.contains("src=\"\(name)\"")) }
        for line in run.lines { #expect(sheet.contains(line.prefix(32))) }
    }

    @Test func passesCanBeDrawnAsSVG() throws {
        let run = try make(Self.header + "x,member,all,\(Self.times),,\n", ["--format", "svg"])
        #expect(run.status == 0)
        #expect(try appliance.text(of: "made/0001-x.svg").hasPrefix("<svg "))
    }

    @Test func allFaultyRowsAreNamedAndNothingIsMade() throws {
        let run = try make(
            Self.header + "fine,member,all,\(Self.times),,\n" + ",member,all,\(Self.times),,\n"
                + "x,king,all,\(Self.times),,\n"
                + "\"two\nlines\",visitor,all,\(Self.times),yes,\n" + "x,member,all;north,\(Self.times),,\n"
                + "x,member,,\(Self.times),,\n" + "x,member,all,now,later,,\n" + "x,member,all,\(Self.times),maybe,\n"
                + "x,member,all,\(Self.times),,a name that is far too long for a pass\n" + "x,member\n"
                + "x,member,MLG 03,\(Self.times),,\n")
        #expect(run.status == 64 && run.output.isEmpty)
        let lines = run.errors.split(separator: "\n").compactMap {
            $0.split(separator: ":").dropFirst().first.map(String.init)
        }
        #expect(lines == ["3", "4", "5", "7", "8", "9", "10", "11", "12", "13"])
        #expect(try !appliance.names().contains("made"))
    }

    @Test(arguments: [
        "", "label,class\n", "label,class,stations,not_before,expires,colour\nx\n", "\"label", "label\"x\",\"a\"b\n",
        "label,class,stations,not_before,expires\n", "label,label,class,stations,not_before,expires\n",
    ])
    func whatIsNoListIsRefused(list: String) throws {
        let run = try make(list)
        #expect(run.status == 64 && run.errors.contains("list.csv"))
        #expect(try !appliance.names().contains("made"))
    }

    @Test func aListThatIsNotThereIsToldInTheSystemsWords() throws {
        let run = try appliance.run("pass", "issue", "--key", "site.key", "--csv", "nowhere", "--out", "made")
        #expect(run.status == 74 && run.errors == "nowhere: cannot be read: No such file or directory\n")
    }

    @Test func olderPassesAreNotOverwritten() throws {
        let list = Self.header + "x,member,all,\(Self.times),,\n"
        #expect(try make(list).status == 0)
        let before = try appliance.text(of: "made/sheet.html")
        #expect(try make(list).status == 64)
        #expect(try appliance.text(of: "made/sheet.html") == before)
    }
}
