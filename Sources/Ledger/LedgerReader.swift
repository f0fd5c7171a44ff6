import GRDB
import Glibc
import Vocabulary

/// Reads a ledger from another process while the gate writes it. Short looks only, so that it never keeps the gate's log
/// from being emptied.
///
/// `next` gives rows until it has none for now; asked again later it goes on where it stood, over to the new file where a
/// damaged one was replaced. One thread owns it.
public final class LedgerReader {
    /// Rows that one call of `next` gives at most.
    static let batch = 500

    private let path: String
    private let since: WallTime?
    private var position: Int64
    private var queue: DatabaseQueue
    private var inode: ino_t?

    /// Opens the ledger in `folder`.
    /// - Parameters:
    ///   - sequence: rows after this one; 0 for all there are.
    ///   - since: rows of this time or later, as the board's clock had it.
    public init(folder: String, after sequence: Int64 = 0, since: WallTime? = nil) throws(LedgerFault) {
        path = LedgerPlace(folder: folder).file
        self.since = since
        position = sequence
        inode = status(of: path)?.st_ino
        queue = try LedgerFile.openReadOnly(path)
    }

    /// The next rows in their order, none where there are none for now. Throws `damaged`, naming the row, where one cannot be
    /// understood.
    public func next() throws(LedgerFault) -> [LedgerRow] {
        let rows = try read()
        if rows.isEmpty, try reopen() { return try read() }
        return rows
    }

    private func read() throws(LedgerFault) -> [LedgerRow] {
        try faults(at: path) {
            try queue.read { db in
                let found = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT \(LedgerColumn.list(in: db)), hmac FROM ledger WHERE sequence > ? AND time >= ?
                        ORDER BY sequence LIMIT \(Self.batch)
                        """, arguments: [position, since?.milliseconds ?? .min])
                let rows = try found.map { try LedgerRow(StoredRow($0), at: path) }
                let last = rows.count == Self.batch ? rows.last?.sequence : try Self.last(db)
                position = max(position, last ?? 0)
                return rows
            }
        }
    }

    private static func last(_ db: Database) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM ledger")
    }

    /// Goes over to the file that now has the name, if it is another; false while there is none.
    private func reopen() throws(LedgerFault) -> Bool {
        guard let status = status(of: path), status.st_ino != inode else { return false }
        queue = try LedgerFile.openReadOnly(path)
        inode = status.st_ino
        let first = try faults(at: path) {
            try queue.read { try Int64.fetchOne($0, sql: "SELECT min(sequence) FROM ledger") }
        }
        // Where the chain could not be saved, the new file counts from 1 again.
        if let first { position = min(position, max(first, 1) - 1) }
        return true
    }
}
