import Foundation

/// A report ready to be shown: its tables, whose they are, and of when.
public struct ReportSheet: Sendable {
    /// Whose it is; nil where nobody said it, and for several stations together.
    let station: String?
    /// Local times such as `2024-02-29 00:00`; until that one, without it.
    let since: String
    let until: String
    /// Smaller numbers of people are not told; 0: all are.
    let least: Int
    let tables: [ReportTable]

    public init(_ report: Report, station: String?, zone: TimeZone, atLeast least: Int = 0) {
        var local = StationZone(zone)
        self.station = station
        since = local.local(at: report.span.lowerBound).description
        until = local.local(at: report.span.upperBound).description
        self.least = least
        tables = report.tables(atLeast: least)
    }

    init(station: String?, since: String, until: String, least: Int, tables: [ReportTable]) {
        (self.station, self.since, self.until, self.least, self.tables) = (station, since, until, least, tables)
    }

    subscript(_ name: ReportTable.Name) -> ReportTable? { tables.first { $0.name == name } }

    /// What stands in a cell.
    func text(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .count(let count): "\(count)"
        case .milliseconds(let length): "\(length)"
        case .few: "<\(least)"
        case .hidden: "*"
        case .unknown: ""
        }
    }

    /// For people at a terminal; rows that say nothing are left out.
    public var lines: String {
        let words = ReportWords.english
        var text = "\(words.heading(self)), \(since) to \(until)\n"
        for table in tables {
            let rows = table.rows.filter { $0.saysSomething || table.name == .summary || table.name == .reading }
            text += "\n\(words.title(table.name))\n"
            guard !rows.isEmpty else {
                text += "  -\n"
                continue
            }
            let lines = rows.map { row in [row.name] + row.cells.map(self.text) }
            text += Self.aligned((table.columns == ["count"] ? [] : [[""] + table.columns]) + lines)
        }
        return text + "\n" + words.notes(self).joined(separator: "\n") + "\n"
    }

    private static func aligned(_ lines: [[String]]) -> String {
        let widths = lines.reduce(into: [Int](repeating: 0, count: lines.map(\.count).max() ?? 0)) { widths, line in
            for (place, field) in line.enumerated() { widths[place] = max(widths[place], field.count) }
        }
        return lines.map { line in
            "  "
                + line.enumerated().map { place, field in
                    let blank = String(repeating: " ", count: widths[place] - field.count)
                    return place == 0 ? field + blank : blank + field
                }.joined(separator: "  ") + "\n"
        }.joined()
    }

    /// One record for each cell: table, row, column, value (RFC 4180). An unknown value is empty.
    public var csv: String {
        var text = "table,row,column,value\r\n"
        for table in tables {
            for row in table.rows {
                for (column, cell) in zip(table.columns, row.cells) {
                    text += "\(table.name.rawValue),\(row.name),\(column),\(self.text(cell))\r\n"
                }
            }
        }
        return text
    }
}

extension ReportTable.Row {
    var saysSomething: Bool { cells.contains { $0 != .count(0) && $0 != .unknown } }
}
