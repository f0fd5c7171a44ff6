import Foundation
import FoundationXML
import Testing

@testable import Reports

/// Reports in files, as stations hand them over; they go with it.
private final class Files {
    private let folder: URL
    var names: [String] = []

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("reports-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func add(_ text: String) throws {
        let file = folder.appendingPathComponent("\(names.count).json")
        try Data(text.utf8).write(to: file)
        names.append(file.path)
    }

    func add(_ made: Made, of station: String, atLeast least: Int = 0) throws {
        try add(Self.json(ReportSheet(made.report, station: station, zone: .gmt, atLeast: least)))
    }

    func sum(atLeast least: Int = 0) throws -> ReportSheet { try StationReports(files: names).sum(atLeast: least) }

    /// What is wrong with them.
    var faults: [Substring] {
        do { _ = try StationReports(files: names) } catch { return error.description.split(separator: "\n") }
        return []
    }

    static func json(_ sheet: ReportSheet) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(sheet), as: UTF8.self)
    }
}

extension ReportSheet {
    fileprivate func cells(_ table: ReportTable.Name, _ row: String) throws -> [ReportTable.Cell] {
        try #require(self[table]?.rows.first { $0.name == row }, "\(table) \(row)").cells
    }
}

@Suite struct StationReportsTests {
    private func north() throws -> Made {
        var made = try Made()
        try made.decide(.ok, 1, .green, of: .member)
        for _ in 0..<2 { try made.decide(.expired) }
        try made.take(at: "2024-02-29T02:00:00Z") { ($0.inside, $0.took) = (5, 120) }
        try made.take(.incident) { $0.note = "camera-unplugged" }
        return made
    }

    private func south() throws -> Made {
        var made = try Made()
        for person in 1...3 { try made.decide(.ok, UInt8(person), .yellow, at: "2024-03-01T01:00:00Z") }
        for _ in 0..<7 { try made.decide(.full) }
        try made.decide(.expired)
        try made.take(at: "2024-03-01T02:00:00Z") { $0.inside = 9 }
        return made
    }

    @Test("what can be added is added, row by row, and each station has a row of its own")
    func sums() throws {
        let files = try Files()
        try files.add(north(), of: "north")
        try files.add(south(), of: "red")
        let sum = try files.sum()
        #expect(try sum.cells(.summary, "admitted") == [.count(4)] && sum.cells(.summary, "refused") == [.count(10)])
        #expect(try sum.cells(.classes, "visitor").first == .count(3))
        #expect(sum[.refusals]?.rows.map(\.name) == ["full", "expired"])
        #expect(try sum.cells(.refusals, "expired") == [.count(3)])
        #expect(sum[.days]?.rows.map(\.name) == ["2024-02-29", "2024-03-01"])
        #expect(try sum.cells(.incidents, "camera-unplugged").first == .count(1))
        let stations = try #require(sum[.stations])
        #expect(stations.columns.first == "admitted" && stations.rows.map(\.name) == ["north", "red"])
        #expect(stations.rows.map { $0.cells.first } == [.count(1), .count(3)])
        #expect(try sum.cells(.stationRefusals, "north") == [.count(0), .count(2)])
        #expect(try sum.cells(.stationCoverage, "red").prefix(2) == [.count(0), .count(3)])
    }

    @Test("the most inside and the times to a decision are no sums: each station's stand, and nothing together")
    func notAdded() throws {
        let files = try Files()
        try files.add(north(), of: "north")
        try files.add(south(), of: "south")
        let sum = try files.sum()
        #expect(sum[.stations]?.rows.map { $0.cells.last } == [.count(5), .count(9)])
        #expect(sum[.stationReading]?.rows.map { $0.cells.last } == [.milliseconds(130), .unknown])
        #expect(sum[.inside] == nil && !sum.csv.contains("summary,peak") && !sum.csv.contains("reading,time"))
        #expect(try sum.cells(.reading, "people") == [.count(4)])
    }

    @Test("a sum of which a station does not tell a part is not told")
    func hidden() throws {
        let files = try Files()
        var made = try south()
        for _ in 0..<9 { try made.decide(.revoked) }
        try files.add(made, of: "south", atLeast: 3)
        try files.add(north(), of: "north")
        let sum = try files.sum()
        #expect(sum.least == 3)
        #expect(try sum.cells(.refusals, "expired") == [.hidden] && sum.cells(.refusals, "full") == [.hidden])
        #expect(try sum.cells(.refusals, "revoked") == [.count(9)])
        // Nor are the other's small numbers, which were told alone.
        #expect(try sum.cells(.stations, "north").first == .few)
        #expect(sum.csv.contains("refusals,full,count,*\r\n") && sum.lines.contains("*"))
        #expect(try Files.json(sum).contains(#"{"count":null,"row":"full"}"#))
        #expect(ReportPage(sum, words: .english).html.contains("<td>*</td>"))
    }

