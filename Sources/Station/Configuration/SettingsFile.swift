import Foundation
import TOMLKit

/// One configuration file as it was read: its values, and the line on which each key stands.
struct SettingsFile {
    let path: String
    let members: [String: Setting]
    private let lines: [String: Int]

    /// Throws a `ConfigurationFault` where the file cannot be read or is no TOML.
    init(path: String) throws(ConfigurationFault) {
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw ConfigurationFault(path: path, line: nil, "cannot be read: \(error.localizedDescription)")
        }
        self.path = path
        lines = Self.lines(of: text)
        do { members = Setting.members(of: try TOMLTable(string: text)) } catch let fault as TOMLParseError {
            throw ConfigurationFault(path: path, line: fault.source.begin.line, fault.description)
        } catch {
            throw ConfigurationFault(path: path, line: nil, "\(error)")
        }
    }

    /// The line of a key such as `gate.front.camera.source`, or of the nearest table that holds it.
    func line(of key: String) -> Int? {
        var parts = key.split(separator: ".")
        while !parts.isEmpty {
            if let line = lines[parts.joined(separator: ".")] { return line }
            parts.removeLast()
        }
        return nil
    }

    /// The parser tells no positions of what it understood, so the first line of each key is looked for in the text:
    /// table headings and `key =`. Inside a text over several lines it may see keys that are none, which nobody asks for.
    private static func lines(of text: String) -> [String: Int] {
        var found: [String: Int] = [:]
        var heading = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let code = line.drop { $0 == " " || $0 == "\t" }
            let path: String
            if code.first == "[" {
                heading = name(code.prefix { $0 != "]" }.drop { $0 == "[" })
                path = heading
            } else if code.first != "#", let equals = code.firstIndex(of: "=") {
                let key = name(code[..<equals])
                path = heading.isEmpty ? key : "\(heading).\(key)"
            } else {
                continue
            }
            if found[path] == nil { found[path] = index + 1 }
        }
        return found
    }

    private static func name(_ key: Substring) -> String {
        String(key.filter { !" \t\"'".contains($0) })
    }
}
