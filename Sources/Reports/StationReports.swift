import Credentials
import Foundation
import Glibc

/// The reports of several stations for the same span, as `report --json` wrote them.
public struct StationReports: Sendable {
    /// What is wrong with the files, all of it: a line each.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// Bytes of a file: ten times what the days of ten years need.
    static let maximumLength = 1 << 24

    /// At least one, of as many stations and of one span.
    let sheets: [ReportSheet]

    /// Reads them; a station may be there once.
    public init(files: [String]) throws(Fault) {
        var faults: [String] = []
        var read: [(file: String, sheet: ReportSheet)] = []
        for file in files {
            do {
                let bytes = try OpenFile(file, O_RDONLY).read(limit: Self.maximumLength)
                read.append((file, try JSONDecoder().decode(ReportSheet.self, from: Data(bytes))))
            } catch let error as SystemError {
                faults.append("\(file): cannot be read: \(error.words)")
            } catch let error as DecodingError {
                faults.append("\(file): \(error.words): make it with `scan-appliance report --json` of this version")
            } catch {
                faults.append("\(file): is no report: \(error)")
            }
        }
        for (place, (file, sheet)) in read.enumerated() {
            let first = read[0]
            if sheet.since != first.sheet.since || sheet.until != first.sheet.until {
                faults.append(
                    "\(file): is of \(sheet.since) to \(sheet.until), and \(first.file) of \(first.sheet.since) to "
                        + "\(first.sheet.until): make all of them of one span")
            }
            if let same = read[..<place].first(where: { $0.sheet.station == sheet.station }) {
                let station = sheet.station ?? ""
                faults.append("\(file): is of station \(station), as \(same.file) is: name each station once")
            }
        }
        guard faults.isEmpty else { throw Fault(description: faults.joined(separator: "\n")) }
        sheets = read.map(\.sheet)
    }

    /// All of them together: the tables that can be added, and those with a row for each station.
    /// - Parameter least: numbers of people below it are not told, nor below what any of the stations was asked not to tell.
    public func sum(atLeast least: Int = 0) -> ReportSheet {
        let least = sheets.reduce(least) { max($0, $1.least) }
        let sums = sheets[0].tables.compactMap { table in ReportTable(sum: sheets.compactMap { $0[table.name] }) }
        let reasons = sums.first { $0.name == .refusals }?.rows.map(\.name) ?? []
        var stations = [
            byStation(.stations, .summary) { $0.rows.map { ($0.name, $0.cells[0]) } },
            byStation(.stationRefusals, .refusals) { table in
                reasons.map { reason in
                    (reason, table.rows.first { $0.name == reason }?.cells[0] ?? .count(0))
                }
            },
            byStation(.stationCoverage, .coverage) { Array(zip($0.columns, $0.columnSums)) },
            byStation(.stationReading, .reading) { $0.rows.map { ($0.name, $0.cells[0]) } },
        ]
        // Its numbers have two totals each, by reason and by station, which together would tell what is hidden.
        if least > 1 { stations.removeAll { $0.name == .stationRefusals } }
        return ReportSheet(
            station: nil, since: sheets[0].since, until: sheets[0].until, least: least,
            tables: (sums.prefix(1) + stations + sums.dropFirst()).map { $0.suppressed(below: least) })
    }

    /// A table with a row for each station: what `line` makes of its `table`.
    private func byStation(
        _ name: ReportTable.Name, _ table: ReportTable.Name, _ line: (ReportTable) -> [(String, ReportTable.Cell)]
    ) -> ReportTable {
        let lines = sheets.map { sheet in (sheet.station ?? "", sheet[table].map(line) ?? []) }
        return ReportTable(name, lines[0].1.map(\.0), lines.map { ($0.0, $0.1.map(\.1)) })
    }
}

extension ReportTable {
    /// Rows that are no numbers of people or codes: the most of two stations is not the sum of theirs, nor is a median.
    private static let single: Set<String> = ["peak", "time-median-ms", "time-95-ms"]

    /// Row by row the sum of the same table of several stations; nil where there is none. A row that a station does not have
    /// is a day or a reason that it had nobody for.
    init?(sum parts: [ReportTable]) {
        guard let first = parts.first, first.name != .inside else { return nil }
        var sums: [String: [Cell]] = [:]
        for row in parts.flatMap(\.rows) where !Self.single.contains(row.name) {
            sums[row.name] = sums[row.name].map { zip($0, row.cells).map(+) } ?? row.cells
        }
        let fixed = Self.shapes.first { $0.name == first.name }?.rows.map(\.name) ?? []
        var names = fixed.isEmpty ? sums.keys.sorted() : fixed.filter { sums[$0] != nil }
        if first.name == .refusals {
            names.sort { (sums[$1]![0].number, $0) < (sums[$0]![0].number, $1) }
        }
        self.init(first.name, first.columns, names.map { ($0, sums[$0]!) })
    }

    fileprivate var columnSums: [Cell] {
        columns.indices.map { column in rows.map { $0.cells[column] }.reduce(.count(0), +) }
    }
}

extension ReportTable.Cell {
    /// Nothing is added to what is not told or not known.
    static func + (a: Self, b: Self) -> Self {
        switch (a, b) {
        case (.count(let a), .count(let b)): .count(a + b)
        case (.few, _), (.hidden, _), (_, .few), (_, .hidden): .hidden
        default: .unknown
        }
    }
}
