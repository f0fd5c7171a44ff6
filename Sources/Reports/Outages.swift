import Ledger
import Vocabulary

/// When the station did not serve, as far as rows tell: it was stopped, lost its power, somebody worked at it, or a part of it
/// did not work.
struct Outages: Sendable {
    /// Orderly stops, and starts without one.
    private(set) var stops = 0
    private(set) var cuts = 0
    private(set) var services = 0
    /// Between a stop and the next start.
    private(set) var stopped = Duration.zero
    /// From the last row before a start without a stop: it was off for no longer than that.
    private(set) var cutAtMost = Duration.zero
    private(set) var inService = Duration.zero

    /// How long incidents lasted that a row ends; one that goes on, until the last row.
    var incidents: [Incident: Duration] {
        standing.reduce(into: ended) { ended, fault in
            ended[fault.key.incident, default: .zero] += last.map { Self.length(fault.value, $0.row.time) } ?? .zero
        }
    }

    /// Incidents that a row ends.
    private static let lasting: Set<Incident> = [
        .cameraAbsent, .cameraUnplugged, .cameraStalled, .cameraBusy, .cameraFailed, .cameraUnusable, .readerFailing,
        .lineBusy, .lineMissing, .lineVanished, .lineFailed, .ledgerUnwritable, .doorHeldOpen, .doorForcedOpen, .tamper,
    ]

    private struct Fault: Hashable {
        let gate: String
        let incident: Incident
    }

    private var ended: [Incident: Duration] = [:]
    /// Since when something lasts.
    private var standing: [Fault: WallTime] = [:]
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
            for fault in standing.keys { end(fault, last.row.time) }
        }
        if event == .stopped { stops += 1 }
        if row.kind == .command, let note = row.note {
            if note.hasPrefix("service-on-"), working[row.gate] == nil {
                services += 1
                working[row.gate] = row.time
            }
            if note.hasPrefix("service-off-") { endService(at: row.gate, row.time) }
        }
        if row.kind == .incident, let note = row.note { takeIncident(note, row) }
        // A start may write a row before the one that tells of it.
        let isBeforeStart = last != nil && row.boot != last?.row.boot && event != .started
        if !isBeforeStart { last = (row, event == .stopped) }
    }

    private mutating func takeIncident(_ note: String, _ row: LedgerSpan.Row) {
        let isOver = note.hasSuffix(LedgerEntry.cleared)
        let name = isOver ? String(note.dropLast(LedgerEntry.cleared.count)) : note
        // Where a lock failed after its row, the line's own incident says for how long.
        guard row.lock == nil, let incident = Incident(rawValue: name), Self.lasting.contains(incident) else { return }
        let fault = Fault(gate: row.gate, incident: incident)
        if isOver { end(fault, row.time) } else if standing[fault] == nil { standing[fault] = row.time }
    }

    private mutating func end(_ fault: Fault, _ time: WallTime) {
        guard let begin = standing.removeValue(forKey: fault) else { return }
        ended[fault.incident, default: .zero] += Self.length(begin, time)
    }

    private static func length(_ begin: WallTime, _ end: WallTime) -> Duration {
        max(.zero, end - begin)
    }

    private mutating func endService(at gate: String, _ time: WallTime) {
        guard let begin = working.removeValue(forKey: gate) else { return }
        inService += Self.length(begin, time)
    }

    /// Nothing where a clock was not sure.
    private static func between(_ from: LedgerSpan.Row, _ to: LedgerSpan.Row) -> Duration {
        from.clock == .untrusted || to.clock == .untrusted ? .zero : length(from.time, to.time)
    }
}
