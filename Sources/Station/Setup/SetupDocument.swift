import Credentials
import GateIO
import Vocabulary

/// The configuration that a setup is about to write, and what else it is to do.
public struct SetupDocument: Sendable {
    /// What is asked for beside the configuration itself; the table `[setup]` of an answers file.
    public struct Wishes: Sendable {
        /// The file of the root of trust; nil: none is set.
        public var root: String?
        /// Files of issuers' keys, for the trust folder.
        public var keys: [String] = []
        /// A site bundle to apply.
        public var bundle: String?
        /// Whether the camera is looked through.
        public var looks = false
        /// Whether lamps and buzzer are blinked.
        public var blinks = false
        /// Whether the lock is released once.
        public var releasesLock = false
        /// Whether a configuration that is there is overwritten.
        public var overwrites = false

        public init() {}
    }

    public var wishes = Wishes()
    private let members: [String: SettingsNode]
    private let faults: [ConfigurationFault.Item]

    /// From a file of answers: a configuration like any other, and the table `[setup]`. `station` overrides its station.
    ///
    /// Throws a `ConfigurationFault` where it cannot be read.
    public init(answers path: String, station: String? = nil) throws(ConfigurationFault) {
        let file = try SettingsFile(path: path)
        let faults = SettingsTable.Faults()
        var members = file.members
        let setup = SettingsTable(path: path, members: members.filter { $0.key == "setup" }, faults: faults).table(
            "setup")
        wishes.root = setup.text("root")
        wishes.keys = setup.texts("keys") ?? []
        wishes.bundle = setup.text("bundle")
        wishes.looks = setup.boolean("look") ?? false
        wishes.blinks = setup.boolean("blink") ?? false
        wishes.releasesLock = setup.boolean("release_lock") ?? false
        wishes.overwrites = setup.boolean("overwrite") ?? false
        setup.finish()
        members["setup"] = nil
        if let station { members["station"] = Self.node(.text(station), path) }
        self.members = members
        self.faults = faults.items
    }

    /// From what somebody answered, for the configuration file `path`. One that is not the board's own keeps everything in
    /// the folder around it: it is a trial.
    public init(
        station: String, language: Configuration.Language, board: Board, source: String,
        lines: [OutputRole: OutputLine], path: String
    ) {
        let board: String =
            switch board {
            case .gpio: "gpio"
            case .simulated(nil): "simulated"
            case .simulated(let file?): "simulated:\(file)"
            }
        var members = [
            "station": Self.node(.text(station), path), "language": Self.node(.text(language.rawValue), path),
            "board": Self.node(.text(board), path),
            "camera": Self.table(["source": Self.node(.text(source), path)], path),
        ]
        if path != Configuration.standardFile {
            for name in ["state", "run", "trust"] { members["\(name)_dir"] = Self.node(.text(name), path) }
        }
        if !lines.isEmpty {
            members["lines"] = Self.table(
                Dictionary(uniqueKeysWithValues: lines.map { ($0.key.rawValue, Self.node($0.value, path)) }), path)
        }
        self.members = members
        faults = []
    }

    /// The configuration as it would be in `file`, with the files of `conf.d` beside it.
    ///
    /// Throws a `ConfigurationFault` that lists all that is wrong.
    public func configuration(as file: String) throws(ConfigurationFault) -> Configuration {
        try Configuration(file: file, insteadOfIt: members, faults: faults)
    }

    /// Puts the configuration in place: whole and on the disk, or not at all. Throws what the system says.
    public func write(as file: String, at time: WallTime) throws(SetupFault) {
        let text = SettingsText.file(members, comment: "Written by scan-appliance setup, \(time.rfc3339).")
        let name = file.lastIndex(of: "/").map { String(file[file.index(after: $0)...]) } ?? file
        do { try replaceFile(name, in: file.parent, by: Array(text.utf8), mode: 0o644) } catch {
            throw SetupFault(description: "\(file) cannot be written: \(error.words)")
        }
    }

    private static func node(_ setting: Setting, _ path: String) -> SettingsNode {
        SettingsNode(content: .value(setting), place: SettingsPlace(path: path))
    }

    private static func table(_ members: [String: SettingsNode], _ path: String) -> SettingsNode {
        SettingsNode(content: .table(members), place: SettingsPlace(path: path))
    }

    private static func node(_ line: OutputLine, _ path: String) -> SettingsNode {
        var members = ["chip": node(.text(line.address.chip), path)]
        switch line.address.line {
        case .name(let name): members["line"] = node(.text(name), path)
        case .offset(let offset): members["offset"] = node(.integer(Int(offset)), path)
        }
        if line.isActiveLow { members["active_low"] = node(.boolean(true), path) }
        return table(members, path)
    }
}

/// Why a setup cannot go on.
public struct SetupFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
}
