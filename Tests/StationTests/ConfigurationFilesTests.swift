import Foundation
import GateIO
import Testing

@testable import Station

/// Several files, half files, and the example.
@Suite struct ConfigurationFilesTests {
    private static let example: String = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../deploy/config.toml").standardizedFileURL
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    @Test("a later file overrides single keys, and a table in two files is one")
    func merged() throws {
        let configuration = try Self.read([
            "config.toml": """
            station = "A"
            board = "simulated"
            camera.source = "replay:x"
            [timing]
            pulse = 2
            show = 2
            """,
            "conf.d/20.toml": "timing.pulse = 4\n[lines.lock]\nchip = \"c\"\noffset = 1\n",
            "conf.d/10.toml": "timing = { pulse = 3 }\nlanguage = \"en\"\n[hours]\nmember = []\n",
        ])
        #expect(configuration.gates[0].timing == GateTiming(pulse: .seconds(4), show: .seconds(2)))
        #expect(configuration.gates[0].lines[.lock]?.address.chip == "c")
        #expect(configuration.language == .english && configuration.hours.keys.contains(.member))
    }

    @Test("a relative path of a further file counts from the folder of the first")
    func relativePaths() throws {
        let folder = try TemporaryFolder()
        let configuration = try Self.read(
            [
                "config.toml": "station = \"A\"\nboard = \"simulated\"\ncamera.source = \"replay:x\"\n",
                "conf.d/1.toml": "trust_dir = \"trust\"\n",
            ], in: folder)
        #expect(configuration.trustFolder == folder.path + "/trust")
    }

    @Test("the example is right, and the same with all that it says holds without being said")
    func exampleIsTrue() throws {
        let plain = try Self.read(["config.toml": Self.example])
        let spelledOut = Self.example.replacing(#/\n# ([a-z0-9_]+ = )/#) { "\n\($0.output.1)" }
        #expect(spelledOut != Self.example)
        var explicit = try Self.read(["config.toml": spelledOut])
        explicit = explicit.moved(to: plain)
        #expect(explicit == plain)
        // Only a simulated board has everything that there is.
        let examples = spelledOut.replacing(#/\n## (\[|[a-z0-9_]+ = )/#) { "\n\($0.output.1)" }
            .replacing("board = \"gpio\"", with: "board = \"simulated\"")
        #expect(examples != spelledOut)
        let all = try Self.read(["config.toml": examples])
        #expect(all.gates[0].settings.exposure == 100 && all.hours.count == 2)
        #expect(all.gates[0].inputs[.exit]?.isActiveLow == true && all.controlGroups.count == 4)
    }

    @Test("the example cut short anywhere is a fault or means the same, and never ends the program")
    func halfWritten() throws {
        let folder = try TemporaryFolder()
        let whole = try Self.read(["config.toml": Self.example], in: folder)
        let bytes = Array(Self.example.utf8)
        var same = 0
        for count in bytes.indices {
            let cut = Data(bytes[..<count])
            _ = FileManager.default.createFile(atPath: folder.path + "/config.toml", contents: cut)
            do throws(ConfigurationFault) {
                #expect(try Configuration(file: folder.path + "/config.toml") == whole, "cut at \(count)")
                same += 1
            } catch { #expect(!error.items.isEmpty) }
        }
        // Only the newline after [end] may be missing.
        #expect(same == 1)
    }

    private static func read(_ files: [String: String], in folder: TemporaryFolder? = nil) throws -> Configuration {
        let folder = try folder ?? TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/conf.d", withIntermediateDirectories: true)
        for (name, text) in files { _ = folder.write(name, text) }
        return try Configuration(file: folder.path + "/config.toml")
    }
}

extension Configuration {
    /// The same as if it had been read from the other one's file.
    fileprivate func moved(to other: Configuration) -> Configuration {
        var moved = self
        moved.file = other.file
        return moved
    }
}
