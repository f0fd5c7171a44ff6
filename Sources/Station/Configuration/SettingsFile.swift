import Credentials
import Foundation
import TOMLKit

/// One configuration file as it was read: its settings, and the line on which each stands.
struct SettingsFile {
    let path: String
    let members: [String: SettingsNode]

    /// A hundred times what any station needs.
    static let maximumLength = 1 << 20

    /// Throws a `ConfigurationFault` where the file cannot be read or is no TOML.
    init(path: String) throws(ConfigurationFault) {
        let bytes: [UInt8]
        do { bytes = try OpenFile(path, O_RDONLY).read(limit: Self.maximumLength) } catch {
            let mend = error.code == ENOENT ? ": scan-appliance setup makes it, or name another with --config" : ""
            throw ConfigurationFault(path: path, line: nil, "cannot be read: \(error.words)\(mend)")
        }
        try self.init(path: path, bytes)
    }

    /// Reads the bytes of a file; `path` is for messages.
    init(path: String, _ bytes: [UInt8]) throws(ConfigurationFault) {
        self.path = path
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationFault(path: path, line: nil, "is no text in UTF-8: it was cut short or is no TOML file")
        }
        // The parser would take it for the end. A file that lost its last blocks to a power cut is full of them.
        guard !bytes.contains(0) else {
            throw ConfigurationFault(path: path, line: nil, "holds zero bytes: it was damaged, so copy it again")
        }
        let lines = SettingsLines(of: text)
        let table: TOMLTable
        do { table = try TOMLTable(string: text) } catch let fault as TOMLParseError {
            throw ConfigurationFault(path: path, line: fault.source.begin.line, fault.description)
        } catch {
            throw ConfigurationFault(path: path, line: nil, "\(error)")
        }
        var members = Self.nodes(Setting.members(of: table), under: [], lines, path)
        try Self.checkEnd(of: lines, &members, path)
        self.members = members
    }

    private static func nodes(
        _ members: [String: Setting], under name: [String], _ lines: SettingsLines, _ path: String
    ) -> [String: SettingsNode] {
        var nodes: [String: SettingsNode] = [:]
        for (key, setting) in members {
            let name = name + [key]
            let content: SettingsNode.Content =
                if case .table(let inner) = setting {
                    .table(Self.nodes(inner, under: name, lines, path))
                } else {
                    .value(setting)
                }
            nodes[key] = SettingsNode(content: content, place: SettingsPlace(path: path, line: lines.line(of: name)))
        }
        return nodes
    }

    /// A file that says `has_end = true` ends with the line `[end]`. TOML itself does not notice the loss of the last tables.
    private static func checkEnd(
        of lines: SettingsLines, _ members: inout [String: SettingsNode], _ path: String
    ) throws(ConfigurationFault) {
        guard let promise = members["has_end"] else { return }
        guard promise.content == .value(.boolean(true)) else {
            throw ConfigurationFault(path: path, line: promise.place.line, "has_end: true, or leave it out")
        }
        guard case .table(let end)? = members["end"]?.content, end.isEmpty, lines.endsWithHeading("end") else {
            throw ConfigurationFault(
                path: path, line: promise.place.line,
                "has_end: the file does not end with the line [end]: it was cut short, so copy it again")
        }
        members["has_end"] = nil
        members["end"] = nil
    }
}
