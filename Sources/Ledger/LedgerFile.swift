import Admission
import Foundation
import GRDB

/// The open database of a ledger: one connection, one thread.
final class LedgerFile {
    let path: String
    let chain: Chain
    let queue: DatabaseQueue
    /// What the path named when it was opened.
    private let inode: ino_t?
    /// The rows up to this one have no sure time.
    var unsureThrough: Int64 = 0
    /// The spent pass after which `drop` goes on to look for those that expired.
    var spentLooked = Data()

    private init(path: String, key: LedgerKey, queue: DatabaseQueue) {
        self.path = path
        self.queue = queue
        chain = Chain(key)
        inode = status(of: path)?.st_ino
    }

    /// Opens the ledger at `path` to write it, in a form in which a commit that returned is on the disk.
    convenience init(writing path: String, key: LedgerKey) throws(LedgerFault) {
        self.init(path: path, key: key, queue: try Self.open(path, readonly: false))
        try faults(at: path) {
            try queue.writeWithoutTransaction { db in
                // Not GRDB's `journalMode`: it sets NORMAL, and commits a table of its own, which a full disk refuses.
                guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                    throw LedgerFault(.notDurable, "\(path): no WAL on this file system: put state_dir on another")
                }
                try db.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA wal_autocheckpoint = \(Self.framesBeforeForcedCheckpoint);
                        PRAGMA journal_size_limit = \(Self.logSizeLimit);
                        PRAGMA cache_size = -\(Self.cacheKiB);
                        """)
                try Self.requireFull(db, at: path)
            }
            if try !queue.read(Schema.migrator.hasCompletedMigrations) { try Schema.migrator.migrate(queue) }
        }
    }

    /// Opens the ledger at `path` only to read it, while another process may be writing.
    convenience init(reading path: String, key: LedgerKey) throws(LedgerFault) {
        self.init(path: path, key: key, queue: try Self.openReadOnly(path))
    }

    /// Begins a ledger at `path` without a log: each commit is in the file itself.
    convenience init(making path: String, key: LedgerKey) throws(LedgerFault) {
        self.init(path: path, key: key, queue: try Self.open(path, readonly: false))
        try faults(at: path) {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try Self.requireFull(db, at: path)
            }
            try Schema.migrator.migrate(queue)
        }
    }

    /// A decision that arrives while nobody was ever idle pays at most for this many pages.
    private static let framesBeforeForcedCheckpoint = 1000
    /// A log that a long reader made grow is cut back to this many bytes.
    private static let logSizeLimit = 8 << 20
    private static let cacheKiB = 512
    /// Seconds to wait for a reader that recovers the log; a decision cannot wait longer.
    private static let patience = 0.25

    private static func open(_ path: String, readonly: Bool) throws(LedgerFault) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(patience)
        return try faults(at: path) { try DatabaseQueue(path: path, configuration: configuration) }
    }

    /// A connection to the ledger at `path`; throws `absent`, `damaged` and `newer` besides what the disk says.
    static func openReadOnly(_ path: String) throws(LedgerFault) -> DatabaseQueue {
        let queue = try openToSalvage(path)
        try faults(at: path) { try queue.read { try Schema.requireLedger($0, at: path) } }
        return queue
    }

    /// A connection to whatever is at `path`.
    static func openToSalvage(_ path: String) throws(LedgerFault) -> DatabaseQueue {
        guard let status = status(of: path) else { throw LedgerFault(errno: errno, at: path) }
        // SQLite would take an empty file for a new database, and delete a log that lies beside it.
        guard status.st_size > 0 else {
            throw LedgerFault(.damaged, "\(path): empty: it is kept aside when the gate starts")
        }
        return try open(path, readonly: true)
    }

    /// Throws `notDurable` unless a commit waits for the disk (`PRAGMA synchronous` is FULL, 2).
    static func requireFull(_ db: Database, at path: String) throws {
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard level == 2 else {
            throw LedgerFault(
                .notDurable, "\(path): SQLite would not wait for the disk (synchronous is \(level ?? -1)): report this")
        }
    }

    /// Whether the path still names this file; what is written into one that was removed is lost.
    var isInPlace: Bool {
        guard let status = status(of: path) else { return errno != ENOENT }
        return status.st_ino == inode
    }

    func close() { try? queue.close() }
}

extension LedgerFile {
    /// All of `body` or nothing; on the disk when this returns.
    func write<T>(_ body: (Database) throws -> T) throws(LedgerFault) -> T {
        try faults(at: path) { try queue.write(body) }
    }

    func read<T>(_ body: (Database) throws -> T) throws(LedgerFault) -> T {
        try faults(at: path) { try queue.read(body) }
    }

    /// The last row's place, or the anchor's where there is none; throws `damaged` where it does not hold. No scan.
    func head(_ db: Database) throws -> LedgerHead {
        let anchor = try anchor(db)
        let last = try Row.fetchAll(
            db, sql: "SELECT \(LedgerColumn.list(in: db)), hmac FROM ledger ORDER BY sequence DESC LIMIT 2"
        ).map(StoredRow.init)
        guard let row = last.first else { return anchor }
        guard chain.holds(row, after: last.count == 2 ? last[1].head : anchor) else {
            throw LedgerFault(.damaged, "\(path): row \(row.sequence) is not what was written, or the key is another")
        }
        return row.head
    }

    /// The last row that was dropped; throws `damaged` where the seal is not this key's.
    func anchor(_ db: Database) throws -> LedgerHead {
        let row = try Row.fetchOne(db, sql: "SELECT sequence, hmac, seal FROM anchor")
        guard let row, let sequence = Int64.fromDatabaseValue(row[0]), let hmac = StoredRow.bytes(row[1]),
            let seal = StoredRow.bytes(row[2])
        else { throw LedgerFault(.damaged, "\(path): the anchor is gone") }
        let anchor = LedgerHead(sequence: sequence, hmac: hmac)
        guard chain.seal(anchor) == seal else {
            throw LedgerFault(.damaged, "\(path): the anchor is not what was written, or the key is another")
        }
        return anchor
    }

    func setAnchor(_ anchor: LedgerHead, _ db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO anchor VALUES (1, ?, ?, ?)",
            arguments: [anchor.sequence, Data(anchor.hmac), Data(chain.seal(anchor))])
    }

    func insert(_ row: LedgerRow, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: Self.insertion)
        try statement.execute(arguments: StatementArguments(row.values + [Data(row.hmac).databaseValue]))
        if let spends = row.spends, let credential = row.credential {
            try remember(Data(credential.bytes), until: spends.stored, db)
        }
        if let mark = row.entry.mark { try note(mark, of: row, db) }
    }

    func isSpent(_ hash: CredentialHash) throws(LedgerFault) -> Bool {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT 1 FROM spent WHERE credential = ?")
            return try Int.fetchOne(statement, arguments: [Data(hash.bytes)]) != nil
        }
    }

    /// A spent pass stays so for the longer of two times.
    func remember(_ credential: Data, until: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO spent VALUES (?, ?) ON CONFLICT DO UPDATE SET until = max(until, excluded.until)"
        ).execute(arguments: [credential, until])
    }

    private static let insertion =
        "INSERT INTO ledger (\(LedgerColumn.list), hmac) VALUES (\(String(repeating: "?, ", count: LedgerColumn.allCases.count))?)"

    /// Moves what is in the log into the file.
    ///
    /// The first commit into a log that begins anew needs a second sync, for the log's header. It is made here, while
    /// idle, so that no decision waits for it.
    func checkpoint() throws(LedgerFault) {
        do {
            try faults(at: path) {
                try queue.writeWithoutTransaction { db in
                    let log = try db.checkpoint(.passive)
                    guard log.walFrameCount > 0, log.walFrameCount == log.checkpointedFrameCount else { return }
                    try db.execute(sql: "UPDATE anchor SET id = 1")
                }
            }
        } catch  where error.kind == .busy {
            // A reader is at it; the log stays as it is until the next time.
        }
    }
}
