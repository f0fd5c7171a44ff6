import Admission
import Vocabulary

/// A part of a report as it is shown, in whatever form.
struct ReportTable: Sendable {
    enum Cell: Hashable, Sendable {
        case count(Int)
        case milliseconds(Int)
        /// A number of people so small that it is not told.
        case few
        /// A number that would tell a small one, a sum of which a part is not told, or what a station did not tell.
        case hidden
        /// No row says anything.
        case unknown

        /// What can be drawn and ordered by: nothing of what is not told.
        var number: Int { if case .count(let count) = self { count } else { 0 } }
    }

    struct Row: Sendable {
        /// A name of a fixed list, an hour, a day or a station.
        let name: String
        var cells: [Cell]
    }

    /// What the table tells of; the words for people are those of `ReportWords`.
    enum Name: String, Sendable, CaseIterable {
        case summary, classes, hours, entries, days, refusals, observed, referrals, coverage, inside, reading, outages
        case incidents
        /// Only of several stations together: a row for each.
        case stations
        case stationRefusals = "station-refusals"
        case stationCoverage = "station-coverage"
        case stationReading = "station-reading"

        /// Whether its numbers are people's, of which small ones may not be told.
        var isOfPeople: Bool { self != .outages && self != .incidents }
        /// Whether its rows are stations, which have the names that somebody gave them.
        var isByStation: Bool {
            [.stations, .stationRefusals, .stationCoverage, .stationReading].contains(self)
        }
    }

    let name: Name
    let columns: [String]
    var rows: [Row]

    init(_ name: Name, _ columns: [String], _ rows: [(String, [Cell])]) {
        self.name = name
        self.columns = columns
        self.rows = rows.map { Row(name: $0.0, cells: $0.1) }
    }

    /// The same without numbers from 1 to `least` - 1.
    ///
    /// Where one number of a column is taken away, a second one is too: else a total would tell it.
    func suppressed(below least: Int) -> ReportTable {
        guard name.isOfPeople else { return self }
        var table = self
        for column in columns.indices {
            let counts = rows.indices.compactMap { row -> (row: Int, count: Int)? in
                guard case .count(let count) = rows[row].cells[column], count > 0 else { return nil }
                return (row, count)
            }.sorted { $0.count < $1.count }
            let small = counts.prefix { $0.count < least }
            let hidden = small.count == 1 && name != .summary ? 2 : small.count
            for (row, count) in counts.prefix(hidden) {
                table.rows[row].cells[column] = count < least ? .few : .hidden
            }
        }
        return table
    }
}

extension Report {
    /// Its tables in the order in which they are read.
    /// - Parameter least: numbers of people below it are not told.
    func tables(atLeast least: Int = 0) -> [ReportTable] {
        [
            summary, tally(.classes, classRows), tally(.hours, hourRows), entryTable, tally(.days, dayRows),
            refusalTable, observedTable, referralTable, coverageTable, insideTable, reading, outageTable, incidentTable,
        ].map { $0.suppressed(below: least) }
    }

    private var summary: ReportTable {
        let counts = [
            ("admitted", total.admitted), ("observed", total.observed), ("referred", total.referred),
            ("overridden", total.overridden), ("refused", total.refused), ("exits", exits),
            ("failed-locks", failedLocks), ("peak", inside.peak?.count ?? 0),
        ]
        return ReportTable(.summary, ["count"], counts.map { ($0.0, [.count($0.1)]) })
    }

    private static let holders: [(name: String, holder: Holder)] = [
        ("member", .member), ("visitor", .visitor), ("unverified", nil),
    ]
    private var classRows: [(String, Tally)] { Self.holders.map { ($0.name, classes[$0.holder] ?? Tally()) } }
    private var hourRows: [(String, Tally)] { hours.enumerated().map { (Self.twoDigits($0.offset), $0.element) } }
    private var dayRows: [(String, Tally)] { days.sorted { $0.key < $1.key }.map { (Self.date($0.key), $0.value) } }

