import Admission
import Credentials
import GRDB
import Vocabulary

/// Whom a station let in only because it observed: their passes would have kept them out.
public struct Observed: Sendable {
    /// People of one class on one day.
    public struct Group: Hashable, Sendable {
        /// Days since 1970, as the reader counts them.
        public let day: Int64
        /// Nil where no credential said it.
        public let holderClass: HolderClass?
    }

    /// For one reason.
    public struct Refusal: Sendable {
        public let group: Group
        public let reason: Reason
        public fileprivate(set) var count = 0
        public fileprivate(set) var first: WallTime
        public fileprivate(set) var last: WallTime
    }

    /// By day, class and reason.
    public let refusals: [Refusal]
    /// How many of each group came in at all by what they showed.
    public private(set) var admitted: [Group: Int] = [:]

    /// No zone changes its day or its offset within a quarter of an hour, so that it is asked once for each.
    private static let quarter: Int64 = 900_000

    /// Reads the ledger in `folder` while a gate may be writing.
    /// - Parameters:
    ///   - since: rows of this time or later, as the station's clock had it; nil: all.
    ///   - day: the day in which a time is, as days since 1970.
    public init(folder: String, since: WallTime? = nil, day: (WallTime) -> Int64) throws(LedgerFault) {
        let path = LedgerPlace(folder: folder).file
        let queue = try LedgerFile.openReadOnly(path)
        var refusals: [Group: [Reason: Refusal]] = [:]
        var admitted: [Group: Int] = [:]
        try faults(at: path) {
            try queue.read { db in
                let found = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT class, verdict, reason, count(*), min(time), max(time) FROM ledger
                        WHERE kind = 'decision' AND lock = 'opened' AND time >= ?
                        GROUP BY time / \(Self.quarter), class, verdict, reason
                        """, arguments: [since?.milliseconds ?? .min])
                while let row = try found.next() {
                    let (first, last) = (WallTime(milliseconds: row[4] ?? 0), WallTime(milliseconds: row[5] ?? 0))
                    let group = Group(day: day(first), holderClass: (row[0] as String?).flatMap(HolderClass.init))
                    admitted[group, default: 0] += row[3] ?? 0
                    guard row[1] as String? != Verdict.admit.rawValue, let reason = Reason(rawValue: row[2] ?? "")
                    else { continue }
                    var refusal =
                        refusals[group]?[reason] ?? Refusal(group: group, reason: reason, first: first, last: last)
                    refusal.count += row[3] ?? 0
                    (refusal.first, refusal.last) = (min(refusal.first, first), max(refusal.last, last))
                    refusals[group, default: [:]][reason] = refusal
                }
            }
        }
        self.refusals = refusals.values.flatMap(\.values).sorted { $0.place < $1.place }
        self.admitted = admitted
    }
}

extension Observed.Refusal {
    /// Where it stands among the others.
    fileprivate var place: (Int64, String, String) { (group.day, group.holderClass?.rawValue ?? "", reason.rawValue) }
}
