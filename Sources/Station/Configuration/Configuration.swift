import Admission
import Control
import Credentials
import Foundation
import GateIO
import Vocabulary

/// What a station is told: everything in `config.toml` and the files of `conf.d`, checked, with relative paths resolved.
public struct Configuration: Hashable, Sendable {
    /// The language of the pages and of printed matter.
    public enum Language: String, CaseIterable, Sendable {
        case indonesian = "id"
        case english = "en"
    }

    /// The file it was read from.
    public internal(set) var file: String
    /// The station's name as passes spell it.
    public var station: String
    /// Holds the ledger and the station's keys.
    public var stateFolder: String
    /// Holds what lives as long as the process.
    public var runFolder: String
    /// Holds the keys of issuers and the revocations.
    public var trustFolder: String
    public var board: Board
    /// At least one.
    public var gates: [GateConfiguration]
    /// When each class of holder is let in.
    public var hours: [HolderClass: OpeningHours]
    public var occupancy: OccupancyRules
    public var passback: PassbackRules
    /// How strictly each class of holder is judged.
    public var phases: [HolderClass: PhasePlan]
    /// What a health certificate is worth.
    public var health: HealthPolicy
    /// How old the list of signers may be.
    public var trustAge: TrustAgePolicy
    /// How long a row of the ledger is kept.
    public var keepRows: Duration
    /// The system's group that has a role at the control socket.
    public var controlGroups: [ControlRole: String]

    /// Where the station is controlled.
    public var controlSocket: String { "\(runFolder)/control.sock" }
    public var clock: ClockConfiguration
    public var language: Language
    public var console: ConsoleConfiguration

    /// Where it stands on a board.
    public static let standardFile = "/etc/scan-appliance/config.toml"
    public static let standardTrustFolder = "/etc/scan-appliance/trust"

    /// Reads `file`, and then the `conf.d/*.toml` beside it in the order of their names: a later file overrides single keys.
    ///
    /// Throws a `ConfigurationFault` that lists all that is wrong with them.
    public init(file path: String) throws(ConfigurationFault) { try self.init(file: path, site: []) }

    /// The same, and last the files of a site bundle, which may not say what tells one board from another.
    init(file path: String, site: [SettingsFile]) throws(ConfigurationFault) {
        let files = try SettingsFile.all(with: path) + site
        try self.init(file: path, files.map(\.members), faults: site.flatMap(\.foreignSettings))
    }

    /// The same with other settings in the place of the first file's, and what was found wrong with them already.
    init(
        file path: String, insteadOfIt members: [String: SettingsNode], faults: [ConfigurationFault.Item]
    ) throws(ConfigurationFault) {
        try self.init(file: path, [members] + SettingsFile.further(beside: path).map(\.members), faults: faults)
    }

    private init(
        file path: String, _ files: [[String: SettingsNode]], faults found: [ConfigurationFault.Item]
    ) throws(ConfigurationFault) {
        let faults = SettingsTable.Faults()
        faults.items = found
        let (members, doubled) = SettingsNode.merged(files)
        for key in doubled {
            faults.items.append(
                .init(
                    path: key.place.path, line: key.place.line,
                    what: "\(key.key): stands in \(key.other) too, and only one file may say it: remove one of them"))
        }
        let root = SettingsTable(path: path, members: members, faults: faults)
        self.init(root, file: path)
        guard faults.items.isEmpty else { throw ConfigurationFault(items: faults.items) }
    }

