import Foundation
import Testing

@testable import Station

/// The table of mistakes, each with what is said of it to the letter.
@Suite struct ConfigurationMistakesTests {
    struct Mistake: CustomTestStringConvertible {
        var text: String
        var faults: [String]
        var testDescription: String { text }
    }

    /// What stands for the first lines of a configuration that is right.
    private static let right = "station = \"A\"\nboard = \"simulated\"\ncamera.source = \"replay:x\"\n"

    private static let mistakes: [Mistake] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../ConfigurationMistakes.txt").standardizedFileURL
        let table = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return table.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n").map(String.init)
            let faults = lines.filter { $0.hasPrefix("> ") }.map { String($0.dropFirst(2)) }
            guard !faults.isEmpty else { return nil }
            let text = lines.filter { !$0.hasPrefix("> ") }.map { $0 == "..." ? right : "\($0)\n" }.joined()
            return Mistake(text: text, faults: faults)
        }
    }()

    @Test("there are as many kinds of mistakes in the table as there should be")
    func count() { #expect(Self.mistakes.count > 100) }

    @Test("each mistake is said with its file, its line, and what is right", arguments: mistakes)
    func table(mistake: Mistake) throws {
        #expect(try Self.faults("config.toml", in: ["config.toml": mistake.text]) == mistake.faults)
    }

    @Test("what no line of text can show: a damaged, an empty, a missing file and one that is no text")
    func unreadable() throws {
        func said(_ bytes: [UInt8]?) throws -> [String] {
            let folder = try TemporaryFolder()
            if let bytes {
                _ = FileManager.default.createFile(atPath: folder.path + "/config.toml", contents: Data(bytes))
            }
            return try Self.faults("config.toml", in: [:], folder)
        }
        #expect(
            try said(Array(Self.right.utf8) + [0, 0])
                == ["config.toml: holds zero bytes: it was damaged, so copy it again"])
        #expect(
            try said([0x61, 0xff]) == ["config.toml: is no text in UTF-8: it was cut short or is no TOML file"])
        #expect(
            try said(nil) == [
                "config.toml: cannot be read: No such file or directory: scan-appliance setup makes it, or name another with --config"
            ])
        #expect(
            try said([UInt8](repeating: 10, count: (1 << 20) + 1)) == ["config.toml: cannot be read: File too large"])
        #expect(
            try said([]).map { $0.prefix(30) } == [
                "config.toml: station: is missi", "config.toml: camera.source: is", "config.toml: lines.lock: is mi",
            ])
        let deep = try said(Array((Self.right + "a = " + String(repeating: "[", count: 200_000)).utf8))
        #expect(deep.count == 1 && deep[0].hasPrefix("config.toml:4: Error while parsing "))
    }

    /// Each mistake has its own file and line, whichever file it is in.
    @Test("several files: what is wrong in each, and what two of them may not both say")
    func severalFiles() throws {
        let lock = "[lines.lock]\nchip = \"c\"\nline = \"l\"\n"
        #expect(
            try Self.faults(
                "config.toml",
                in: [
                    "config.toml": "station = \"A\"\ncamera.source = \"stream:/x\"\npulse = 3\n" + lock,
                    "conf.d/10-hours.toml": "[hours]\nmembr = []\n\n[timing]\npulse = 99\n",
                    "conf.d/20-lock.toml": "station = \"B\"\n[lines.lock]\noffset = 3\n",
                    "conf.d/30-late.toml": "[camera]\nsource = \"replay:x\"\n",
                    "conf.d/.40-hidden.toml": "nonsense", "conf.d/50-copy.toml~": "nonsense",
                ]) == [
                    "conf.d/10-hours.toml:2: hours.membr: there is no such setting; did you mean \"member\"?",
                    "conf.d/10-hours.toml:5: timing.pulse: 99.0 is out of range: 0.2 to 30.0",
                    "conf.d/20-lock.toml:1: station: stands in config.toml:1 too, and only one file may say it: "
                        + "remove one of them",
                    "conf.d/20-lock.toml:2: lines.lock: stands in config.toml:4 too, and only one file may say it: "
                        + "remove one of them",
                    "conf.d/30-late.toml:2: camera.source: \"replay:x\" is no real camera and must not move real lines: "
                        + "use board = \"simulated\"",
                    "config.toml:3: pulse: there is no such setting here; it belongs into [timing]",
                ])
        #expect(
            try Self.faults(
                "config.toml",
                in: [
                    "config.toml": "nonsense\n", "conf.d/1.toml": "[timing]\npulse =\n", "conf.d/2.toml": Self.right,
                ]) == [
                    "conf.d/1.toml:2: Error while parsing key-value pair: expected value, saw '\\n'",
                    "config.toml:1: Error while parsing key-value pair: expected '=', saw '\\n'",
                ])
    }

    /// What is said of the configuration in these files, without the folder's path.
    private static func faults(
        _ name: String, in files: [String: String], _ folder: TemporaryFolder? = nil
    ) throws -> [String] {
        let folder = try folder ?? TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/conf.d", withIntermediateDirectories: true)
        for (name, text) in files { _ = folder.write(name, text) }
        let fault = #expect(throws: ConfigurationFault.self) { try Configuration(file: "\(folder.path)/\(name)") }
        return fault?.items.map { "\($0)".replacingOccurrences(of: folder.path + "/", with: "") } ?? []
    }
}
