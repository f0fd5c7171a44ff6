import Admission
import Testing
import Vocabulary

@testable import Ledger

@Suite struct LedgerSpanTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func write(_ minutes: [Int64]) throws {
        let ledger = try folder.open()
        for minute in minutes { try ledger.append(entry(at: noon + .seconds(60 * minute))) }
    }

    private func minutes(_ range: Range<Int64>) throws -> [Int64] {
        let times = (noon + .seconds(60 * range.lowerBound))..<(noon + .seconds(60 * range.upperBound))
        var found: [Int64] = []
        try LedgerSpan(folder: folder.path, times: times).visit {
            found.append(($0.time.milliseconds - noon.milliseconds) / 60_000)
        }
        return found
    }

    @Test func `a span gives its rows, each once and in their order, while the gate has the ledger open`() throws {
        let ledger = try folder.open()
        for minute in 0..<1300 { try ledger.append(entry(at: noon + .seconds(60 * minute))) }
        #expect(try minutes(600..<603) == [600, 601, 602])
        #expect(try minutes(-5..<2) == [0, 1])
        #expect(try minutes(1298..<9000) == [1298, 1299])
        #expect(try minutes(-5..<0).isEmpty && minutes(0..<1300).count == 1300)
    }

    @Test func `an empty ledger has no rows, and one that is not there is said to be absent`() throws {
        #expect(throws: LedgerFault.self) { try minutes(0..<1) }
        try write([])
        #expect(try minutes(0..<1).isEmpty)
    }

    @Test func `a clock that jumped hides nothing of the days before and after`() throws {
        // A year ahead for a while, then right again, then an hour back.
        try write(Array(0..<700) + Array(500_000..<500_100) + Array(800..<1500) + Array(1440..<1500))
        #expect(try minutes(690..<810) == Array(690..<700) + Array(800..<810))
        #expect(try minutes(1490..<1500).count == 20)
        #expect(try minutes(500_000..<600_000).count == 100)
    }

    @Test func `numbers that no row of ours has are not trapped on`() throws {
        try write([0, 1, 2])
        try folder.tamper("UPDATE ledger SET sequence = \(Int64.min) WHERE sequence = 1")
        try folder.tamper("UPDATE ledger SET sequence = \(Int64.max) WHERE sequence = 3")
        let found = try minutes(0..<3)
        #expect(found.first == 0 && found.last == 2)
    }

    @Test func `what a report looks at is as it was written`() throws {
        let ledger = try folder.open()
        var written = admission(pass(1), in: ledger)
        (written.colour, written.inside, written.crossing, written.note) = (.yellow, 4, .entry, "observed")
        written.took = 180
        try ledger.append(written)
        var found: [LedgerSpan.Row] = []
        let all = WallTime(milliseconds: .min)..<WallTime(milliseconds: .max)
        try LedgerSpan(folder: folder.path, times: all).visit { found.append($0) }
        let row = try #require(found.first)
        #expect(row.kind == .decision && row.gate == "door" && row.boot == "boot-1" && row.time == written.time)
        #expect(row.credential == written.credential && row.holderClass == written.holderClass)
        #expect(row.verdict == written.verdict && row.reason == written.reason && row.lock == written.lock)
        #expect(
            row.colour == .yellow && row.inside == 4 && row.crossing == .entry && row.note == "observed"
                && row.took == 180)
    }
}
