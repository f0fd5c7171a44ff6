import Admission
import Credentials
import Foundation
import Ledger
import Vocabulary

/// What became of the people who came in a span of time, folded from the ledger's rows one after the other.
///
/// A day and an hour are those of the station's local time. Nobody is known here: a credential's hash only tells two
/// presentations of one day apart, and is forgotten with the day.
public struct Report: Sendable {
    /// Whose numbers they are; nil: no credential said it.
    typealias Holder = HolderClass?

    /// What became of presentations, and of people let in by hand.
    struct Tally: Hashable, Sendable {
        /// Came in by what they showed.
        var admitted = 0
        /// Of these, whom only observing let in.
        var observed = 0
        var referred = 0
        var refused = 0
        /// Let in by an officer, with or without a referral before.
        var overridden = 0
    }

    let span: Range<WallTime>
    private(set) var total = Tally()
    /// By hour of the day, 0 to 23, all days together.
    private(set) var hours = [Tally](repeating: Tally(), count: 24)
    private(set) var classes: [Holder: Tally] = [:]
    /// How many came in, by hour of the day and class.
    private(set) var entries: [[Holder: Int]] = .init(repeating: [:], count: 24)
    /// By days since 1970, local.
    private(set) var days: [Int64: Tally] = [:]
    private(set) var refusals: [Reason: Int] = [:]
    /// Who was let in only because the gate observed, by what the pass would have been refused or referred for.
    private(set) var observed: [Reason: [Holder: Int]] = [:]
    private(set) var referrals: [Reason: Referral] = [:]
    private(set) var exits = 0
    /// Presentations of somebody who was to come in and stood before a lock that could not be moved.
    private(set) var failedLocks = 0
    private(set) var coverage = Coverage()
    private(set) var times = DecisionTimes()
    private(set) var inside = InsideCurve()
    private(set) var outages = Outages()
    private(set) var incidents: [String: Int] = [:]
    /// Rows whose time the station was not sure of: they stand where its clock had them.
    private(set) var unsure = 0
    private(set) var rows = 0

    /// How often this reason was referred, and how often the officer then let the person in.
    struct Referral: Hashable, Sendable {
        var count = 0
        var admitted = 0
    }

    private var zone: StationZone
    /// What was referred last at each gate and not decided yet.
    private var open: [String: Reason] = [:]
    /// Who was let in last at each gate: the lock may yet fail.
    private var last: [String: (row: LedgerSpan.Row, local: LocalTime)] = [:]

    /// A report without a row.
    init(span: Range<WallTime>, zone: TimeZone) {
        self.span = span
        self.zone = StationZone(zone)
    }

    /// Reads the ledger in `folder` while a gate may be writing.
    public init(folder: String, span: ReportSpan, zone: TimeZone) throws(LedgerFault) {
        var report = Report(span: span.times, zone: zone)
        try LedgerSpan(folder: folder, times: span.times).visit { report.take($0) }
        self = report
    }

    /// Takes the next row of the span.
    mutating func take(_ row: LedgerSpan.Row) {
        rows += 1
        if row.clock == .untrusted { unsure += 1 }
        let local = zone.local(at: row.time)
        outages.take(row)
        if let count = row.inside { inside.note(count, at: local, of: row.time) }
        switch row.kind {
        case .decision: decide(row, at: local)
        case .override: override(row, at: local)
        case .incident: note(row)
        case .exit, .service, .command: break
        }
        if row.crossing == .exit { exits += 1 }
        if row.crossing == .entry {
            entries[local.hour][row.holderClass, default: 0] += 1
            last[row.gate] = (row, local)
        }
    }

    private mutating func note(_ row: LedgerSpan.Row) {
        guard row.lock != .failed else { return takeBack(at: row) }
        guard let note = row.note, !note.hasSuffix(LedgerEntry.cleared) else { return }
        incidents[note, default: 0] += 1
    }

    /// The lock failed after its row: whoever was let in last at this gate did not come in.
    private mutating func takeBack(at failure: LedgerSpan.Row) {
        failedLocks += 1
        guard failure.inside != nil, let (row, local) = last.removeValue(forKey: failure.gate) else { return }
        entries[local.hour][row.holderClass, default: 0] -= 1
        count(row, at: local) { if row.kind == .override { $0.overridden -= 1 } else { $0.admit(row, -1) } }
        if row.isObserved, let reason = row.reason { observed[reason, default: [:]][row.holderClass, default: 0] -= 1 }
    }

    private mutating func decide(_ row: LedgerSpan.Row, at local: LocalTime) {
        coverage.take(row, on: local.day)
        if row.lock == .failed { failedLocks += 1 }
        if let took = row.took { times.take(took) }
        open[row.gate] = nil
        guard row.lock != .opened else {
            if row.isObserved, let reason = row.reason {
                observed[reason, default: [:]][row.holderClass, default: 0] += 1
            }
            return count(row, at: local) { $0.admit(row, 1) }
        }
        guard let reason = row.reason, let verdict = row.verdict else { return }
        switch verdict {
        case .admit: break
        case .refer:
            count(row, at: local) { $0.referred += 1 }
            referrals[reason, default: Referral()].count += 1
            open[row.gate] = reason
        case .deny:
            count(row, at: local) { $0.refused += 1 }
            refusals[reason, default: 0] += 1
        }
    }

    private mutating func override(_ row: LedgerSpan.Row, at local: LocalTime) {
        guard row.lock == .opened else {
            failedLocks += 1
            return
        }
        coverage.take(row, on: local.day)
        count(row, at: local) { $0.overridden += 1 }
        // `admit-officer` lets in who was referred last, `override-officer` whoever stands there.
        if row.note?.hasPrefix("admit-") == true, let reason = open.removeValue(forKey: row.gate) {
            referrals[reason]?.admitted += 1
        }
    }

    private mutating func count(_ row: LedgerSpan.Row, at local: LocalTime, _ add: (inout Tally) -> Void) {
        add(&total)
        add(&hours[local.hour])
        add(&classes[row.holderClass, default: Tally()])
        add(&days[local.day, default: Tally()])
    }
}

extension Report.Tally {
    /// Somebody came in by what was shown, or, with -1, did not after all.
    fileprivate mutating func admit(_ row: LedgerSpan.Row, _ people: Int) {
        admitted += people
        if row.isObserved { observed += people }
    }
}

extension LedgerSpan.Row {
    /// Whether only observing opened.
    fileprivate var isObserved: Bool { kind == .decision && lock == .opened && verdict != .admit }
}

extension LocalTime {
    /// Days since 1970.
    public var day: Int64 { day(beginningAt: 0) }
    var secondOfDay: Int { Int(seconds - day * 86_400) }
    var hour: Int { secondOfDay / 3600 }
}
