import Admission
import Credentials
import Foundation
import FoundationXML
import Ledger
import Testing
import Vocabulary

@testable import Reports

/// Rows that a test makes, in the order in which it makes them.
struct Made {
    private(set) var report: Report
    private let gate = "in"

    init(_ zone: String = "Asia/Jakarta") throws {
        let all = WallTime(seconds: 0)..<WallTime(seconds: 4_000_000_000)
        report = Report(span: all, zone: try #require(TimeZone(identifier: zone)))
    }

    mutating func take(
        _ kind: RowKind = .decision, at time: String = "2024-02-29T01:00:00Z",
        _ edit: (inout LedgerSpan.Row) -> Void = { _ in }
    ) throws {
        var row = LedgerSpan.Row(kind: kind, gate: gate, boot: "boot-1", time: try #require(WallTime(rfc3339: time)))
        edit(&row)
        report.take(row)
    }

    mutating func decide(
        _ reason: Reason, _ person: UInt8? = nil, _ colour: Colour? = nil, of holder: HolderClass? = .visitor,
        at time: String = "2024-02-29T01:00:00Z"
    ) throws {
        try take(at: time) {
            ($0.reason, $0.verdict, $0.colour, $0.holderClass) = (reason, reason.verdict, colour, holder)
            $0.credential = person.map { CredentialHash(bytes: [$0]) }
            let isIn = reason.verdict == .admit
            ($0.lock, $0.crossing) = (isIn ? .opened : .held, isIn ? .entry : nil)
        }
    }

    func cells(_ name: ReportTable.Name, _ row: String, atLeast least: Int = 0) throws -> [ReportTable.Cell] {
        let table = try #require(report.tables(atLeast: least).first { $0.name == name })
        return try #require(table.rows.first { $0.name == row }).cells
    }
}

@Suite struct ReportTests {
    @Test("admissions, refusals and what observing let in are told apart, by class, hour and day of the local time")
    func tallies() throws {
        var made = try Made()
        try made.decide(.ok, of: .member)
        try made.decide(.expired)
        try made.decide(.expired, of: nil, at: "2024-02-29T17:00:00Z")
        try made.take { ($0.verdict, $0.reason, $0.lock, $0.holderClass) = (.deny, .expired, .opened, .visitor) }
        try made.take { ($0.verdict, $0.reason, $0.lock) = (.admit, .ok, .failed) }
        #expect(made.report.total == Report.Tally(admitted: 2, observed: 1, refused: 2))
        #expect(made.report.classes[.member]?.admitted == 1 && made.report.classes[nil]?.refused == 1)
        #expect(made.report.hours[8].admitted == 2 && made.report.hours[0].refused == 1)
        #expect(try made.cells(.days, "2024-02-29").first == .count(2))
        #expect(try made.cells(.days, "2024-03-01").last == .count(1))
        #expect(made.report.refusals == [.expired: 2] && made.report.failedLocks == 1)
    }

    @Test("whom a lock that failed after the row kept out did not come in")
    func failedLock() throws {
        var made = try Made()
        func fail(_ inside: Int?) throws {
            try made.take(.incident) { ($0.note, $0.lock, $0.inside) = ("line-failed", .failed, inside) }
        }
        try made.decide(.ok, of: .member)
        try made.take {
            ($0.verdict, $0.reason, $0.lock, $0.crossing, $0.holderClass) = (.deny, .expired, .opened, .entry, .visitor)
        }
        #expect(made.report.observed == [.expired: [.visitor: 1]])
        try fail(1)
        #expect(made.report.total == Report.Tally(admitted: 1) && made.report.failedLocks == 1)
        #expect(try made.cells(.entries, "08") == [.count(1), .count(0), .count(0)])
        // A trial of the lock: nobody was let in.
        try fail(nil)
        #expect(made.report.total.admitted == 1 && made.report.failedLocks == 2)
        #expect(made.report.tables().first { $0.name == .observed }?.rows.isEmpty == true)
    }

    @Test("the time to a decision: half within, and most within")
    func times() throws {
        var made = try Made()
        #expect(try made.cells(.reading, "time-median-ms") == [.unknown])
        for took in Array(repeating: 120, count: 90) + Array(repeating: 900, count: 9) + [60_000] {
            try made.take { ($0.verdict, $0.reason, $0.lock, $0.took) = (.deny, .full, .held, took) }
        }
        #expect(try made.cells(.reading, "time-median-ms", atLeast: 200) == [.milliseconds(130)])
        #expect(try made.cells(.reading, "time-95-ms") == [.milliseconds(910)])
        #expect(made.report.times.milliseconds(within: 100) == 10_010)
    }

    @Test("an incident lasts until its row says that it is over, until the station went, or still")
    func incidents() throws {
        var made = try Made()
        func incident(_ note: String, at minute: String, gate: String = "in") throws {
            try made.take(.incident, at: "2024-02-29T01:\(minute):00Z") { ($0.note, $0.gate) = (note, gate) }
        }
        try incident("camera-unplugged", at: "00")
        try incident("camera-unplugged", at: "05", gate: "out")
        try incident("camera-unplugged-cleared", at: "10")
        try made.take(.service, at: "2024-02-29T01:20:00Z") { ($0.note, $0.boot) = ("stopped", "boot-1") }
        try made.take(.service, at: "2024-02-29T01:50:00Z") { ($0.note, $0.boot) = ("started", "boot-1") }
        try incident("reader-crashed", at: "51")
        try incident("line-missing", at: "52")
        try incident("reader-crashed", at: "55")
        #expect(try made.cells(.incidents, "camera-unplugged") == [.count(2), .count(25)])
        #expect(try made.cells(.incidents, "line-missing") == [.count(1), .count(3)])
        #expect(try made.cells(.incidents, "reader-crashed") == [.count(2), .unknown])
        #expect(made.report.incidents["camera-unplugged-cleared"] == nil)
    }

    @Test("an incident that a wrong clock makes last for centuries is a large number, and ends nothing")
    func centuries() throws {
        var made = try Made()
        try made.take(.incident, at: "1970-01-01T00:00:00Z") { $0.note = "camera-absent" }
        try made.take(.incident, at: "2400-01-01T00:00:00Z") { $0.note = "camera-absent-cleared" }
        #expect(try made.cells(.incidents, "camera-absent").first == .count(1))
    }

    @Test("an officer's yes belongs to the referral before it at the same gate; another decision closes it")
    func referrals() throws {
        var made = try Made()
        func letIn(_ note: String, at gate: String = "in") throws {
            try made.take(.override) { ($0.lock, $0.note, $0.gate) = (.opened, note, gate) }
        }
        try made.decide(.healthYellow)
        try letIn("admit-officer", at: "side")
        try letIn("override-officer")
        try letIn("admit-officer")
        try letIn("admit-officer")
        try made.decide(.healthYellow)
        try made.decide(.ok)
        try letIn("admit-button")
        #expect(try made.cells(.referrals, "health-yellow") == [.count(2), .count(1), .count(1)])
        #expect(made.report.total.overridden == 5)
    }

    @Test("whoever shows a pass counts once a day in the coverage; whoever shows none, by coming in")
    func coverage() throws {
        var made = try Made()
        for _ in 0..<2 { try made.decide(.healthYellow, 1, .yellow) }
        try made.decide(.ok, 2, .green)
        try made.decide(.ok, 3)
        try made.decide(.notAPass, of: nil)
        try made.decide(.open, of: nil)
        try made.decide(.ok, 2, .green, at: "2024-02-29T17:00:00Z")
        let leapDay = try made.cells(.coverage, "2024-02-29")
        #expect(leapDay == [.count(1), .count(1), .count(0), .count(0), .count(2)])
        #expect(try made.cells(.coverage, "2024-03-01").first == .count(1))
        #expect(made.report.coverage.firstTry == Coverage.FirstTry(people: 4, admitted: 3))
        #expect(made.report.coverage.presentations == 7 && made.report.coverage.notUnderstood == 1)
    }

    @Test("people stay inside from one row to the next, over midnight too, and a peak knows its time")
    func inside() throws {
        var made = try Made("UTC")
        for (time, count) in [("23:50", 3), ("23:55", 2)] {
            try made.take(at: "2024-02-28T\(time):00Z") { $0.inside = count }
        }
        try made.take(at: "2024-02-29T00:20:00Z") { $0.inside = 1 }
        let curve = made.report.inside
        #expect(curve.peaks[95] == 3 && curve.peaks[0] == 2 && curve.peaks[1] == 2 && curve.peaks[2] == nil)
        #expect(curve.peak?.count == 3 && curve.peak?.time == WallTime(rfc3339: "2024-02-28T23:50:00Z"))
    }

    @Test("a stop lasts until the next start, a cut at most since the last row, service mode by each gate")
    func outages() throws {
        var made = try Made()
        func service(_ event: ServiceEvent, at minute: String, boot: String = "boot-1") throws {
            try made.take(.service, at: "2024-02-29T01:\(minute):00Z") { ($0.note, $0.boot) = (event.rawValue, boot) }
        }
        try service(.started, at: "00")
        try service(.stopped, at: "10")
        try service(.started, at: "15")
        for (note, gate, minute) in [
            ("service-on-technician", "in", "20"), ("service-on-technician", "out", "22"),
            ("service-off-timer", "in", "25"), ("service-off-technician", "out", "26"),
        ] {
            try made.take(.command, at: "2024-02-29T01:\(minute):00Z") { ($0.note, $0.gate) = (note, gate) }
        }
        try made.take(.incident, at: "2024-02-29T01:40:00Z") { ($0.note, $0.boot) = ("ledger-damaged", "boot-2") }
        try service(.started, at: "41", boot: "boot-2")
        #expect(try made.cells(.outages, "stops") == [.count(1), .count(5)])
        #expect(try made.cells(.outages, "power-cuts") == [.count(1), .count(15)])
        #expect(try made.cells(.outages, "service-mode") == [.count(2), .count(9)])
        #expect(try made.cells(.incidents, "ledger-damaged") == [.count(1), .unknown])
    }

    @Test("small numbers are not told, and no total tells them")
    func suppression() throws {
        var made = try Made()
        for _ in 0..<2 { try made.decide(.expired) }
        for _ in 0..<7 { try made.decide(.full) }
        for _ in 0..<9 { try made.decide(.revoked) }
        #expect(try made.cells(.refusals, "expired", atLeast: 3) == [.few])
        // Seven are no small number, and would tell it.
        #expect(try made.cells(.refusals, "full", atLeast: 3) == [.hidden])
        #expect(try made.cells(.refusals, "revoked", atLeast: 3) == [.count(9)])
        #expect(try made.cells(.summary, "refused", atLeast: 3) == [.count(18)])
        #expect(try made.cells(.summary, "exits", atLeast: 3) == [.count(0)])
        let sheet = ReportSheet(made.report, station: "north", zone: .gmt, atLeast: 3)
        #expect(sheet.csv.contains("refusals,expired,count,<3\r\n") && sheet.lines.contains("<3"))
        #expect(!ReportPage(sheet, words: .indonesian).html.contains("<td>2</td>"))
    }
}

@Suite struct ReportSpanTests {
    private func span(_ length: ReportSpan.Length, _ time: String, _ zone: String) throws -> [String] {
        let zone = try #require(TimeZone(identifier: zone))
        let span = ReportSpan(length, at: try #require(WallTime(rfc3339: time)), in: zone)
        return [span.times.lowerBound, span.times.upperBound].map { String($0.rfc3339.prefix(16)) }
    }

    @Test("days, weeks from Monday and months are those of the local calendar, in a leap year too")
    func lengths() throws {
        #expect(try span(.day, "2024-02-28T17:00:00Z", "Asia/Jakarta") == ["2024-02-28T17:00", "2024-02-29T17:00"])
        #expect(try span(.week, "2024-02-29T12:00:00Z", "UTC") == ["2024-02-26T00:00", "2024-03-04T00:00"])
        #expect(try span(.month, "2024-02-10T12:00:00Z", "UTC") == ["2024-02-01T00:00", "2024-03-01T00:00"])
    }

    @Test("a day on which the zone changes is shorter or longer, and an hour that comes twice counts for both")
    func zoneChange() throws {
        #expect(try span(.day, "2024-03-31T12:00:00Z", "Europe/Berlin") == ["2024-03-30T23:00", "2024-03-31T22:00"])
        #expect(try span(.day, "2024-10-27T12:00:00Z", "Europe/Berlin") == ["2024-10-26T22:00", "2024-10-27T23:00"])
        var made = try Made("Europe/Berlin")
        for time in ["00:30", "01:30", "02:30"] { try made.decide(.expired, at: "2024-10-27T\(time):00Z") }
        #expect(made.report.hours[2].refused == 2 && made.report.hours[3].refused == 1)
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        #expect(ReportSpan.instant("2024-07-01 12:00", in: zone) == WallTime(rfc3339: "2024-07-01T10:00:00Z"))
        #expect(ReportSpan.instant("2023-02-29", in: zone) == nil)
    }
}

@Suite struct ReportPageTests {
    @Test(
        "both languages name every table, every reason and every column", arguments: [ReportWords.english, .indonesian])
    func words(_ words: ReportWords) throws {
        #expect(ReportTable.Name.allCases.filter { words.titles[$0] == nil }.isEmpty)
        #expect(Reason.allCases.filter { $0.verdict != .admit && words.names[$0.rawValue] == nil }.isEmpty)
        let tables = try Made().report.tables()
        #expect(tables.flatMap(\.columns).filter { words.names[$0] == nil }.isEmpty)
        let named: Set<ReportTable.Name> = [.summary, .classes, .reading, .outages]
        let rows = tables.filter { named.contains($0.name) }.flatMap(\.rows)
        #expect(rows.filter { words.names[$0.name] == nil }.isEmpty)
    }

    @Test("a page needs nothing else, and its station's name is text")
    func page() throws {
        var made = try Made()
        for person in 0..<UInt8(20) { try made.decide(.ok, person, .green) }
        let sheet = ReportSheet(made.report, station: "<b>north", zone: .gmt)
        let page = ReportPage(sheet, words: .indonesian).html
        #expect(page.contains("&lt;b&gt;north") && page.contains("Cakupan vaksinasi") && page.contains("size: A4"))
        #expect(!page.contains("http:") && !page.contains("src=") && !page.contains("<script"))
        let parser = XMLParser(data: Data(page.replacing(/<!DOCTYPE html>|<meta[^>]*>/, with: "").utf8))
        #expect(parser.parse(), "line \(parser.lineNumber)")
    }
}
