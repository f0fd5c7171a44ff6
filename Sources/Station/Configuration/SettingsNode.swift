/// Where a setting stands, for messages.
struct SettingsPlace: Hashable, Sendable, CustomStringConvertible {
    var path: String
    /// From 1; nil where no line says it.
    var line: Int?

    var description: String { line.map { "\(path):\($0)" } ?? path }
}

/// A setting and where it stands, or a table of them.
struct SettingsNode: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        /// Never a table.
        case value(Setting)
        case table([String: SettingsNode])
    }

    var content: Content
    var place: SettingsPlace

    /// Several files of one station, each read after the one before: a later one overrides single keys, and tables are one.
    ///
    /// What tells one board from another stands in one file only: of two names of a station none can be the right one, and
    /// half a line's place from one file and half from another would be a pin that nobody meant. So with `lines.lock` and its
    /// sisters, which are not divided.
    static func merged(_ files: [[String: SettingsNode]]) -> (members: [String: SettingsNode], faults: [Fault]) {
        var faults: [Fault] = []
        let members = files.reduce(into: [:]) { merge($1, over: &$0, at: [], &faults) }
        return (members, faults)
    }

    /// A key that two files say and only one may.
    typealias Fault = (key: String, place: SettingsPlace, other: SettingsPlace)

    private static let single: Set<String> = ["station", "state_dir", "run_dir", "trust_dir", "board"]

    private static func merge(
        _ later: [String: SettingsNode], over members: inout [String: SettingsNode], at path: [String],
        _ faults: inout [Fault]
    ) {
        for (key, node) in later {
            guard let earlier = members[key] else {
                members[key] = node
                continue
            }
            let keys = path + [key]
            if isUndivided(keys) {
                faults.append((keys.joined(separator: "."), node.place, earlier.place))
            } else if case .table(let new) = node.content, case .table(var old) = earlier.content {
                merge(new, over: &old, at: keys, &faults)
                members[key]?.content = .table(old)
            } else {
                members[key] = node
            }
        }
    }

    private static func isUndivided(_ path: [String]) -> Bool {
        let inGate = path.first == "gate" ? Array(path.dropFirst(2)) : path
        return path.count == 1 && single.contains(path[0])
            || inGate.count == 2 && ["lines", "inputs"].contains(inGate[0])
    }
}
