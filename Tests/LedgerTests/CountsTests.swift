import Admission
import Credentials
import GRDB
import Testing
import Vocabulary

@testable import Ledger

@Suite struct CountsTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func counted(_ crossing: Crossing? = nil, inside: Int, _ mark: CountMark? = nil) -> LedgerEntry {
        var row = entry(mark == nil ? .decision : .command)
        (row.verdict, row.reason) = (.admit, .ok)
        (row.crossing, row.inside, row.mark) = (crossing, inside, mark)
        return row
    }

    @Test func `a start finds the rows since the last reset that count, and no others`() throws {
        let ledger = try folder.open()
        #expect(try ledger.countedRows().rows.isEmpty)
        try ledger.append(counted(.entry, inside: 1))
        try ledger.append(counted(inside: 0, .reset))
        var row = admission(pass(1), in: ledger)
        row.inside = 1
        try ledger.append(row)
        try ledger.append(entry())
        try ledger.append(counted(.exit, inside: 0))
        let counts = try ledger.countedRows()
        #expect(counts.rows.map(\.inside) == [0, 1, 0] && counts.rows.map(\.crossing) == [nil, .entry, .exit])
        #expect(counts.rows[1].credential == row.credential && counts.rows[1].holderClass == .visitor)
        #expect(counts.rows[1].boot == "boot-1" && counts.rows[1].time == noon && counts.rows[1].clock == .trusted)
    }

    @Test func `a level holds over restarts and resets until it is taken back`() throws {
        var ledger: Ledger? = try folder.open()
        try ledger?.append(counted(inside: 0, .level(3)))
        try ledger?.append(counted(inside: 0, .reset))
        ledger = nil
        ledger = try folder.open()
        #expect(try ledger?.countedRows().level == 3)
        try ledger?.append(counted(inside: 0, .level(nil)))
        #expect(try ledger?.countedRows().level == nil)
    }

    @Test func `that it is closed to visitors holds over restarts and resets until it is open again`() throws {
        var ledger: Ledger? = try folder.open()
        #expect(try ledger?.countedRows().isClosed == false)
        try ledger?.append(counted(inside: 0, .closed(true)))
        try ledger?.append(counted(inside: 0, .reset))
        ledger = nil
        ledger = try folder.open()
        #expect(try ledger?.countedRows().isClosed == true)
        try ledger?.append(counted(inside: 0, .closed(false)))
        #expect(try ledger?.countedRows().isClosed == false)
    }

    @Test func `a row that is not written changes neither level nor reset`() throws {
        let ledger = try folder.open()
        var row = counted(inside: 0, .level(2))
        row.note = "not a note"
        #expect(throws: LedgerFault.self) { try ledger.append(row) }
        #expect(try ledger.countedRows().level == nil)
    }

    @Test func `of many rows only the last are read`() throws {
        let ledger = try folder.open()
        for number in 1...3 { try ledger.append(counted(.entry, inside: number)) }
        try folder.tamper(
            """
            WITH RECURSIVE more(n) AS (SELECT 4 UNION ALL SELECT n + 1 FROM more WHERE n < 20003)
            INSERT INTO ledger (sequence, station, boot, gate, kind, monotonic, time, clock, inside, hmac)
                SELECT n, '', '', '', 'command', 0, 0, 'trusted', n, zeroblob(32) FROM more;
            """)
        let rows = try ledger.countedRows().rows
        #expect(rows.count == CountedRows.limit && rows.first?.inside == 4 && rows.last?.inside == 20_003)
    }

    @Test func `a ledger that replaces a damaged one goes on counting`() throws {
        var ledger: Ledger? = try folder.open()
        try ledger?.append(counted(inside: 0, .level(2)))
        try ledger?.append(counted(inside: 0, .closed(true)))
        for number in 1...4 { try ledger?.append(counted(.entry, inside: number)) }
        ledger = nil
        try folder.tamper("UPDATE ledger SET gate = 'other' WHERE sequence = 6")
        ledger = try folder.open()
        #expect(ledger?.setAside != nil)
        let counts = try #require(try ledger?.countedRows())
        #expect(counts.inside == 4 && counts.level == 2 && counts.isClosed && counts.rows.isEmpty)
    }
}

