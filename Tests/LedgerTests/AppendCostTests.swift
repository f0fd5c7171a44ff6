import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Ledger

/// `LEDGER_FIGURES=1 swift test -c release -Xswiftc -enable-testing --filter AppendCostTests`
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["LEDGER_FIGURES"] != nil, "set LEDGER_FIGURES to measure"))
struct AppendCostTests {
    @Test func `a row costs what a bare commit of it costs`() throws {
        let folder = try Folder()
        let ledger = try folder.open()
        let bare = try BareTable("\(folder.path)/bare.sqlite")
        var own: [Double] = []
        var others: [Double] = []
        for number in 0..<2100 {
            let entry = admission(pass(UInt8(number % 256)), in: ledger)
            var row: LedgerRow!
            let cost = try milliseconds { row = try ledger.append(entry) }
            let bareCost = try milliseconds { try bare.insert(row) }
            guard number >= 100 else { continue }
            own.append(cost)
            others.append(bareCost)
        }
        own.sort()
        others.sort()
        print("append: median \(own[1000]) ms, p99 \(own[1980]) ms; bare: \(others[1000]) ms, \(others[1980]) ms")
        #expect(own[1000] <= others[1000] + 0.5)
        #expect(own[1980] <= others[1980] * 1.5 + 2)
    }

    @Test func `a million rows are opened at once`() throws {
        let folder = try Folder()
        let filling = try milliseconds { for _ in 0..<10 { try fill(folder, rows: 100_000) } }
        var ledger: Ledger?
        let opening = try milliseconds { ledger = try folder.open() }
        let resident = try residentKiB()
        var check: LedgerCheck?
        let checking = try milliseconds { check = try folder.check() }
        print("a million rows: \(filling) ms to fill, \(opening) ms to open, \(checking) ms to check, \(resident) KiB")
        #expect(ledger?.head.sequence == 1_000_000)
        #expect(check?.exitCode == 0)
        #expect(opening < 100)
    }

    private func milliseconds(_ work: () throws -> Void) rethrows -> Double {
        let start = MonotonicTime.now
        try work()
        return (MonotonicTime.now - start).inMilliseconds
    }

    private func residentKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}

/// The same columns in a table without rules or chain: what SQLite and the disk cost alone.
private struct BareTable {
    let queue: DatabaseQueue

    init(_ path: String) throws {
        queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            try db.execute(sql: "CREATE TABLE bare (\(LedgerColumn.list), hmac)")
        }
    }

    func insert(_ row: LedgerRow) throws {
        try queue.write { db in
            let marks = String(repeating: "?, ", count: LedgerColumn.allCases.count)
            try db.cachedStatement(sql: "INSERT INTO bare VALUES (\(marks)?)")
                .execute(arguments: StatementArguments(row.values + [Data(row.hmac).databaseValue]))
        }
    }
}
