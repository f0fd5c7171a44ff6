import GRDB
import Testing
import Vocabulary

@testable import Ledger

@Suite struct LedgerTests {
    @Test func `what is appended is what is read, in a chain without gaps`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let entries = [
            LedgerEntry.service(.started, monotonic: MonotonicTime(nanoseconds: 1), time: noon, clock: .untrusted),
            admission(pass(1), in: ledger),
            .incident(
                .cameraStalled, gate: "door", monotonic: MonotonicTime(nanoseconds: 2), time: noon, clock: .trusted),
            admission(pass(2, expires: nil), in: ledger),
        ]
        let written = try entries.map { try ledger.append($0) }
        #expect(written.map(\.entry) == entries)
        #expect(written.map(\.sequence) == [1, 2, 3, 4])
        #expect(try folder.rows() == written)
        #expect(written.allSatisfy { $0.station == "north" && $0.boot == "boot-1" })
        #expect(ledger.head == written[3].head)
        #expect(try folder.check() == .whole(rows: 4, head: ledger.head))
    }

    @Test func `a restart goes on where the chain stood`() throws {
        let folder = try Folder()
        let first = try folder.open().append(entry())
        let ledger = try folder.open()
        #expect(ledger.head == first.head)
        #expect(ledger.setAside == nil)
        #expect(try ledger.append(entry()).sequence == 2)
        #expect(try folder.check() == .whole(rows: 2, head: ledger.head))
    }

    @Test func `a single-use pass is spent by its row, over a restart`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let hash = ledger.hash(of: pass(1))
        #expect(try !ledger.isSpent(hash))
        try ledger.append(admission(pass(1), in: ledger))
        try ledger.append(admission(pass(2, isSingleUse: false), in: ledger))
        #expect(try ledger.isSpent(hash))
        #expect(try !ledger.isSpent(ledger.hash(of: pass(2))))
        #expect(try folder.copy().open().isSpent(hash))
    }

    @Test func `what the table refuses leaves no row, no gap and no spent pass`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        var wrong = admission(pass(1), in: ledger)
        wrong.note = "Jane Doe"
        let fault = #expect(throws: LedgerFault.self) { try ledger.append(wrong) }
        #expect(fault?.kind == .refused)
        #expect(try !ledger.isSpent(ledger.hash(of: pass(1))))
        #expect(try ledger.append(entry()).sequence == 1)
    }

    @Test func `only one process writes a ledger`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let fault = #expect(throws: LedgerFault.self) { try folder.open() }
        #expect(fault?.kind == .busy)
        try ledger.append(entry())
    }

    @Test func `a folder that is not there is named`() throws {
        let key = try Folder().key()
        let fault = #expect(throws: LedgerFault.self) {
            try Ledger(
                folder: "/nowhere/at/all", key: key, station: "north", boot: "b",
                monotonic: MonotonicTime(nanoseconds: 0), time: noon, clock: .trusted)
        }
        #expect(fault?.kind == .absent)
        #expect(fault?.what.contains("/nowhere/at/all") == true)
    }

    @Test func `a ledger of a later version is neither opened nor moved`() throws {
        let folder = try Folder()
        _ = try folder.open()
        try folder.tamper("PRAGMA user_version = 99")
        let fault = #expect(throws: LedgerFault.self) { try folder.open() }
        #expect(fault?.kind == .newer)
        #expect(folder.names.allSatisfy { !$0.contains("damaged") })
    }

    @Test func `the file says what it is and of which version`() throws {
        let folder = try Folder()
        _ = try folder.open()
        let queue = try LedgerFile.openReadOnly(folder.file)
        func pragma(_ name: String) throws -> DatabaseValue? {
            try queue.read { try DatabaseValue.fetchOne($0, sql: "PRAGMA \(name)") }
        }
        #expect(try pragma("application_id") == Schema.application.databaseValue)
        #expect(try pragma("user_version") == Schema.version.databaseValue)
        #expect(try pragma("journal_mode") == "wal".databaseValue)
        #expect(try queue.read(Schema.migrator.hasCompletedMigrations))
    }

    @Test func `a head is told and read back`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        try ledger.append(entry())
        #expect(LedgerHead(ledger.head.description) == ledger.head)
        for text in ["", "1", "1:", "x:\(String(repeating: "0", count: 64))", "1:\(String(repeating: "g", count: 64))"]
        {
            #expect(LedgerHead(text) == nil)
        }
    }
}
