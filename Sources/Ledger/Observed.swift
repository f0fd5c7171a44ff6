import Admission
import Credentials
import GRDB
import Vocabulary

/// Whom a station let in only because it observed: their passes would have kept them out.
public struct Observed: Sendable {
    /// People of one class on one day.
    public struct Group: Hashable, Sendable {
        /// Days since 1970, UTC.
        public let day: Int64
        /// Nil where no credential said it.
        public let holderClass: HolderClass?
    }

    /// For one reason.
    public struct Refusal: Sendable {
        public let group: Group
        public let reason: Reason
        public let count: Int
        public let first: WallTime
        public let last: WallTime
    }

    /// By day, class and reason.
    public let refusals: [Refusal]
    /// How many of each group came in at all by what they showed.
    public let admitted: [Group: Int]

    /// Reads the ledger in `folder` while a gate may be writing.
    /// - Parameter since: rows of this time or later, as the station's clock had it; nil: all.
    public init(folder: String, since: WallTime? = nil) throws(LedgerFault) {
        let path = LedgerPlace(folder: folder).file
        let queue = try LedgerFile.openReadOnly(path)
        (refusals, admitted) = try faults(at: path) {
            try queue.read { db in
                let found = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT time / 86400000 AS day, class, verdict, reason, count(*), min(time), max(time) FROM ledger
                        WHERE kind = 'decision' AND lock = 'opened' AND time >= ?
                        GROUP BY day, class, verdict, reason ORDER BY day, class, reason
                        """, arguments: [since?.milliseconds ?? .min])
                var refusals: [Refusal] = []
                var admitted: [Group: Int] = [:]
                for row in found {
                    let group = Group(day: row[0] ?? 0, holderClass: (row[1] as String?).flatMap(HolderClass.init))
                    let count: Int = row[4] ?? 0
                    admitted[group, default: 0] += count
                    guard row[2] as String? != Verdict.admit.rawValue, let reason = Reason(rawValue: row[3] ?? "")
                    else {
                        continue
                    }
                    refusals.append(
                        Refusal(
                            group: group, reason: reason, count: count, first: WallTime(milliseconds: row[5] ?? 0),
                            last: WallTime(milliseconds: row[6] ?? 0)))
                }
                return (refusals, admitted)
            }
        }
    }
}
