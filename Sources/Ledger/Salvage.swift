import Foundation
import GRDB

/// What can still be read of a damaged ledger and must not be lost: the spent passes, and where the chain stood.
struct Salvage {
    private(set) var head = LedgerHead.beginning
    /// Hashes with the time that each is remembered until.
    private(set) var spent: [Data: Int64] = [:]
    /// How many were inside at the last row that says it.
    private(set) var inside = 0
    private(set) var level: Int?
    private(set) var isClosed = false

    /// Of the last rows as many are tried for one that holds.
    private static let depth = 1000

    /// Nothing is saved.
    init() {}

    /// Reads on until the damage, from both ends, and never throws. Whatever is found twice is kept for the longer time.
    init(from queue: DatabaseQueue, chain: Chain) {
        try? queue.read { db in
            for order in ["ASC", "DESC"] {
                try? collect("SELECT credential, until FROM spent ORDER BY credential \(order)", db)
                try? collect(
                    "SELECT credential, spent FROM ledger WHERE spent IS NOT NULL ORDER BY sequence \(order)", db)
            }
            level = try? Int.fetchOne(db, sql: "SELECT level FROM counts")
            isClosed = (try? Bool.fetchOne(db, sql: "SELECT closed FROM counts")) ?? false
            inside = (try? Int.fetchOne(db, sql: Self.lastInside)) ?? 0
            if let anchor = try? Self.anchor(db, chain) { head = anchor }
            if let last = try? Self.lastSound(db, chain, anchor: head) { head = last }
        }
    }

    private static let lastInside = "SELECT inside FROM ledger WHERE inside >= 0 ORDER BY sequence DESC LIMIT 1"

    private mutating func collect(_ query: String, _ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: query)
        while let row = try rows.next() {
            guard let credential = Data.fromDatabaseValue(row[0]), credential.count == Chain.length,
                let until = Int64.fromDatabaseValue(row[1])
            else { continue }
            spent[credential] = max(until, spent[credential] ?? .min)
        }
    }

    private static func anchor(_ db: Database, _ chain: Chain) throws -> LedgerHead? {
        guard let row = try Row.fetchOne(db, sql: "SELECT sequence, hmac, seal FROM anchor"),
            let sequence = Int64.fromDatabaseValue(row[0]), let hmac = StoredRow.bytes(row[1])
        else { return nil }
        let anchor = LedgerHead(sequence: sequence, hmac: hmac)
        return chain.seal(anchor) == StoredRow.bytes(row[2]) ? anchor : nil
    }

    /// The last row that holds after the one before it.
    private static func lastSound(_ db: Database, _ chain: Chain, anchor: LedgerHead) throws -> LedgerHead? {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(LedgerColumn.list(in: db)), hmac FROM ledger ORDER BY sequence DESC LIMIT \(depth)")
        var later: StoredRow?
        while let row = try rows.next().map(StoredRow.init) {
            if let later, chain.holds(later, after: row.head) { return later.head }
            later = row
        }
        return later.flatMap { chain.holds($0, after: anchor) ? $0.head : nil }
    }
}