    @Test("small numbers of stations that told everything are hidden after they are added")
    func suppressed() throws {
        let files = try Files()
        try files.add(north(), of: "north")
        try files.add(south(), of: "south")
        let sum = try files.sum(atLeast: 4)
        #expect(try sum.cells(.summary, "admitted") == [.count(4)])
        #expect(try sum.cells(.refusals, "expired") == [.few] && sum.cells(.refusals, "full") == [.hidden])
        #expect(sum[.stations]?.rows.map { $0.cells.first } == [.few, .few])
        // A row's total stands in `stations`, a column's in `refusals`.
        #expect(sum[.stationRefusals] == nil)
    }

    @Test("a report is read as it was written, hidden numbers apart")
    func reading() throws {
        let sheet = ReportSheet(try north().report, station: "north", zone: .gmt)
        let read = try JSONDecoder().decode(ReportSheet.self, from: Data(Files.json(sheet).utf8))
        #expect(read.csv == sheet.csv && read.since == sheet.since && read.station == "north")
    }

    @Test(
        "what no station wrote is refused, and the file and the place are named",
        arguments: [
            (#""north""#, "null", #""station""#), (#""north""#, #""a b""#, #""station""#),
            (#""since":"1970-01-01 00:00""#, #""since":"1970-01-01""#, #""since""#),
            (#""at_least":0"#, #""at_least":-1"#, #""at_least""#),
            (#""at_least":0"#, #""at_least":0,"peaks":[]"#, #""peaks""#),
            (#""days":"#, #""dates":"#, #""days" is missing"#),
            (#""refusals":[{"count":2"#, #""refusals":[{"count":-2"#, #""refusals" row 1 "count""#),
            (#""refusals":[{"count":2"#, #""refusals":[{"count":2.5"#, #""refusals" row 1 "count""#),
            (#""refusals":[{"count":2"#, #""refusals":[{"count":null"#, #""refusals" row 1 "count""#),
            (#""refusals":[{"count":2"#, #""refusals":[{"count":9000000000000000000"#, #""refusals" row 1 "count""#),
            (#""refusals":[{"count":2"#, #""refusals":[{"most":1,"count":2"#, #""refusals" row 1 "most""#),
            (#""refusals":[{"count":2,"#, #""refusals":[{"#, #""refusals" row 1 "count" is missing"#),
            (#""refusals":[{"#, #""refusals":[{"count":1,"row":"expired"},{"#, #""refusals" row 2 "row""#),
            (#""row":"expired""#, #""row":"<b>""#, #""refusals" row 1 "row""#),
            (#""row":"visitor""#, #""row":"guest""#, #""classes" row 2"#),
            (#""row":"2024-02-29""#, #""row":"2023-02-29""#, #""days" row 1 "row""#),
            (#""outages":"#, #""outages":[],"old":"#, #""outages""#), (#"{"at_least""#, #"["at_least""#, "is no JSON"),
        ])
    func refused(_ from: String, _ to: String, _ place: String) throws {
        let files = try Files()
        let text = try Files.json(ReportSheet(try north().report, station: "north", zone: .gmt))
        try #require(text.contains(from))
        try files.add(text.replacing(from, with: to))
        let fault = try #require(files.faults.first)
        #expect(fault.hasPrefix(files.names[0]) && fault.contains(place) && fault.contains("report --json"), "\(fault)")
    }

    @Test("all faults of all files are listed: another span, a station twice, a sum, a folder")
    func allFaults() throws {
        let files = try Files()
        try files.add(north(), of: "north")
        try files.add(south(), of: "north")
        let later = Report(span: .init(seconds: 0)..<(.init(seconds: 86_400)), zone: .gmt)
        try files.add(Files.json(ReportSheet(later, station: "south", zone: .gmt)))
        let alone = try Files()
        try alone.add(south(), of: "south")
        try files.add(Files.json(alone.sum()))
        files.names.append("/")
        let lines = files.faults
        #expect(lines.count == 4, "\(lines)")
        for (file, words) in [
            (files.names[1], "once"), (files.names[2], "1970-01-02"), (files.names[3], "station"), ("/", "directory"),
        ] {
            #expect(lines.contains { $0.hasPrefix("\(file): ") && $0.contains(words) }, "\(file) \(words)")
        }
    }

    @Test("the page of several stations says so, and a station's name is never translated", arguments: [true, false])
    func page(_ isEnglish: Bool) throws {
        let files = try Files()
        try files.add(north(), of: "north")
        try files.add(south(), of: "red")
        let page = ReportPage(try files.sum(), words: isEnglish ? .english : .indonesian).html
        #expect(page.contains(isEnglish ? "Report of stations together: 2" : "Laporan gabungan stasiun: 2"))
        #expect(page.contains("<th>red</th>"))
        let parser = XMLParser(data: Data(page.replacing(/<!DOCTYPE html>|<meta[^>]*>/, with: "").utf8))
        #expect(parser.parse(), "line \(parser.lineNumber)")
    }
}
