import Admission
import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Ledger

@Suite struct DamageTests {
    /// A ledger with two admissions, the second pass spent for ever; closed.
    private func ledger(in folder: Folder) throws -> (hashes: [CredentialHash], head: LedgerHead) {
        let ledger = try folder.open()
        let passes = [pass(1), pass(2, expires: nil)]
        for pass in passes { try ledger.append(admission(pass, in: ledger)) }
        return (passes.map(ledger.hash), ledger.head)
    }

    @Test(arguments: [0, 1, 100, 4096, 50_000])
    func `a file that is no database is kept aside byte for byte`(length: Int) throws {
        let folder = try Folder()
        let garbage = Data((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 31) })
        try garbage.write(to: URL(fileURLWithPath: folder.file))
        let ledger = try folder.open()
        let kept = try #require(ledger.setAside)
        #expect(kept.path == "\(folder.file).damaged-20261124T120000Z")
        #expect(try Data(contentsOf: URL(fileURLWithPath: kept.path)) == garbage)
        #expect(try folder.rows().map(\.note) == ["ledger-damaged"])
        #expect(try folder.check() == .whole(rows: 1, head: ledger.head))
        try ledger.append(entry())
    }

    @Test(arguments: [Int32.min, -1]) func `a version that no program ever wrote is damage`(version: Int32) throws {
        let folder = try Folder()
        let (hashes, head) = try ledger(in: folder)
        try folder.tamper("PRAGMA user_version = \(version)")
        let ledger = try folder.open()
        #expect(ledger.setAside?.why.contains("not a ledger") == true)
        for hash in hashes { #expect(try ledger.isSpent(hash)) }
        #expect(try folder.rows().map(\.sequence) == [head.sequence + 1])
    }

    @Test func `spent passes and the chain go over into the new ledger`() throws {
        let folder = try Folder()
        let (hashes, head) = try ledger(in: folder)
        // A third row that was never written under this key.
        try folder.tamper(
            """
            INSERT INTO ledger (sequence, station, boot, gate, kind, monotonic, time, clock, hmac)
            VALUES (3, 'north', 'b', 'door', 'service', 1, 1, 'trusted', zeroblob(32))
            """)
        let ledger = try folder.open()
        #expect(ledger.setAside?.why.contains("row 3") == true)
        for hash in hashes { #expect(try ledger.isSpent(hash)) }
        #expect(try folder.rows().map(\.sequence) == [head.sequence + 1])
        #expect(try folder.check(known: [head]) == .whole(rows: 1, head: ledger.head))
    }

    @Test func `spent passes are found in the rows where their own table is damaged`() throws {
        let folder = try Folder()
        let (hashes, _) = try ledger(in: folder)
        try folder.tamper("DROP TABLE spent; DROP TABLE anchor")
        let ledger = try folder.open()
        for hash in hashes { #expect(try ledger.isSpent(hash)) }
        #expect(try folder.rows().map(\.sequence) == [3])
    }

    @Test func `the log is kept aside with its ledger`() throws {
        let folder = try Folder()
        var running: Ledger? = try folder.open()
        for _ in 1...5 { try running?.append(entry()) }
        let crashed = try folder.copy()
        running = nil
        let log = try Data(contentsOf: URL(fileURLWithPath: "\(crashed.file)-wal"))
        #expect(log.count > 4096)
        // The first page is in the log too, so only the file itself is spoilt: its header.
        try Data(repeating: 0xEE, count: 20_000).write(to: URL(fileURLWithPath: crashed.file))
        let ledger = try crashed.open()
        let kept = try #require(ledger.setAside)
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(kept.path)-wal")) == log)
    }

    @Test func `two damages in one second do not overwrite each other`() throws {
        let folder = try Folder()
        for index in 1...3 {
            try Data(repeating: UInt8(index), count: 9000).write(to: URL(fileURLWithPath: folder.file))
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.file + suffix) }
            _ = try folder.open()
        }
        #expect(folder.names.count { $0.contains("damaged") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") } == 3)
    }

    @Test func `another key begins a new ledger`() throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        try FileManager.default.removeItem(atPath: "\(folder.path)/ledger.key")
        let ledger = try folder.open()
        #expect(ledger.setAside != nil)
        #expect(ledger.head.sequence == 1)
    }

    @Test func `a ledger taken away under a running gate goes on in a new file`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        try ledger.append(admission(pass(1), in: ledger))
        for suffix in ["", "-wal", "-shm"] { unlink(folder.file + suffix) }
        try expectReplaced(ledger)
        let row = try ledger.append(entry())
        #expect(row.sequence == 3)
        #expect(ledger.setAside?.why.contains("removed") == true)
        #expect(try ledger.isSpent(ledger.hash(of: pass(1))))
        #expect(try folder.rows().map(\.note) == ["ledger-damaged", nil])
        #expect(try folder.check() == .whole(rows: 2, head: row.head))
    }

    @Test func `a ledger damaged under a running gate takes no row before it is replaced`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        try ledger.append(admission(pass(1), in: ledger))
        try folder.tamper(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'ledger';
            PRAGMA schema_version = 77
            """)
        try expectReplaced(ledger)
        #expect(try ledger.append(entry()).sequence == 3)
        #expect(ledger.setAside?.path == "\(folder.file).damaged-20261124T120000Z")
        #expect(folder.names.contains("ledger.sqlite.damaged-20261124T120000Z-wal"))
        #expect(try folder.rows().map(\.note) == ["ledger-damaged", nil])
        #expect(try folder.check() == .whole(rows: 2, head: ledger.head))
    }

    @Test func `a row that another program slipped in ends that chain`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let first = try ledger.append(entry())
        try folder.tamper("INSERT INTO ledger (sequence, \(rest)) SELECT 2, \(rest) FROM ledger")
        let fault = #expect(throws: LedgerFault.self) { try ledger.append(entry()) }
        #expect(fault?.kind == .refused)
        try expectReplaced(ledger)
        let row = try ledger.append(entry())
        #expect(ledger.setAside?.why.contains("row 2") == true)
        #expect(row.sequence == 3)
        #expect(try folder.check(known: [first.head]) == .whole(rows: 2, head: row.head))
    }

    /// It is damaged and takes no row, however often one is tried; then it is replaced.
    private func expectReplaced(_ ledger: Ledger) throws {
        for _ in 1...2 {
            let fault = #expect(throws: LedgerFault.self) { try ledger.append(entry()) }
            #expect(fault?.kind == .damaged)
        }
        #expect(ledger.isDamaged)
        let kept = try ledger.replaceDamaged(monotonic: MonotonicTime(nanoseconds: 7), time: noon, clock: .trusted)
        #expect(!ledger.isDamaged)
        #expect(ledger.setAside == kept)
    }

    private var rest: String { LedgerColumn.allCases.dropFirst().map { "\($0)" }.joined(separator: ", ") + ", hmac" }

    @Test func `a log whose ledger is gone is kept aside too`() throws {
        let folder = try Folder()
        let running = try folder.open()
        try running.append(entry())
        let crashed = try folder.copy()
        unlink(crashed.file)
        let ledger = try crashed.open()
        #expect(ledger.setAside != nil)
        #expect(crashed.names.contains("ledger.sqlite.damaged-20261124T120000Z-wal"))
        #expect(try crashed.rows().map(\.note) == ["ledger-damaged"])
    }

    @Test func `a replacement that the power cut in the middle is finished at the next start`() throws {
        let folder = try Folder()
        let (hashes, head) = try ledger(in: folder)
        try fileWithoutLog(folder)
        try FileManager.default.moveItem(atPath: folder.file, toPath: LedgerPlace(folder: folder.path).new)
        let ledger = try folder.open()
        #expect(ledger.head == head)
        #expect(try ledger.isSpent(hashes[0]))
        #expect(!LedgerPlace(folder: folder.path).hasNew)
    }

    @Test func `a new ledger that was never finished is made again`() throws {
        let folder = try Folder()
        try Data(repeating: 1, count: 5000).write(to: URL(fileURLWithPath: LedgerPlace(folder: folder.path).new))
        let ledger = try folder.open()
        #expect(ledger.head == .beginning)
        #expect(ledger.setAside == nil)
    }

    private func fileWithoutLog(_ folder: Folder) throws {
        let queue = try DatabaseQueue(path: folder.file)
        try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try queue.close()
    }
}
