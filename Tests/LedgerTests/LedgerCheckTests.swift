import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite struct LedgerCheckTests {
    /// Five rows, each with every column filled but the last.
    private func ledger(in folder: Folder) throws -> Ledger {
        let ledger = try folder.open()
        for number in 1...4 as ClosedRange<UInt8> { try ledger.append(admission(pass(number), in: ledger)) }
        try ledger.append(entry())
        return ledger
    }

    @Test(arguments: LedgerColumn.allCases.dropFirst())
    func `a column altered in the middle is found`(column: LedgerColumn) throws {
        let folder = try Folder()
        let ledger = try ledger(in: folder)
        let other =
            switch column {
            case .monotonic, .time, .spent, .inside, .took: "\(column) + 1"
            case .credential: "zeroblob(32)"
            case .crossing: "'out'"
            default: "\(column) || 'x'"
            }
        try folder.tamper("UPDATE ledger SET \(column) = \(other) WHERE sequence = 3")
        #expect(try folder.check() == .broken(sequence: 3, .altered))
        withExtendedLifetime(ledger) {}
    }

    @Test(arguments: ["policy = NULL", "policy = ''", "policy = 'p', note = '1none'", "note = 'p1', policy = 'none'"])
    func `what is nothing, empty or moved to a neighbour is told apart`(change: String) throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        try folder.tamper("UPDATE ledger SET \(change) WHERE sequence = 2")
        #expect(try folder.check() == .broken(sequence: 2, .altered))
    }

    @Test func `an altered HMAC is found`() throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        try folder.tamper("UPDATE ledger SET hmac = zeroblob(32) WHERE sequence = 5")
        #expect(try folder.check() == .broken(sequence: 5, .altered))
    }

    @Test(arguments: [1, 3]) func `a missing row is named`(sequence: Int64) throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        try folder.tamper("DELETE FROM ledger WHERE sequence = \(sequence)")
        #expect(try folder.check() == .broken(sequence: sequence, .missing))
    }

    @Test func `rows that changed places are named`() throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        try folder.tamper(
            """
            UPDATE ledger SET sequence = 99 WHERE sequence = 2;
            UPDATE ledger SET sequence = 2 WHERE sequence = 3;
            UPDATE ledger SET sequence = 3 WHERE sequence = 99;
            """)
        #expect(try folder.check() == .broken(sequence: 2, .outOfOrder(3)))
    }

    @Test func `a cut tail shows once the journal's head is known`() throws {
        let folder = try Folder()
        let head = try ledger(in: folder).head
        #expect(try folder.check(known: [head]) == .whole(rows: 5, head: head))
        try folder.tamper("DELETE FROM ledger WHERE sequence > 3")
        guard case .whole(3, _) = try folder.check() else {
            Issue.record("nothing in the file itself can tell")
            return
        }
        #expect(try folder.check(known: [head]) == .broken(sequence: 4, .cut(head)))
    }

    @Test func `another history under the same key is found`() throws {
        let folder = try Folder()
        let before = try folder.copyOfKey()
        let head = try ledger(in: folder).head
        for _ in 1...6 { try before.open().append(entry()) }
        #expect(try before.check(known: [head]) == .broken(sequence: 5, .replaced))
    }

    @Test(arguments: ["DELETE FROM anchor", "UPDATE anchor SET sequence = 2; DELETE FROM ledger WHERE sequence <= 2"])
    func `an anchor that nobody set is found`(change: String) throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        try folder.tamper(change)
        guard case .broken(_, .anchor) = try folder.check() else {
            Issue.record("\(try folder.check())")
            return
        }
    }

    @Test func `the first of several flaws is named`() throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        try folder.tamper(
            "UPDATE ledger SET lock = 'held' WHERE sequence IN (2, 4); DELETE FROM ledger WHERE sequence = 3")
        #expect(try folder.check() == .broken(sequence: 2, .altered))
    }

    @Test func `another station's key does not verify`() throws {
        let folder = try Folder()
        _ = try ledger(in: folder)
        let check = LedgerCheck(folder: folder.path, key: try Folder().key())
        #expect(check.exitCode == 1)
    }

    @Test func `what is no ledger is unreadable`() throws {
        let folder = try Folder()
        _ = try folder.key()
        #expect(try folder.check().exitCode == 74)
        try Data(repeating: 65, count: 8192).write(to: URL(fileURLWithPath: folder.file))
        #expect(try folder.check().exitCode == 74)
        try Data().write(to: URL(fileURLWithPath: folder.file))
        #expect(try folder.check().exitCode == 74)
    }

    @Test func `a torn page in the middle is unreadable, not whole`() throws {
        let folder = try Folder()
        try fill(folder, rows: 500)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file))
        try handle.seek(toOffset: 4096 * 12)
        try handle.write(contentsOf: Data(repeating: 0x55, count: 4096))
        try handle.close()
        #expect(try folder.check().exitCode != 0)
    }
}

extension Folder {
    /// A folder with the same key and no ledger.
    fileprivate func copyOfKey() throws -> Folder {
        _ = try key()
        return try copy()
    }
}
