import Foundation
import GRDB
import Vocabulary

extension LedgerFile {
    /// Rows that one call takes out at most: a decision must not wait long.
    static let batch: Int64 = 500
    /// Rows without a sure time that one call looks at.
    static let unsureBatch = 20_000
    /// Spent passes that one call looks at.
    static let spentBatch = 20_000
    /// None is after it.
    private static let lastHash = Data(repeating: 255, count: 32)
    /// A spent pass is remembered for a day beyond its expiry, since a clock may be set back.
    private static let grace: Int64 = 86_400_000

    /// Takes out the oldest rows before `limit` and leaves the anchor; how many.
    func drop(olderThan limit: WallTime, now: WallTime) throws(LedgerFault) -> Int {
        try write { db in
            try forgetSpent(before: now, db)
            guard let last = try lastDroppable(olderThan: limit, now: now, db),
                let first = try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM ledger"),
                case let through = min(last, first + Self.batch - 1),
                let hmac = try DatabaseValue.fetchOne(
                    db, sql: "SELECT hmac FROM ledger WHERE sequence = ?", arguments: [through]
                ).flatMap(StoredRow.bytes)
            else { return 0 }
            try setAnchor(LedgerHead(sequence: through, hmac: hmac), db)
            try db.execute(sql: "DELETE FROM ledger WHERE sequence <= ?", arguments: [through])
            return db.changesCount
        }
    }

    /// The last row, of the first ones, that is surely older than `limit`.
    ///
    /// The order of rows is sure, the time of a row only where the clock was not untrusted and says nothing later than `now`.
    /// So a row without a sure time is as old as the next one that has one. Where there are many of them, a call goes on where
    /// the one before ended.
    private func lastDroppable(olderThan limit: WallTime, now: WallTime, _ db: Database) throws -> Int64? {
        var droppable: Int64?
        var seen: Int64 = 0
        let rows = try Row.fetchCursor(
            db, sql: "SELECT sequence, time, clock <> 'untrusted' FROM ledger WHERE sequence > ? ORDER BY sequence",
            arguments: [unsureThrough])
        while seen < Self.batch || droppable == nil && seen < Self.unsureBatch, let row = try rows.next() {
            seen += 1
            if droppable == nil, seen == Self.unsureBatch { unsureThrough = row[0] ?? 0 }
            guard row[2] == true, let time: Int64 = row[1], time <= now.milliseconds else { continue }
            if time >= limit.milliseconds { break }
            droppable = row[0]
        }
        return droppable
    }

    /// Looks at the next `spentBatch` of the spent passes, in the order of their hashes, and from the first again after the
    /// last: however many there are, a call takes no longer.
    private func forgetSpent(before now: WallTime, _ db: Database) throws {
        let (time, overflow) = now.milliseconds.subtractingReportingOverflow(Self.grace)
        guard !overflow else { return }
        let end = try Data.fetchOne(
            db,
            sql: "SELECT credential FROM spent WHERE credential > ? ORDER BY credential LIMIT 1 OFFSET ?",
            arguments: [spentLooked, Self.spentBatch - 1])
        try db.execute(
            sql: "DELETE FROM spent WHERE credential > ? AND credential <= ? AND until <= ?",
            arguments: [spentLooked, end ?? Self.lastHash, time])
        spentLooked = end ?? Data()
    }
}
