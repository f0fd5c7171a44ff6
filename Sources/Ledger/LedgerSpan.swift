import Admission
import Credentials
import GRDB
import Vocabulary

/// The rows of a span of time, as far as reports look at them, read once while a gate may be writing.
///
/// There is no index by time, which each decision would pay for: some rows spread over the ledger tell where the span lies.
/// Rows stand in the order of their time but for a clock that jumped; what is missed then are only rows of a wrong time that
/// lie far from the span's.
public struct LedgerSpan: Sendable {
    /// A row as far as it is reported.
    public struct Row: Sendable {
        public var kind: RowKind
        public var gate: String
        public var boot: String
        public var time: WallTime
        public var clock: Clock.State
        public var credential: CredentialHash?
        public var holderClass: HolderClass?
        public var verdict: Verdict?
        public var reason: Reason?
        public var colour: Colour?
        public var lock: LockOutcome?
        public var note: String?
        public var crossing: Crossing?
        public var inside: Int?
        public var took: Int?

        public init(kind: RowKind, gate: String = "", boot: String = "", time: WallTime, clock: Clock.State = .trusted)
        {
            self.kind = kind
            self.gate = gate
            self.boot = boot
            self.time = time
            self.clock = clock
        }
    }

    /// Rows that are looked at to find the span.
    private static let samples: Int64 = 512
    /// How far a clock in use is put right without being one that jumped.
    private static let slack: Int64 = 3_600_000

    private let path: String
    private let times: Range<WallTime>

    /// - Parameter times: by the station's clock as each row has it.
    public init(folder: String, times: Range<WallTime>) {
        path = LedgerPlace(folder: folder).file
        self.times = times
    }

    /// Gives each row of the span to `visit`, in the order of the ledger.
    public func visit(_ visit: (Row) -> Void) throws(LedgerFault) {
        let queue = try LedgerFile.openReadOnly(path)
        try faults(at: path) {
            try queue.read { db in
                let present = Set(try db.columns(in: "ledger").map(\.name))
                let columns = Self.columns.map { present.contains($0) ? $0 : "NULL" }.joined(separator: ", ")
                for block in try blocks(db) {
                    let rows = try GRDB.Row.fetchCursor(
                        db,
                        sql: "SELECT \(columns) FROM ledger WHERE sequence BETWEEN ? AND ? AND time >= ? AND time < ?",
                        arguments: [
                            block.lowerBound, block.upperBound, times.lowerBound.milliseconds,
                            times.upperBound.milliseconds,
                        ])
                    while let row = try rows.next() { if let row = Row(row) { visit(row) } }
                }
            }
        }
    }

    /// Sequences between which rows of the span may lie, in their order and apart.
    private func blocks(_ db: Database) throws -> [ClosedRange<Int64>] {
        guard let bounds = try GRDB.Row.fetchOne(db, sql: "SELECT min(sequence), max(sequence) FROM ledger"),
            let first: Int64 = bounds[0], let last: Int64 = bounds[1]
        else { return [] }
        let lowest = max(times.lowerBound.milliseconds, .min + Self.slack) - Self.slack
        let highest = min(times.upperBound.milliseconds, .max - Self.slack) + Self.slack
        // Whoever alters a ledger may give a row any number.
        let step = max(1, last / Self.samples - first / Self.samples)
        let statement = try db.makeStatement(sql: "SELECT time FROM ledger WHERE sequence = ?")
        func time(_ sequence: Int64) throws -> Int64 { try Int64.fetchOne(statement, arguments: [sequence]) ?? .max }
        var blocks: [ClosedRange<Int64>] = []
        var (begin, early) = (first, try time(first))
        while begin <= last {
            let (next, isBeyond) = begin.addingReportingOverflow(step)
            let end = isBeyond ? last : min(next, last)
            let late = try time(end)
            if max(early, late) >= lowest, min(early, late) <= highest {
                // The row of a sample stands in one block only.
                let block = begin...(end == last ? last : end - 1)
                if let before = blocks.last, before.upperBound + 1 == begin {
                    blocks[blocks.count - 1] = before.lowerBound...block.upperBound
                } else {
                    blocks.append(block)
                }
            }
            guard end < last else { break }
            (begin, early) = (end, late)
        }
        return blocks
    }

    fileprivate static let columns = [
        "kind", "gate", "boot", "time", "clock", "credential", "class", "verdict", "reason", "colour", "lock", "note",
        "crossing", "inside", "took",
    ]
}

extension LedgerSpan.Row {
    /// Nil for a kind of row that only a later version knows.
    fileprivate init?(_ row: GRDB.Row) {
        func name<Name: RawRepresentable<String>>(_ place: Int) -> Name? { (row[place] as String?).flatMap(Name.init) }
        guard let kind: RowKind = name(0), let clock: Clock.State = name(4), let time: Int64 = row[3] else {
            return nil
        }
        self.init(
            kind: kind, gate: row[1] ?? "", boot: row[2] ?? "", time: WallTime(milliseconds: time), clock: clock)
        credential = StoredRow.bytes(row[5]).map(CredentialHash.init(bytes:))
        holderClass = name(6)
        verdict = name(7)
        reason = name(8)
        colour = name(9)
        lock = name(10)
        note = row[11]
        crossing = name(12)
        inside = row[13]
        took = row[14]
    }
}
