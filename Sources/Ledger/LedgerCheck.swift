import GRDB

/// What came of looking at every row of a ledger.
public enum LedgerCheck: Hashable, Sendable, CustomStringConvertible {
    /// Every row is as it was written, from the anchor to the head.
    case whole(rows: Int, head: LedgerHead)
    /// The first bad row, and what is wrong with it.
    case broken(sequence: Int64, Flaw)
    /// It cannot be read to its end, and why.
    case unreadable(String)

    /// What is wrong at a row.
    public enum Flaw: Hashable, Sendable {
        /// It is not what was written.
        case altered
        /// It is not there, though later ones are.
        case missing
        /// The row with this sequence was moved: it belongs here.
        case outOfOrder(Int64)
        /// It and what followed was cut off: the journal knows a later head.
        case cut(LedgerHead)
        /// It is well made, but not the row that the journal knows: another history.
        case replaced
        /// The anchor before it was altered or removed.
        case anchor
    }

    /// 0 whole, 1 broken, 74 unreadable.
    public var exitCode: CInt {
        switch self {
        case .whole: 0
        case .broken: 1
        case .unreadable: 74
        }
    }

    public var description: String {
        switch self {
        case .whole(let rows, let head): "whole: \(rows) rows, head \(head)"
        case .broken(let sequence, let flaw): "broken at row \(sequence): \(flaw.words)"
        case .unreadable(let why): "unreadable: \(why)"
        }
    }
}

extension LedgerCheck.Flaw {
    /// In words, after "row N: ".
    public var words: String {
        switch self {
        case .altered: "it is not what was written, or the key is another station's"
        case .missing: "it is missing"
        case .outOfOrder(let other): "out of order: what belongs here stands as row \(other)"
        case .cut(let known): "the end was cut off: the journal knows row \(known.sequence)"
        case .replaced: "it is not the row that the journal knows"
        case .anchor: "the anchor before it was altered or removed"
        }
    }
}

extension LedgerCheck {
    /// Looks at every row of the ledger in `folder`, in one snapshot, while a gate may be writing.
    /// - Parameter known: heads out of the journal; the ledger must contain them.
    public init(folder: String, key: LedgerKey, known: [LedgerHead] = []) {
        let path = LedgerPlace(folder: folder).file
        do throws(LedgerFault) {
            let file = try LedgerFile(reading: path, key: key)
            self = try file.read { try Self.walk($0, file, known) }
        } catch {
            self = .unreadable(error.what)
        }
    }

    private static func walk(_ db: Database, _ file: LedgerFile, _ known: [LedgerHead]) throws -> Self {
        var head: LedgerHead
        do {
            head = try file.anchor(db)
        } catch let fault as LedgerFault where fault.kind == .damaged {
            let first = try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM ledger") ?? 1
            return .broken(sequence: first, .anchor)
        }
        let journal = Dictionary(known.map { ($0.sequence, $0.hmac) }) { first, _ in first }
        var count = 0
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(LedgerColumn.list(in: db)), hmac FROM ledger ORDER BY sequence")
        while let row = try rows.next().map(StoredRow.init) {
            guard file.chain.holds(row, after: head) else {
                return .broken(sequence: head.sequence + 1, try flaw(at: row, after: head, rows, file.chain))
            }
            head = row.head
            count += 1
            if let hmac = journal[head.sequence], hmac != head.hmac {
                return .broken(sequence: head.sequence, .replaced)
            }
        }
        if let last = known.max(by: { $0.sequence < $1.sequence }), last.sequence > head.sequence {
            return .broken(sequence: head.sequence + 1, .cut(last))
        }
        return .whole(rows: count, head: head)
    }

    /// Why `row`, which comes next after `head`, does not hold: whether one of those after it belongs here, says the chain.
    private static func flaw(
        at row: StoredRow, after head: LedgerHead, _ rows: RowCursor, _ chain: Chain
    ) throws -> Flaw {
        var candidate: StoredRow? = row
        while let moved = candidate {
            if chain.holds(moved.renumbered(head.sequence + 1), after: head) { return .outOfOrder(moved.sequence) }
            candidate = try rows.next().map(StoredRow.init)
        }
        return row.sequence == head.sequence + 1 ? .altered : .missing
    }
}

extension StoredRow {
    fileprivate func renumbered(_ sequence: Int64) -> Self {
        var row = self
        row.values[0] = sequence.databaseValue
        return row
    }
}
