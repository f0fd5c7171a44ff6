import Admission
import Control
import Credentials
import Foundation
import GateIO
import Vocabulary

/// What a station is told: everything in `config.toml`, checked, with relative paths resolved.
public struct Configuration: Sendable {
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
    /// How long a row of the ledger is kept.
    public var keepRows: Duration
    /// The system's group that has a role at the control socket.
    public var controlGroups: [ControlRole: String]

    /// Where the station is controlled.
    public var controlSocket: String { "\(runFolder)/control.sock" }
    public var clock: ClockConfiguration

    /// Where it stands on a board.
    public static let standardFile = "/etc/scan-appliance/config.toml"
    public static let standardTrustFolder = "/etc/scan-appliance/trust"

    /// Reads `file`. Throws a `ConfigurationFault` that lists all that is wrong with it.
    public init(file path: String) throws(ConfigurationFault) {
        let faults = SettingsTable.Faults()
        let root = SettingsTable(file: try SettingsFile(path: path), faults: faults)
        self.init(root, folder: URL(fileURLWithPath: path).deletingLastPathComponent())
        guard faults.items.isEmpty else { throw ConfigurationFault(items: faults.items) }
    }

    /// Reads all tables; what is wrong goes to their faults.
    init(_ root: SettingsTable, folder: URL) {
        func absolute(_ path: String) -> String {
            URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path
        }
        func folderSetting(_ key: String, _ standard: String) -> String { absolute(root.text(key) ?? standard) }
        station = root.text("station") ?? ""
        if !root.has("station") { root.fault("station", "is missing: the station's name as passes spell it") }
        if !Self.isName(station), root.has("station") {
            root.fault("station", "letters, digits, - _ and . only, 1 to 32 of them")
        }
        stateFolder = folderSetting("state_dir", "/var/lib/scan-appliance")
        runFolder = folderSetting("run_dir", "/run/scan-appliance")
        trustFolder = folderSetting("trust_dir", Self.standardTrustFolder)
        board = Self.board(root, relativeTo: folder)
        hours = Self.hours(root.table("hours"))
        keepRows = .seconds((root.table("ledger").integer("keep_days", in: 1...3650) ?? 400) * 86400)
        controlGroups = Self.controlGroups(root.table("control"))
        clock = ClockConfiguration(from: root.table("clock"), board: board, absolute: absolute)
        gates = Self.gates(root, board: board, folder: folder.path)
        root.finish()
    }

    private static func board(_ root: SettingsTable, relativeTo folder: URL) -> Board {
        let text = root.text("board") ?? "gpio"
        switch text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) {
        case ["gpio"]: return .gpio
        case ["simulated"]: return .simulated(file: nil)
        case let parts where parts.count == 2 && parts[0] == "simulated" && !parts[1].isEmpty:
            return .simulated(file: URL(fileURLWithPath: parts[1], relativeTo: folder).standardizedFileURL.path)
        default:
            root.fault("board", "\"\(text)\" is no board: \"gpio\", \"simulated\" or \"simulated:FILE\"")
            return .simulated(file: nil)
        }
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
        for key in ["camera", "lines", "inputs", "simulation", "door", "alarm", "timing", "presentation"]
        where root.has(key) {
            root.fault(key, "stands beside [gate.NAME] tables: write it into the gate it is meant for")
        }
        let tables = root.table("gate")
        return tables.names.compactMap { name in
            if !isName(name) {
                tables.fault(name, "a gate's name has letters, digits, - _ and . only, 1 to 32 of them")
            }
            return GateConfiguration(name: name, from: tables.table(name), board: board, folder: folder)
        }
    }

    private static func isName(_ text: String) -> Bool {
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
