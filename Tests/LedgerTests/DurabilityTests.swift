import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Ledger

@Suite struct DurabilityTests {
    @Test func `one decision is one sync, and none without FULL`() throws {
        let folder = try Folder()
        let disk = try WatchedDisk(folder)
        let ledger = try folder.open()
        try ledger.append(entry())
        for number in 1...20 as ClosedRange<UInt8> {
            #expect(try disk.count { try ledger.append(admission(pass(number), in: ledger)) }.syncs == 1)
        }
        // The observer tells the difference: GRDB's own setting leaves the commit in the kernel's hands.
        let other = try Folder()
        let watched = try WatchedDisk(other)
        var configuration = Configuration()
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: other.file, configuration: configuration)
        try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(try watched.count { try queue.write { try $0.execute(sql: "INSERT INTO t VALUES (1)") } }.syncs == 0)
        let fault = #expect(throws: LedgerFault.self) {
            try queue.read { try LedgerFile.requireFull($0, at: other.file) }
        }
        #expect(fault?.kind == .notDurable)
    }

    @Test func `power lost right after a decision leaves the decision`() throws {
        let folder = try Folder()
        _ = try folder.open()
        let disk = try WatchedDisk(folder)
        let ledger = try folder.open()
        for number in 1...10 as ClosedRange<UInt8> {
            let row = try ledger.append(admission(pass(number), in: ledger))
            let survivor = try Folder(copying: disk.surelyOnDisk)
            let after = try survivor.open()
            #expect(after.head == row.head)
            #expect(try after.isSpent(row.credential!))
            #expect(try survivor.check() == .whole(rows: Int(number), head: row.head))
        }
    }

    @Test(arguments: 1...8) func `a torn end of the log leaves what was before`(cut: Int) throws {
        let folder = try Folder()
        let ledger = try folder.open()
        for _ in 1...4 { try ledger.append(entry()) }
        let head = ledger.head
        let before = try size(of: "\(folder.file)-wal")
        try ledger.append(entry())
        let after = try size(of: "\(folder.file)-wal")
        #expect(after > before)
        let torn = try folder.copy()
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(torn.file)-wal"))
        try handle.truncate(atOffset: before + (after - before) * UInt64(cut) / 9)
        try handle.close()
        let survivor = try torn.open()
        #expect(survivor.head == head)
        #expect(survivor.setAside == nil)
        #expect(try torn.check() == .whole(rows: 4, head: head))
    }

    @Test(arguments: [WatchedDisk.Fault.full, .writeFails, .syncFails])
    func `a disk that fails makes append throw, and nothing is lost once it is mended`(fault: WatchedDisk.Fault) throws
    {
        let folder = try Folder()
        let disk = try WatchedDisk(folder)
        let ledger = try folder.open()
        try ledger.append(entry())
        for _ in 1...3 {
            disk.fail(fault)
            let thrown = #expect(throws: LedgerFault.self) { try ledger.append(admission(pass(1), in: ledger)) }
            #expect(thrown?.kind == (fault == .full ? .full : .failing))
            #expect(ledger.head.sequence == 1)
        }
        disk.fail(nil)
        #expect(try !ledger.isSpent(ledger.hash(of: pass(1))))
        for _ in 1...3 { try ledger.append(entry()) }
        #expect(try folder.rows().map(\.sequence) == [1, 2, 3, 4])
        #expect(try folder.check() == .whole(rows: 4, head: ledger.head))
        #expect(ledger.setAside == nil)
    }

    @Test func `maintenance takes the cost of a new log upon itself`() throws {
        let folder = try Folder()
        let disk = try WatchedDisk(folder)
        let ledger = try folder.open()
        for _ in 1..<Ledger.commitsPerCheckpoint { try ledger.append(entry()) }
        #expect(try disk.count { try ledger.maintain() } == WatchedDisk.Counts())
        try ledger.append(entry())
        let log = try size(of: "\(folder.file)-wal")
        #expect(try disk.count { try ledger.maintain() }.syncs >= 2)
        #expect(try disk.count { try ledger.append(entry()) }.syncs == 1)
        // The log began anew and did not grow.
        #expect(try size(of: "\(folder.file)-wal") == log)
        #expect(try folder.check().exitCode == 0)
    }

    @Test func `opening looks at a handful of pages, however many rows there are`() throws {
        let small = try Folder()
        try fill(small, rows: 10)
        let large = try Folder()
        try fill(large, rows: 5000)
        let reads = try [small, large].map { folder in
            let disk = try WatchedDisk(folder)
            return try disk.count { _ = try folder.open() }.reads
        }
        #expect(reads[1] <= reads[0] + 20)
    }

    private func size(of path: String) throws -> UInt64 {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as! UInt64
    }
}
