import Credentials
import Glibc

extension SettingsFile {
    /// The folder of further files, beside the first one.
    static let folderName = "conf.d"

    /// The file and those of the folder beside it, in the order in which they are read.
    ///
    /// Hidden files, and what does not end in `.toml`, are left alone: editors leave such. Throws a `ConfigurationFault` that
    /// names everything that cannot be read.
    static func all(with path: String) throws(ConfigurationFault) -> [SettingsFile] {
        try read([path], beside: path)
    }

    /// Only those of the folder.
    static func further(beside path: String) throws(ConfigurationFault) -> [SettingsFile] {
        try read([], beside: path)
    }

    private static func read(_ first: [String], beside path: String) throws(ConfigurationFault) -> [SettingsFile] {
        let folder = (path.lastIndex(of: "/").map { String(path[...$0]) } ?? "") + folderName
        var items: [ConfigurationFault.Item] = []
        var others: [String] = []
        do { others = try names(inFolder: folder).filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") } } catch {
            if error.code != ENOENT {
                items.append(.init(path: folder, line: nil, what: "cannot be read: \(error.words)"))
            }
        }
        var files: [SettingsFile] = []
        for file in first + others.map({ "\(folder)/\($0)" }) {
            do throws(ConfigurationFault) { files.append(try SettingsFile(path: file)) } catch { items += error.items }
        }
        guard items.isEmpty else { throw ConfigurationFault(items: items) }
        return files
    }

    /// What of a station's settings is its own: a bundle for many gates says none of it.
    private static let own: Set<String> = [
        "station", "state_dir", "run_dir", "trust_dir", "board", "camera", "lines", "inputs", "simulation",
    ]

    /// What stands in this file, of a site bundle, and may not.
    var foreignSettings: [ConfigurationFault.Item] {
        var found = members.filter { Self.own.contains($0.key) }
        if case .table(let gates)? = members["gate"]?.content {
            for (gate, node) in gates {
                guard case .table(let settings) = node.content else { continue }
                for (key, setting) in settings where Self.own.contains(key) {
                    found["gate.\(gate).\(key)"] = setting
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map { key, node in
            .init(
                path: path, line: node.place.line,
                what: "\(key): is the station's own, and no bundle may say it: write it into config.toml")
        }
    }
}
