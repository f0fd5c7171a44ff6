import GRDB

/// The columns a row's HMAC covers. The raw value is the column's number in it: once given, never given to another.
enum LedgerColumn: UInt8, CaseIterable {
    case sequence = 1
    case station, boot, gate, kind, monotonic, time, clock, credential, `class`, format, verdict, reason, lock, policy
    case spent, note, colour, crossing, inside, took

    static let list = allCases.map { "\($0)" }.joined(separator: ", ")

    /// For a SELECT also from a ledger that an earlier version wrote: what that had no column for is NULL.
    static func list(in db: Database) throws -> String {
        let present = Set(try db.columns(in: "ledger").map(\.name))
        return allCases.map { present.contains("\($0)") ? "\($0)" : "NULL" }.joined(separator: ", ")
    }
}

/// The tables and how they came to be.
enum Schema {
    /// `PRAGMA application_id`: "SCLG".
    static let application: Int64 = 0x5343_4C47
    /// Each makes the next version of what the one before made, and only adds. SQLite looks at every row for each column that is
    /// added to a table with checks: a long ledger takes its time, once.
    private static let migrations = [
        ("1", first), ("colour", colour), ("occupancy", occupancy), ("took", took),
        ("closed", closed),
    ]

    /// `PRAGMA user_version`, one higher with each migration.
    static let version = Int64(migrations.count)

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (number, (name, sql)) in migrations.enumerated() {
            migrator.registerMigration(name) { db in
                try db.execute(sql: sql)
                try db.execute(sql: "PRAGMA application_id = \(application)")
                try db.execute(sql: "PRAGMA user_version = \(number + 1)")
            }
        }
        return migrator
    }

    /// What a health certificate showed.
    private static let colour =
        "ALTER TABLE ledger ADD COLUMN colour TEXT CHECK (colour IN ('green', 'yellow', 'red', 'black'))"

    /// Lists that will grow (kinds, reasons, formats) are not repeated here: they are this program's types.
    ///
    /// Times are milliseconds since 1970, `monotonic` nanoseconds since boot. `spent` is when a single-use pass that the row
    /// used up expires, the largest number where it never does.
    private static let first = """
        CREATE TABLE ledger (
            sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
            station TEXT NOT NULL,
            boot TEXT NOT NULL,
            gate TEXT NOT NULL,
            kind TEXT NOT NULL,
            monotonic INTEGER NOT NULL,
            time INTEGER NOT NULL,
            clock TEXT NOT NULL,
            credential BLOB CHECK (length(credential) = 32),
            class TEXT,
            format TEXT,
            verdict TEXT CHECK (verdict IN ('admit', 'refer', 'deny')),
            reason TEXT,
            lock TEXT CHECK (lock IN ('opened', 'held', 'failed')),
            policy TEXT,
            spent INTEGER CHECK (spent IS NULL OR credential IS NOT NULL),
            note TEXT CHECK (length(note) <= 40 AND note NOT GLOB '*[^a-z0-9-]*'),
            hmac BLOB NOT NULL CHECK (length(hmac) = 32),
            CHECK (kind <> 'decision' OR verdict IS NOT NULL AND reason IS NOT NULL)
        ) STRICT;
        CREATE TABLE spent (
            credential BLOB PRIMARY KEY CHECK (length(credential) = 32),
            until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE anchor (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sequence INTEGER NOT NULL,
            hmac BLOB NOT NULL CHECK (length(hmac) = 32),
            seal BLOB NOT NULL CHECK (length(seal) = 32)
        ) STRICT;
        """

    /// `crossing` is which way somebody went, `inside` how many were inside after the row; it is NULL where the row does not
    /// touch the counts. `counts` says from which row on they are made anew at a start, how many were inside at that row, and
    /// the level that holds.
    private static let occupancy = """
        ALTER TABLE ledger ADD COLUMN crossing TEXT CHECK (crossing IN ('in', 'out'));
        ALTER TABLE ledger ADD COLUMN inside INTEGER CHECK (inside >= 0);
        CREATE TABLE counts (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            since INTEGER NOT NULL,
            inside INTEGER NOT NULL CHECK (inside >= 0),
            level INTEGER
        ) STRICT;
        INSERT INTO counts VALUES (1, (SELECT ifnull(max(sequence), 0) FROM ledger), 0, NULL);
        """

    /// Milliseconds from the first sight of a code to what was decided of it.
    private static let took = "ALTER TABLE ledger ADD COLUMN took INTEGER CHECK (took >= 0)"

    /// Whether an officer closed the station to visitors.
    private static let closed = "ALTER TABLE counts ADD COLUMN closed INTEGER NOT NULL DEFAULT 0"

    /// Throws `damaged` where the file at `path` is no ledger, `newer` where a later version wrote it.
    static func requireLedger(_ db: Database, at path: String) throws {
        func damaged(_ what: String) -> LedgerFault {
            LedgerFault(.damaged, "\(path): \(what): it is kept aside when the gate starts")
        }
        let found = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard try Int64.fetchOne(db, sql: "PRAGMA application_id") == application, found >= 0 else {
            throw damaged("not a ledger")
        }
        guard found <= version else {
            throw LedgerFault(.newer, "\(path): written by a later version (\(found)): install that version again")
        }
        // A start that the power cut between two migrations leaves a version between.
        let hasCounts = migrations.prefix(Int(found)).contains { $0.0 == "occupancy" }
        for table in ["ledger", "spent", "anchor"] + (hasCounts ? ["counts"] : []) where try !db.tableExists(table) {
            throw damaged("the table \(table) is gone")
        }
    }
}
