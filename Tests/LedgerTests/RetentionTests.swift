import GRDB
import Testing
import Vocabulary

@testable import Ledger

@Suite struct RetentionTests {
    @Test func `rows go by age, the anchor stays and the chain holds`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        for days in 0..<10 { try ledger.append(entry(at: later(Int64(days)))) }
        let fourth = try folder.rows()[3].head
        #expect(try ledger.dropRows(olderThan: later(4), now: later(9)) == 4)
        #expect(try ledger.dropRows(olderThan: later(4), now: later(9)) == 0)
        #expect(try folder.rows().map(\.sequence) == Array(5...10))
        #expect(try folder.check(known: [fourth, ledger.head]) == .whole(rows: 6, head: ledger.head))
    }

    @Test func `when all rows are gone the sequence goes on`() throws {
        let folder = try Folder()
        var ledger: Ledger? = try folder.open()
        for _ in 1...3 { try ledger?.append(entry()) }
        #expect(try ledger?.dropRows(olderThan: later(9), now: later(9)) == 3)
        #expect(try folder.check() == .whole(rows: 0, head: ledger!.head))
        ledger = nil
        ledger = try folder.open()
        #expect(try ledger?.append(entry()).sequence == 4)
        #expect(ledger?.setAside == nil)
    }

    @Test func `a call takes out a bounded batch`() throws {
        let folder = try Folder()
        try fill(folder, rows: 1200)
        let ledger = try folder.open()
        var batches: [Int] = []
        while case let count = try ledger.dropRows(olderThan: later(1), now: later(2)), count > 0 {
            batches.append(count)
        }
        #expect(batches == [500, 500, 200])
    }

    @Test func `a row without a sure time is as old as the next that has one`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let start = WallTime(milliseconds: 0)
        try ledger.append(entry(at: start, clock: .untrusted))
        try ledger.append(entry(at: later(1)))
        try ledger.append(entry(at: start, clock: .untrusted))
        try ledger.append(entry(at: later(900)))
        try ledger.append(entry(at: later(5)))
        try ledger.append(entry(at: start, clock: .untrusted))
        // 1 and 2 are older than day 3. 3 may be as young as 5, and 4 is from after now: neither is surely old.
        #expect(try ledger.dropRows(olderThan: later(3), now: later(6)) == 2)
        #expect(try ledger.dropRows(olderThan: later(6), now: later(6)) == 3)
        #expect(try folder.rows().map(\.sequence) == [6])
    }

    @Test func `many rows without a sure time are looked at in bounded steps`() throws {
        let folder = try Folder()
        try fill(folder, rows: 2 * Int(LedgerFile.unsureBatch) + 100)
        try folder.tamper("UPDATE ledger SET clock = 'untrusted' WHERE sequence <= \(2 * LedgerFile.unsureBatch)")
        let ledger = try folder.open()
        let dropped = try (0..<4).map { _ in try ledger.dropRows(olderThan: later(1), now: later(2)) }
        #expect(dropped == [0, 0, 500, 500])
    }

    @Test func `the time of holdover is sure, and the newest trusted row tells what was last certain`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        #expect(try ledger.newestTrustedTime() == nil)
        try ledger.append(entry())
        try ledger.append(entry(at: later(1), clock: .holdover))
        try ledger.append(entry(at: later(500), clock: .untrusted))
        #expect(try folder.rows().map(\.clock) == [.trusted, .holdover, .untrusted])
        #expect(try folder.rows()[1].line.contains("(clock holdover)"))
        #expect(try ledger.newestTrustedTime() == noon)
        #expect(try ledger.dropRows(olderThan: later(3), now: later(6)) == 2)
    }

    @Test func `a spent pass stays spent until a day after it expires, without its row`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let hash = ledger.hash(of: pass(1, expires: later(10)))
        let forEver = ledger.hash(of: pass(2, expires: nil))
        try ledger.append(admission(pass(1, expires: later(10)), in: ledger))
        try ledger.append(admission(pass(2, expires: nil), in: ledger))
        #expect(try ledger.dropRows(olderThan: later(5), now: later(5)) == 2)
        _ = try ledger.dropRows(olderThan: later(5), now: later(10))
        #expect(try ledger.isSpent(hash))
        _ = try ledger.dropRows(olderThan: later(5), now: later(11))
        #expect(try !ledger.isSpent(hash))
        _ = try ledger.dropRows(olderThan: later(5), now: WallTime(milliseconds: .max))
        #expect(try ledger.isSpent(forEver))
    }

    @Test func `of many spent passes some are looked at a call, and all in the end`() throws {
        let folder = try Folder()
        try folder.open().append(entry())
        try folder.tamper(
            """
            WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 50000)
            INSERT INTO spent SELECT CAST(printf('%032d', n) AS BLOB), n % 2 * 9000000000000000 FROM more;
            """)
        let ledger = try folder.open()
        let left = try (0..<4).map { _ in
            _ = try ledger.dropRows(olderThan: later(0), now: later(9))
            return try ledger.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM spent") }
        }
        #expect(left == [40_000, 30_000, 25_000, 25_000])
    }
}
