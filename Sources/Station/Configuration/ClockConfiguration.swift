import Admission
import GateIO
import Vocabulary

/// What a station is told about its clock.
public struct ClockConfiguration: Sendable {
    public var rules: ClockTrust.Rules
    /// The file that is touched each time the network has set the clock.
    public var synchronisedFile: String
    /// The folder of the battery's clock, as of /sys/class/rtc; nil where the gate looks for it.
    public var battery: String?

    private static let holdoverDays = 0.01...366.0

    /// Reads the table `clock`; what is wrong goes to its faults. `absolute` resolves a path.
    init(from table: SettingsTable, board: Board, absolute: (String) -> String) {
        rules = .init(sources: Self.sources(table, board: board))
        if let days = table.number("holdover_days", in: Self.holdoverDays) {
            rules.holdover = .milliseconds(Int64(days * 86_400_000))
        }
        synchronisedFile = table.text("synchronised_file").map(absolute) ?? ClockSources.standardSynchronisedFile
        battery = table.text("battery").map(absolute)
    }

    private static func sources(_ table: SettingsTable, board: Board) -> Set<TimeSource> {
        guard let names = table.texts("sources") else {
            // A simulated board opens nothing: there the machine's own clock is believed besides.
            return Set(TimeSource.allCases.filter { $0 != .system || board != .gpio })
        }
        var sources: Set<TimeSource> = []
        for name in names {
            if let source = TimeSource(rawValue: name) {
                sources.insert(source)
            } else {
                let known = TimeSource.allCases.map(\.rawValue).joined(separator: ", ")
                table.fault("sources", "\"\(name)\" is none of \(known)")
            }
        }
        if names.isEmpty { table.fault("sources", "is empty: without any source the time would never be known") }
        return sources
    }
}
