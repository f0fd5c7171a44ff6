import Foundation
import Testing

@testable import Station

/// The example and the manual page against what a configuration asks for.
@Suite struct ConfigurationPagesTests {
    private static func text(_ name: String) throws -> String {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../deploy/\(name)").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// The example with every value spelt out that holds without it, on a board that can have all of them.
    private static func whole() throws -> String {
        try text("config.toml").split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains(#/^#{1,2} (\[|[a-z0-9_]+ = )/#) ? line.drop { $0 == "#" }.dropFirst() : line
        }.joined(separator: "\n").replacing("board = \"gpio\"", with: "board = \"simulated\"")
    }

    /// What a gate asks of `text`, tables apart, with ROLE for each line's role; and what is wrong with it.
    private static func asked(of text: String) throws -> (keys: Set<String>, faults: [String]) {
        let folder = try TemporaryFolder()
        let faults = SettingsTable.Faults()
        let file = folder.write("config.toml", text)
        let (members, _) = SettingsNode.merged(try SettingsFile.all(with: file).map(\.members))
        let root = SettingsTable(path: file, members: members, faults: faults)
        _ = Configuration(root, file: file)
        let known = root.known
        let leaves = known.filter { key in !known.contains { $0.hasPrefix("\(key).") } && key != "gate" }
        return (
            Set(leaves.map { $0.replacing(#/^(lines|inputs)\.\w+/#) { "\($0.1).ROLE" } }),
            faults.items.map(\.description)
        )
    }

    @Test("the example is right with all its standard values, and names every key but a line's offset")
    func example() throws {
        let text = try Self.whole()
        let (keys, faults) = try Self.asked(of: text)
        #expect(faults == [])
        for key in keys where key != "lines.ROLE.offset" && key != "inputs.ROLE.offset" {
            let name = key.split(separator: ".").last.map(String.init) ?? key
            #expect(text.contains("\n\(name) = "), "\(key) is not in deploy/config.toml")
        }
    }

    @Test("the manual page describes every key there is, and no other")
    func manual() throws {
        var table = ""
        var described: Set<String> = []
        for line in try Self.text("man/scan-appliance.5").split(separator: "\n") {
            if let match = line.firstMatch(of: #/^\.SS (?:\[(.+)\])?/#) {
                table = match.1.map { "\($0)." } ?? ""
            } else if let match = line.firstMatch(of: #/^\.BI (\w+) " = /#) {
                described.insert(table + String(match.1))
            }
        }
        // Beside a line's name its offset is not asked for.
        let other = "[lines.alarm]\nchip = \"x\"\noffset = 1\n[inputs.exit]\nchip = \"x\"\noffset = 2\n"
        let keys = try Self.asked(of: try Self.whole()).keys.union(try Self.asked(of: other).keys)
        #expect(described.subtracting(keys) == [])
        #expect(keys.subtracting(described) == [])
    }
}