    private func tally(_ name: ReportTable.Name, _ rows: [(String, Tally)]) -> ReportTable {
        ReportTable(
            name, ["admitted", "observed", "referred", "overridden", "refused"],
            rows.map {
                ($0.0, [$0.1.admitted, $0.1.observed, $0.1.referred, $0.1.overridden, $0.1.refused].map { .count($0) })
            }
        )
    }

    private var entryTable: ReportTable {
        ReportTable(
            .entries, Self.holders.map(\.name),
            entries.enumerated().map { hour, counts in
                (Self.twoDigits(hour), Self.holders.map { .count(counts[$0.holder] ?? 0) })
            })
    }

    private var refusalTable: ReportTable {
        let sorted = refusals.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        return ReportTable(.refusals, ["count"], sorted.map { ($0.key.rawValue, [.count($0.value)]) })
    }

    private var observedTable: ReportTable {
        let rows = observed.filter { $0.value.values.contains { $0 > 0 } }.sorted { $0.key.rawValue < $1.key.rawValue }
        return ReportTable(
            .observed, Self.holders.map(\.name),
            rows.map { reason, counts in (reason.rawValue, Self.holders.map { .count(counts[$0.holder] ?? 0) }) })
    }

    private var referralTable: ReportTable {
        let sorted = referrals.sorted { $0.key.rawValue < $1.key.rawValue }
        return ReportTable(
            .referrals, ["count", "let-in", "not-let-in"],
            sorted.map {
                let (count, admitted) = ($0.value.count, $0.value.admitted)
                return ($0.key.rawValue, [.count(count), .count(admitted), .count(count - admitted)])
            })
    }

    private var coverageTable: ReportTable {
        func cells(_ counts: Coverage.Counts) -> [ReportTable.Cell] {
            [.green, .yellow, .red, .black].map { .count(counts.colours[$0] ?? 0) } + [.count(counts.nothing)]
        }
        let days = coverage.days.sorted { $0.key < $1.key }.map { (Self.date($0.key), cells($0.value)) }
        return ReportTable(.coverage, ["green", "yellow", "red", "black", "nothing"], days)
    }

    private var insideTable: ReportTable {
        ReportTable(
            .inside, ["peak"],
            inside.peaks.enumerated().map { place, peak in
                (
                    "\(Self.twoDigits(place / 4)):\(Self.twoDigits(place % 4 * 15))",
                    [peak.map { .count($0) } ?? .unknown]
                )
            })
    }

    private var reading: ReportTable {
        let counts = [
            ("presentations", coverage.presentations), ("not-understood", coverage.notUnderstood),
            ("people", coverage.firstTry.people), ("first-try", coverage.firstTry.admitted),
        ]
        func time(_ percent: Int) -> ReportTable.Cell {
            times.milliseconds(within: percent).map { .milliseconds($0) } ?? .unknown
        }
        return ReportTable(
            .reading, ["count"],
            counts.map { ($0.0, [.count($0.1)]) } + [("time-median-ms", [time(50)]), ("time-95-ms", [time(95)])])
    }

    private var outageTable: ReportTable {
        let rows = [
            ("stops", outages.stops, outages.stopped), ("power-cuts", outages.cuts, outages.cutAtMost),
            ("service-mode", outages.services, outages.inService),
        ]
        return ReportTable(
            .outages, ["count", "minutes"],
            rows.map { ($0.0, [.count($0.1), .count(Self.minutes($0.2))]) }
                + [("unsure-rows", [.count(unsure), .unknown])])
    }

    private var incidentTable: ReportTable {
        let lengths = outages.incidents
        return ReportTable(
            .incidents, ["count", "minutes"],
            incidents.sorted { $0.key < $1.key }.map { name, count in
                let length = Incident(rawValue: name).flatMap { lengths[$0] }
                return (name, [.count(count), length.map { .count(Self.minutes($0)) } ?? .unknown])
            })
    }

    /// A minute that was begun counts.
    private static func minutes(_ length: Duration) -> Int {
        Int((length / .seconds(60)).rounded(.up))
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func date(_ day: Int64) -> String { String("\(LocalTime(seconds: day * 86_400))".prefix(10)) }
}
