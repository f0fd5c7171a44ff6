import Foundation

/// A report ready to be shown: its tables, whose they are, and of when.
public struct ReportSheet: Sendable {
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

    /// What stands in a cell.
    func text(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .count(let count): "\(count)"
        case .milliseconds(let length): "\(length)"
        case .few: "<\(least)"
        case .unknown: ""
        }
    }

    /// For people at a terminal; rows that say nothing are left out.
    public var lines: String {
        let words = ReportWords.english
        var text = "\(words.title)\(station.map { " \($0)" } ?? ""), \(since) to \(until)\n"
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
        return text + "\n" + words.notes.joined(separator: "\n") + "\n"
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

extension ReportSheet: Encodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
        init(_ name: String) { stringValue = name.replacing("-", with: "_") }
    }

    /// A list of objects for each table: `row`, and a number for each column, null where it is not told or not known.
    public func encode(to encoder: any Encoder) throws {
        var sheet = encoder.container(keyedBy: Key.self)
        try sheet.encode(station, forKey: Key("station"))
        try sheet.encode(since, forKey: Key("since"))
        try sheet.encode(until, forKey: Key("until"))
        try sheet.encode(least, forKey: Key("at_least"))
        for table in tables {
            var rows = sheet.nestedUnkeyedContainer(forKey: Key(table.name.rawValue))
            for row in table.rows {
                var object = rows.nestedContainer(keyedBy: Key.self)
                try object.encode(row.name, forKey: Key("row"))
                for (column, cell) in zip(table.columns, row.cells) {
                    switch cell {
                    case .count(let number), .milliseconds(let number):
                        try object.encode(number, forKey: Key(column))
                    case .few, .unknown: try object.encodeNil(forKey: Key(column))
                    }
                }
            }
        }
    }
}
