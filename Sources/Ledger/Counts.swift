import Admission
import Credentials
import Foundation
import GRDB
import Vocabulary

/// What a row means for the counts at the next start.
public enum CountMark: Hashable, Sendable {
    /// They begin anew with this row.
    case reset
    /// This level holds from now on; nil: none.
    case level(Int?)
    /// The station is closed to visitors from now on, or is not any more.
    case closed(Bool)
}

/// What a station's counts are made of anew at its start: the rows since the last reset that touch them.
public struct CountedRows: Sendable {
    /// A row as far as it is counted.
    public struct Row: Sendable {
        public let boot: String
        public let monotonic: MonotonicTime
        public let time: WallTime
        public let clock: Clock.State
        public let credential: CredentialHash?
        public let holderClass: HolderClass?
        public let note: String?
        public let crossing: Crossing?
        public let lock: LockOutcome?
        public let reason: Reason?
        /// How many were inside after it.
        public let inside: Int
    }

    /// How many were inside before the first of the rows.
    public let inside: Int
    /// The level that holds.
    public let level: Int?
    /// Whether it is closed to visitors.
    public let isClosed: Bool
    /// In their order.
    public let rows: [Row]

    /// More are not read: a start must not take long. What the rows before said of single passes is then forgiven.
    static let limit = 20_000
    /// And not more than so many are looked at, where most of them count nothing.
    static let depth: Int64 = 200_000

    init(_ db: Database) throws {
        let counts = try GRDB.Row.fetchOne(db, sql: "SELECT since, inside, level, closed FROM counts")
        let since: Int64 = counts?[0] ?? 0
        let last = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM ledger") ?? 0
        level = counts?[2]
        isClosed = counts?[3] ?? false
        let found = try GRDB.Row.fetchCursor(
            db,
            sql: """
                SELECT boot, monotonic, time, clock, credential, class, note, crossing, inside, lock, reason FROM ledger
                WHERE sequence >= ? AND inside IS NOT NULL ORDER BY sequence DESC LIMIT \(Self.limit)
                """, arguments: [max(since, last - Self.depth)])
        var rows: [Row] = []
        while let row = try found.next() { if let counted = Row(row) { rows.append(counted) } }
        self.rows = rows.reversed()
        inside = counts?[1] ?? 0
    }
}

extension CountedRows.Row {
    fileprivate init?(_ row: GRDB.Row) {
        guard let clock = Clock.State(rawValue: row[3] ?? ""), let inside = Int.fromDatabaseValue(row[8]) else {
            return nil
        }
        boot = row[0] ?? ""
        monotonic = MonotonicTime(nanoseconds: UInt64(clamping: (row[1] as Int64?) ?? 0))
        time = WallTime(milliseconds: row[2] ?? 0)
        self.clock = clock
        credential = StoredRow.bytes(row[4]).map(CredentialHash.init(bytes:))
        holderClass = (row[5] as String?).flatMap(HolderClass.init)
        note = row[6]
        crossing = (row[7] as String?).flatMap(Crossing.init)
        lock = (row[9] as String?).flatMap(LockOutcome.init)
        reason = (row[10] as String?).flatMap(Reason.init)
        self.inside = inside
    }
}

extension LedgerFile {
    func note(_ mark: CountMark, of row: LedgerRow, _ db: Database) throws {
        switch mark {
        case .reset:
            try db.execute(
                sql: "UPDATE counts SET since = ?, inside = ?", arguments: [row.sequence, row.inside ?? 0])
        case .level(let level): try db.execute(sql: "UPDATE counts SET level = ?", arguments: [level])
        case .closed(let isClosed): try db.execute(sql: "UPDATE counts SET closed = ?", arguments: [isClosed])
        }
    }

    /// A new file begins where a damaged one ended.
    func beginCounts(after anchor: LedgerHead, as salvage: Salvage, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE counts SET since = ?, inside = ?, level = ?, closed = ?",
            arguments: [anchor.sequence, salvage.inside, salvage.level, salvage.isClosed])
    }
}

extension Ledger {
    /// What the counts are made of anew at a start.
    public func countedRows() throws(LedgerFault) -> CountedRows { try reading(CountedRows.init) }
}
