import Ledger
import Vocabulary

/// When the station did not serve, as far as rows tell: it was stopped, lost its power, or somebody worked at it.
public struct Outages: Sendable {
    /// Orderly stops, and starts without one.
    public private(set) var stops = 0
    public private(set) var cuts = 0
    public private(set) var services = 0
    /// Between a stop and the next start.
    public private(set) var stopped = Duration.zero
    /// From the last row before a start without a stop: it was off for no longer than that.
    public private(set) var cutAtMost = Duration.zero
    public private(set) var inService = Duration.zero

    private var last: (row: LedgerSpan.Row, isStop: Bool)?
    /// Since when somebody works, by gate.
    private var working: [String: WallTime] = [:]

    mutating func take(_ row: LedgerSpan.Row) {
        let event = row.kind == .service ? row.note.flatMap(ServiceEvent.init) : nil
        if event == .started, let last {
            if last.isStop {
                stopped += Self.between(last.row, row)
            } else {
                cuts += 1
                cutAtMost += Self.between(last.row, row)
            }
            for gate in working.keys { endService(at: gate, row.time) }
        }
        if event == .stopped { stops += 1 }
        if row.kind == .command, let note = row.note {
            if note.hasPrefix("service-on-"), working[row.gate] == nil {
                services += 1
                working[row.gate] = row.time
            }
            if note.hasPrefix("service-off-") { endService(at: row.gate, row.time) }
        }
        // A start may write a row before the one that tells of it.
        let isBeforeStart = last != nil && row.boot != last?.row.boot && event != .started
        if !isBeforeStart { last = (row, event == .stopped) }
    }

    private mutating func endService(at gate: String, _ time: WallTime) {
        guard let begin = working.removeValue(forKey: gate), time > begin else { return }
        inService += .milliseconds(time.milliseconds - begin.milliseconds)
    }

    /// Nothing where a clock was not sure.
    private static func between(_ from: LedgerSpan.Row, _ to: LedgerSpan.Row) -> Duration {
        guard from.clock != .untrusted, to.clock != .untrusted, to.time > from.time else { return .zero }
        return .milliseconds(to.time.milliseconds - from.time.milliseconds)
    }
}