@Suite struct MigrationTests {
    /// A ledger as the first version left it: three rows, one of a spent pass.
    private func old() throws -> Folder {
        let folder = try Folder()
        let ledger = try folder.open()
        var row = admission(pass(1), in: ledger)
        (row.colour, row.crossing, row.inside, row.took) = (nil, nil, nil, nil)
        for row in [entry(), row, entry()] { try ledger.append(row) }
        try folder.tamper(
            """
            DROP TABLE counts;
            ALTER TABLE ledger DROP COLUMN colour;
            ALTER TABLE ledger DROP COLUMN crossing;
            ALTER TABLE ledger DROP COLUMN inside;
            ALTER TABLE ledger DROP COLUMN took;
            DELETE FROM grdb_migrations WHERE identifier <> '1';
            PRAGMA user_version = 1;
            """)
        return folder
    }

    @Test func `an old ledger can be read and checked before the gate is started again`() throws {
        let folder = try old()
        #expect(try folder.rows().map(\.sequence) == [1, 2, 3])
        guard case .whole(rows: 3, _) = try folder.check() else { return #expect(Bool(false), "not whole") }
    }

    @Test func `a start that ended between two migrations is gone on with, and nothing is set aside`() throws {
        let folder = try old()
        try folder.tamper(
            """
            ALTER TABLE ledger ADD COLUMN colour TEXT;
            INSERT INTO grdb_migrations VALUES ('colour');
            PRAGMA user_version = 2;
            """)
        #expect(try folder.rows().map(\.sequence) == [1, 2, 3])
        let ledger = try folder.open()
        #expect(ledger.setAside == nil)
        #expect(try ledger.isSpent(ledger.hash(of: pass(1))))
    }

    @Test func `a start brings it up to date, keeps what it knows, and the chain goes on`() throws {
        let folder = try old()
        let ledger = try folder.open()
        #expect(ledger.setAside == nil)
        #expect(try ledger.isSpent(ledger.hash(of: pass(1))))
        #expect(try ledger.countedRows().rows.isEmpty)
        try ledger.append(admission(pass(2), in: ledger))
        #expect(try ledger.countedRows().rows.map(\.inside) == [1])
        #expect(try folder.rows().map(\.colour) == [nil, nil, nil, .green])
        guard case .whole(rows: 4, _) = try folder.check() else { return #expect(Bool(false), "not whole") }
    }
}

@Suite struct ObservedTests {
    @Test func `who came in only because the gate observed is told by day, class and reason`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        func decide(_ reason: Reason, _ holder: HolderClass?, _ lock: LockOutcome, at time: WallTime = noon) throws {
            var row = entry(.decision, at: time)
            (row.verdict, row.reason, row.holderClass, row.lock) = (reason.verdict, reason, holder, lock)
            try ledger.append(row)
        }
        try decide(.ok, .member, .opened)
        try decide(.expired, .member, .opened)
        try decide(.expired, .member, .opened, at: WallTime(milliseconds: noon.milliseconds + 60_000))
        try decide(.unknownKey, nil, .opened, at: later(1))
        try decide(.expired, .visitor, .held)
        try decide(.holderCheck, .visitor, .opened, at: later(1))
        let day = { (time: WallTime) in (time.milliseconds - noon.milliseconds) / 86_400_000 }
        let observed = try Observed(folder: folder.path, day: day)
        #expect(observed.refusals.map(\.reason) == [.expired, .unknownKey, .holderCheck])
        #expect(observed.refusals.map(\.count) == [2, 1, 1] && observed.refusals.map(\.group.day) == [0, 1, 1])
        #expect(
            observed.refusals[0].first == noon && observed.refusals[0].last.milliseconds == noon.milliseconds + 60_000)
        #expect(observed.refusals.map { observed.admitted[$0.group] } == [3, 1, 1])
        #expect(observed.refusals.map(\.group.holderClass) == [.member, nil, .visitor])
        #expect(try Observed(folder: folder.path, since: later(1), day: day).refusals.map(\.count) == [1, 1])
    }
}
