import Admission
import Credentials
import Foundation
import GRDB
import Vocabulary

/// A row as it stands in the ledger; its entry's fields can be asked of it directly.
@dynamicMemberLookup
public struct LedgerRow: Hashable, Sendable {
    /// 1 for the station's first row, then without a gap.
    public let sequence: Int64
    public let station: String
    /// The kernel's boot id, which says which boot `monotonic` counts from.
    public let boot: String
    public let entry: LedgerEntry
    /// HMAC-SHA256 over this row and the HMAC of the row before.
    public let hmac: [UInt8]

    public subscript<Value>(dynamicMember field: KeyPath<LedgerEntry, Value>) -> Value { entry[keyPath: field] }

    /// The chain's head once this row is written.
    public var head: LedgerHead { LedgerHead(sequence: sequence, hmac: hmac) }
}

/// A row as it was read, not yet believed: what is stored in each column, whatever its type.
struct StoredRow {
    /// In the order of `LedgerColumn`.
    var values: [DatabaseValue]
    var hmac: [UInt8]

    var sequence: Int64 { Int64.fromDatabaseValue(self[.sequence]) ?? 0 }
    var head: LedgerHead { LedgerHead(sequence: sequence, hmac: hmac) }

    subscript(column: LedgerColumn) -> DatabaseValue { values[Int(column.rawValue) - 1] }

    /// From a row of `SELECT LedgerColumn.list(in:), hmac`.
    init(_ row: Row) {
        values = (0..<LedgerColumn.allCases.count).map { row[$0] as DatabaseValue }
        hmac = Self.bytes(row[LedgerColumn.allCases.count] as DatabaseValue) ?? []
    }

    static func bytes(_ value: DatabaseValue) -> [UInt8]? { Data.fromDatabaseValue(value).map { Array($0) } }
}

extension LedgerRow {
    /// The row that writes `entry` after `previous`.
    init(_ entry: LedgerEntry, station: String, boot: String, after previous: LedgerHead, in chain: Chain) {
        sequence = previous.sequence + 1
        self.station = station
        self.boot = boot
        self.entry = entry
        hmac = chain.link(Self.values(sequence, station, boot, entry), after: previous)
    }

    /// What is stored, in the order of `LedgerColumn`.
    var values: [DatabaseValue] { Self.values(sequence, station, boot, entry) }

    private static func values(_ sequence: Int64, _ station: String, _ boot: String, _ entry: LedgerEntry)
        -> [DatabaseValue]
    {
        func text(_ value: String?) -> DatabaseValue { value?.databaseValue ?? .null }
        return [
            sequence.databaseValue, station.databaseValue, boot.databaseValue, entry.gate.databaseValue,
            entry.kind.rawValue.databaseValue, Int64(clamping: entry.monotonic.nanoseconds).databaseValue,
            entry.time.milliseconds.databaseValue, entry.clock.rawValue.databaseValue,
            entry.credential.map { Data($0.bytes).databaseValue } ?? .null, text(entry.holderClass?.rawValue),
            text(entry.format?.rawValue), text(entry.verdict?.rawValue), text(entry.reason?.rawValue),
            text(entry.lock?.rawValue), text(entry.policyVersion),
            entry.spends.map { $0.stored.databaseValue } ?? .null, text(entry.note), text(entry.colour?.rawValue),
            text(entry.crossing?.rawValue),
            entry.inside?.databaseValue ?? .null, entry.took?.databaseValue ?? .null,
        ]
    }

    /// Throws `damaged`, naming the row, where a column holds what this program never wrote.
    init(_ stored: StoredRow, at path: String) throws(LedgerFault) {
        func read<Value>(_ column: LedgerColumn, _ value: (DatabaseValue) -> Value?) throws(LedgerFault) -> Value {
            if let value = value(stored[column]) { return value }
            throw LedgerFault(
                .damaged, "\(path): row \(stored.sequence): nothing known in \(column): run ledger check")
        }
        func text(_ column: LedgerColumn) throws(LedgerFault) -> String { try read(column, String.fromDatabaseValue) }
        func number(_ column: LedgerColumn) throws(LedgerFault) -> Int64 { try read(column, Int64.fromDatabaseValue) }
        func name<Name: RawRepresentable<String>>(_ column: LedgerColumn) throws(LedgerFault) -> Name {
            try read(column) { String.fromDatabaseValue($0).flatMap(Name.init) }
        }
        func optional<Name: RawRepresentable<String>>(_ column: LedgerColumn) throws(LedgerFault) -> Name? {
            stored[column].isNull ? nil : try name(column)
        }
        var entry = LedgerEntry(
            kind: try name(.kind), gate: try text(.gate),
            monotonic: MonotonicTime(nanoseconds: UInt64(clamping: try number(.monotonic))),
            time: WallTime(milliseconds: try number(.time)), clock: try name(.clock))
        entry.credential = StoredRow.bytes(stored[.credential]).map(CredentialHash.init(bytes:))
        entry.holderClass = try optional(.class)
        entry.format = try optional(.format)
        entry.verdict = try optional(.verdict)
        entry.reason = try optional(.reason)
        entry.lock = try optional(.lock)
        entry.policyVersion = String.fromDatabaseValue(stored[.policy])
        entry.spends = Int64.fromDatabaseValue(stored[.spent]).map(Spending.init(stored:))
        entry.colour = try optional(.colour)
        entry.note = String.fromDatabaseValue(stored[.note])
        entry.crossing = try optional(.crossing)
        entry.inside = Int.fromDatabaseValue(stored[.inside])
        entry.took = Int.fromDatabaseValue(stored[.took])
        sequence = try number(.sequence)
        station = try text(.station)
        boot = try text(.boot)
        self.entry = entry
        hmac = stored.hmac
    }
}

extension Spending {
    /// The largest number stands for a pass that never expires.
    var stored: Int64 { until?.milliseconds ?? .max }

    init(stored: Int64) { until = stored == .max ? nil : WallTime(milliseconds: stored) }
}
