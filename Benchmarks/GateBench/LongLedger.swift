import Crypto
import Foundation
import GRDB
import Vocabulary

/// Makes a station's ledger long in little time: rows as a busy gate writes them over ten years, of which only the last one is
/// chained, for that is the one a start looks at.
struct LongLedger {
    /// Rows of one day, from which the counts are made anew.
    private static let rowsOfDay = 2740
    /// One in so many is a single-use pass that could still be shown.
    private static let spentShare = 200

    private let state: URL
    private let file: String

    init(in state: URL) throws {
        self.state = state
        file = state.appendingPathComponent("ledger.sqlite").path
    }

    /// Bytes of the file a row, which are megabytes a million rows.
    var bytesPerRow: Double {
        get throws {
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
            let queue = try DatabaseQueue(path: file)
            let rows = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ledger") ?? 0 }
            return Double(size) / Double(max(rows, 1))
        }
    }

    /// No gate may be at work.
    func grow(by count: Int) throws {
        let queue = try DatabaseQueue(path: file)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF") }
        try queue.write { db in
            let first = (try Int.fetchOne(db, sql: "SELECT max(sequence) FROM ledger") ?? 0) + 1
            let last = first + count - 1
            let now = WallTime.now.milliseconds
            try db.execute(
                sql: """
                    WITH RECURSIVE more(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM more WHERE n < ?)
                    INSERT INTO ledger (sequence, station, boot, gate, kind, monotonic, time, clock, credential, class,
                        format, verdict, reason, lock, policy, crossing, inside, hmac)
                    SELECT n, 'bench', '00000000-0000-4000-8000-000000000000', 'main',
                        iif(n % 2 = 0, 'decision', 'exit'), n * 1000000000, ? - (? - n) * 31000, 'trusted',
                        randomblob(32), 'visitor', 'sp1', 'admit', 'ok', 'opened', '0123456789abcdef',
                        iif(n % 2 = 0, 'in', 'out'), 20 + (n % 2 = 0), randomblob(32)
                    FROM more
                    """, arguments: [first, last - 1, now, last])
            try db.execute(
                sql: """
                    INSERT INTO spent SELECT credential, ? FROM ledger
                    WHERE sequence % \(Self.spentShare) = 0 AND credential NOT NULL ORDER BY credential
                    """, arguments: [now + 3_600_000])
            try db.execute(sql: "UPDATE counts SET since = ?, inside = 20", arguments: [last - Self.rowsOfDay])
            try addChained(last, at: now, db)
        }
        try queue.close()
    }

    /// The row that the next start looks at, chained to the one before as the ledger chains it.
    private func addChained(_ sequence: Int, at now: Int64, _ db: Database) throws {
        guard
            let previous = try Data.fetchOne(
                db, sql: "SELECT hmac FROM ledger WHERE sequence = ?", arguments: [sequence - 1])
        else { throw BenchFault(description: "the ledger did not grow") }
        let secret = SymmetricKey(data: try Data(contentsOf: state.appendingPathComponent("ledger.key")))
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret, info: Data("scan-appliance ledger chain 1".utf8), outputByteCount: 32)
        var message = Data("R".utf8) + previous
        func add(_ column: UInt8, _ type: UInt8, _ bytes: Data) {
            message += [column, type]
            message += withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Data($0) } + bytes
        }
        func number(_ value: Int64) -> Data { withUnsafeBytes(of: value.bigEndian) { Data($0) } }
        add(1, 1, number(Int64(sequence)))
        for (column, text) in [(2, "bench"), (3, "boot"), (4, ""), (5, "service")] {
            add(UInt8(column), 2, Data(text.utf8))
        }
        add(6, 1, number(0))
        add(7, 1, number(now))
        for (column, text) in [(8, "trusted"), (17, "stopped")] { add(UInt8(column), 2, Data(text.utf8)) }
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        try db.execute(
            sql: """
                INSERT INTO ledger (sequence, station, boot, gate, kind, monotonic, time, clock, note, hmac)
                VALUES (?, 'bench', 'boot', '', 'service', 0, ?, 'trusted', 'stopped', ?)
                """, arguments: [sequence, now, Data(code)])
    }
}
