import Admission
import Foundation
import Vocabulary

/// Names of JSON's objects: those of tables and columns, with `_` in words.
private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    init(_ name: String) { stringValue = name.replacing("-", with: "_") }
}

extension ReportSheet: Encodable {
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
                    case .few, .hidden, .unknown: try object.encodeNil(forKey: Key(column))
                    }
                }
            }
        }
    }
}

extension ReportSheet: Decodable {
    /// Reads the report of one station. What is more than that, or less, is a fault.
    public init(from decoder: any Decoder) throws {
        let sheet = try decoder.container(keyedBy: Key.self)
        func text(_ name: String, _ problem: String, _ isRight: (String) -> Bool) throws -> String {
            let text = try sheet.decode(String.self, forKey: Key(name))
            guard isRight(text) else { throw sheet.fault(name, problem) }
            return text
        }
        station = try text("station", "is no name of a station", ReportTable.isPlain)
        since = try text("since", "is no local time") { LocalTime($0)?.description == $0 }
        until = try text("until", "is no local time") { LocalTime($0)?.description == $0 }
        guard let least = try? sheet.decode(Int.self, forKey: Key("at_least")), (0...1000).contains(least)
        else { throw sheet.fault("at_least", "is not from 0 to 1000") }
        self.least = least
        tables = try ReportTable.shapes.map { shape in
            let rows = try sheet.nestedUnkeyedContainer(forKey: Key(shape.name.rawValue))
            return try ReportTable(rows, like: shape, hides: least > 1)
        }
        try sheet.refuseOthers(than: ["station", "since", "until", "at_least"] + tables.map(\.name.rawValue))
    }
}

extension ReportTable {
    /// What a report of one station has: its tables, with the rows that are in each report.
    static let shapes = Report(span: WallTime(seconds: 0)..<WallTime(seconds: 0), zone: .gmt).tables()

    /// More of anything than any station counts.
    private static let most = 1_000_000_000_000

    /// - Parameter hides: whether small numbers of people are null.
    fileprivate init(_ list: any UnkeyedDecodingContainer, like shape: ReportTable, hides: Bool) throws {
        var list = list
        self = shape
        rows = []
        var names: Set<String> = []
        while !list.isAtEnd {
            let object = try list.nestedContainer(keyedBy: Key.self)
            let name = try object.decode(String.self, forKey: Key("row"))
            guard shape.isRow(name, at: rows.count), names.insert(name).inserted else {
                throw object.fault("row", "is none that stands here")
            }
            let cells = try columns.enumerated().map { place, column in
                let usual = shape.rows.isEmpty ? nil : shape.rows[rows.count].cells[place]
                let mayBeUnknown = usual == .unknown || (self.name, column) == (.incidents, "minutes")
                guard try !object.decodeNil(forKey: Key(column)) else {
                    if mayBeUnknown { return Cell.unknown }
                    if hides, self.name.isOfPeople { return .hidden }
                    throw object.fault(column, "is null where nothing is hidden")
                }
                guard let number = try? object.decode(Int.self, forKey: Key(column)), (0...Self.most).contains(number)
                else { throw object.fault(column, "is no number of people, codes or minutes") }
                return self.name == .reading && mayBeUnknown ? .milliseconds(number) : .count(number)
            }
            try object.refuseOthers(than: ["row"] + columns)
            rows.append(Row(name: name, cells: cells))
        }
        guard rows.count >= shape.rows.count else {
            throw DecodingError.dataCorruptedError(in: list, debugDescription: "ends too early")
        }
    }

    /// Whether a row of this name can be the one at `place`.
    private func isRow(_ row: String, at place: Int) -> Bool {
        guard rows.isEmpty else { return rows.indices.contains(place) && rows[place].name == row }
        return switch name {
        case .days, .coverage: row.utf8.count == 10 && LocalTime(row) != nil
        case .refusals, .observed, .referrals: Reason(rawValue: row) != nil
        default: Self.isPlain(row)
        }
    }

    /// Whether it may be the name of a station or an incident.
    fileprivate static func isPlain(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9._-]{1,64}/) != nil
    }
}

extension KeyedDecodingContainer<Key> {
    fileprivate func fault(_ name: String, _ problem: String) -> DecodingError {
        .dataCorruptedError(forKey: Key(name), in: self, debugDescription: problem)
    }

    fileprivate func refuseOthers(than names: [String]) throws {
        let known = Set(names.map { Key($0).stringValue })
        guard let other = allKeys.first(where: { !known.contains($0.stringValue) }) else { return }
        throw fault(other.stringValue, "is not known here")
    }
}

extension DecodingError {
    /// Where it is, and what is wrong there.
    var words: String {
        let (path, problem): ([any CodingKey], String) =
            switch self {
            case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context):
                (context.codingPath, "has another kind of value than there has to be")
            case .dataCorrupted(let context):
                (context.codingPath, context.codingPath.isEmpty ? "is no JSON" : context.debugDescription)
            @unknown default: ([], "is no report")
            }
        let place = path.map { key in key.intValue.map { "row \($0 + 1)" } ?? "\"\(key.stringValue)\"" }
        return (place + [problem]).joined(separator: " ")
    }
}
