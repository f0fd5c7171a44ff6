import Testing
import Vocabulary

@testable import Ledger

@Suite struct LedgerReaderTests {
    @Test func `it follows a gate that is writing`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let reader = try LedgerReader(folder: folder.path)
        #expect(try reader.next().isEmpty)
        for sequence in 1...3 as ClosedRange<Int64> {
            try ledger.append(entry())
            #expect(try reader.next().map(\.sequence) == [sequence])
        }
        #expect(try reader.next().isEmpty)
    }

    @Test func `it begins after a sequence or at a time`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        for days in [0, 2, 1, 3] { try ledger.append(entry(at: later(Int64(days)))) }
        #expect(try LedgerReader(folder: folder.path, after: 2).next().map(\.sequence) == [3, 4])
        #expect(try LedgerReader(folder: folder.path, since: later(2)).next().map(\.sequence) == [2, 4])
        let reader = try LedgerReader(folder: folder.path, since: later(9))
        #expect(try reader.next().isEmpty)
        try ledger.append(entry(at: later(9)))
        #expect(try reader.next().map(\.sequence) == [5])
    }

    @Test func `many rows come in batches, each once`() throws {
        let folder = try Folder()
        try fill(folder, rows: 2 * LedgerReader.batch + 1)
        let reader = try LedgerReader(folder: folder.path)
        var sizes: [Int] = []
        while case let rows = try reader.next(), !rows.isEmpty { sizes.append(rows.count) }
        #expect(sizes == [LedgerReader.batch, LedgerReader.batch, 1])
        #expect(try folder.rows().map(\.sequence) == Array(1...Int64(2 * LedgerReader.batch + 1)))
    }

    @Test func `it goes over to the file that replaced a damaged one`() throws {
        let folder = try Folder()
        try folder.open().append(entry())
        let reader = try LedgerReader(folder: folder.path)
        #expect(try reader.next().map(\.sequence) == [1])
        try folder.tamper("UPDATE ledger SET gate = 'x'")
        let ledger = try folder.open()
        try ledger.append(entry())
        // Nothing of the damaged chain could be believed, so the new one counts from 1.
        #expect(try reader.next().map(\.note) == ["ledger-damaged", nil])
    }

    @Test func `a folder without a ledger is said to be so`() throws {
        let folder = try Folder()
        let fault = #expect(throws: LedgerFault.self) { try LedgerReader(folder: folder.path) }
        #expect(fault?.kind == .absent)
        #expect(folder.names.isEmpty)
    }

    @Test func `a row that nobody wrote is named, not trapped on`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        for _ in 1...3 { try ledger.append(entry()) }
        try folder.tamper("UPDATE ledger SET kind = 'party' WHERE sequence = 2")
        let fault = #expect(throws: LedgerFault.self) { try folder.rows() }
        #expect(fault?.kind == .damaged)
        #expect(fault?.what.contains("row 2") == true)
    }
}

/// Rows in one commit, for tests that need many.
func fill(_ folder: Folder, rows count: Int, at time: (Int) -> WallTime = { _ in noon }) throws {
    if LedgerPlace(folder: folder.path).isEmpty { _ = try folder.open() }
    let file = try LedgerFile(writing: folder.file, key: folder.key())
    try file.write { db in
        var head = try file.head(db)
        for index in 0..<count {
            let row = LedgerRow(
                entry(at: time(index)), station: "north", boot: "boot-1", after: head, in: file.chain)
            try file.insert(row, db)
            head = row.head
        }
    }
}