    /// Reads all tables; what is wrong goes to their faults.
    init(_ root: SettingsTable, file: String) {
        self.file = file
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        func absolute(_ path: String) -> String {
            URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path
        }
        func folderSetting(_ key: String, _ standard: String) -> String { absolute(root.text(key) ?? standard) }
        let name = root.text("station")
        if !root.has("station") { root.fault("station", "is missing: the station's name as passes spell it") }
        if let name, !Self.isName(name) { root.fault("station", "letters, digits, - _ and . only, 1 to 32 of them") }
        station = name ?? ""
        stateFolder = folderSetting("state_dir", "/var/lib/scan-appliance")
        runFolder = folderSetting("run_dir", "/run/scan-appliance")
        trustFolder = folderSetting("trust_dir", Self.standardTrustFolder)
        board = Self.board(root, relativeTo: folder)
        hours = Self.hours(root.table("hours"))
        occupancy = OccupancyRules(from: root.table("occupancy"))
        passback = PassbackRules(from: root.table("passback"))
        phases = PhasePlan.plans(from: root.table("phases"))
        health = HealthPolicy(from: root.table("health"))
        trustAge = TrustAgePolicy(from: root.table("trust"))
        keepRows = .seconds((root.table("ledger").integer("keep_days", in: 1...3650) ?? 400) * 86400)
        controlGroups = Self.controlGroups(root.table("control"))
        clock = ClockConfiguration(from: root.table("clock"), board: board, absolute: absolute)
        language = root.choice("language", Language.self) ?? .indonesian
        console = ConsoleConfiguration(from: root.table("console"))
        gates = Self.gates(root, board: board, folder: folder.path)
        root.finish()
    }

    private static func board(_ root: SettingsTable, relativeTo folder: URL) -> Board {
        let text = root.text("board") ?? "gpio"
        if let board = Board(setting: text, relativeTo: folder) { return board }
        root.fault("board", "\"\(text)\" is no board: \"gpio\", \"simulated\" or \"simulated:FILE\"")
        return .simulated(file: nil)
    }

    private static func hours(_ table: SettingsTable) -> [HolderClass: OpeningHours] {
        var hours: [HolderClass: OpeningHours] = [:]
        for holder in HolderClass.allCases {
            guard let spans = table.texts(holder.rawValue) else { continue }
            do throws(UnreadableHours) { hours[holder] = try OpeningHours(spans: spans) } catch {
                table.fault(holder.rawValue, error.description)
            }
        }
        return hours
    }

    private static func controlGroups(_ table: SettingsTable) -> [ControlRole: String] {
        var groups: [ControlRole: String] = [:]
        for role in ControlRole.allCases { groups[role] = table.text(role.rawValue) }
        return groups
    }

    private static func gates(_ root: SettingsTable, board: Board, folder: String) -> [GateConfiguration] {
        guard root.has("gate") else {
            return [GateConfiguration(name: "main", from: root, board: board, folder: folder)].compactMap(\.self)
        }
        for key in ["camera", "reading", "lines", "inputs", "simulation", "door", "alarm", "timing", "presentation"]
        where root.has(key) {
            root.refuse(key, "stands beside [gate.NAME] tables: write it into the gate it is meant for")
        }
        let tables = root.table("gate")
        if tables.names.isEmpty { tables.fault("NAME", "is missing: each gate is a table [gate.NAME]") }
        var holders: [LineAddress: String] = [:]
        return tables.names.compactMap { name in
            if !isName(name) {
                tables.fault(name, "a gate's name has letters, digits, - _ and . only, 1 to 32 of them")
            }
            let table = tables.table(name)
            let gate = GateConfiguration(name: name, from: table, board: board, folder: folder)
            for (role, address) in gate?.addresses ?? [] {
                if let holder = holders[address] {
                    table.fault(role, "is the same line as one of gate \(holder)")
                }
                holders[address] = name
            }
            return gate
        }
    }

    /// Whether it may be the name of a station or a gate.
    public static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

extension Board {
    /// Reads `gpio`, `simulated` or `simulated:FILE`, relative to `folder`; nil for anything else.
    public init?(setting: String, relativeTo folder: URL) {
        switch setting.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) {
        case ["gpio"]: self = .gpio
        case ["simulated"]: self = .simulated(file: nil)
        case let parts where parts.count == 2 && parts[0] == "simulated" && !parts[1].isEmpty:
            self = .simulated(file: URL(fileURLWithPath: parts[1], relativeTo: folder).standardizedFileURL.path)
        default: return nil
        }
    }
}
