import Admission
import Credentials
import Foundation
import GRDB
import Vocabulary

@testable import Ledger

/// A folder of its own for one test, removed with it.
final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    init(copying other: String) throws {
        path = NSTemporaryDirectory() + "ledger-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: other, toPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { LedgerPlace(folder: path).file }
    var names: Set<String> { Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []) }

    func key() throws -> LedgerKey { try LedgerKey(loadingOrCreatingIn: path) }

    func open(at time: WallTime = noon) throws -> Ledger {
        try Ledger(
            folder: path, key: key(), station: "north", boot: "boot-1", monotonic: MonotonicTime(nanoseconds: 5),
            time: time, clock: .trusted)
    }

    func check(known: [LedgerHead] = []) throws -> LedgerCheck {
        try LedgerCheck(folder: path, key: LedgerKey(loadingFrom: path), known: known)
    }

    func rows() throws -> [LedgerRow] {
        let reader = try LedgerReader(folder: path)
        var all: [LedgerRow] = []
        while case let rows = try reader.next(), !rows.isEmpty { all += rows }
        return all
    }

    /// What somebody with the file but without the key may do to it.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: file)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA ignore_check_constraints = ON; \(sql)") }
        try queue.close()
    }

    /// The bytes of the ledger and its log, as a power cut would leave them on a disk that wrote everything.
    func copy() throws -> Folder {
        let other = try Folder()
        for name in names where name.hasSuffix("sqlite") || name.hasSuffix("-wal") || name.hasSuffix(".key") {
            try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(other.path)/\(name)")
        }
        return other
    }
}

let noon = WallTime(rfc3339: "2026-11-24T12:00:00Z")!
let day = Int64(86_400_000)

func later(_ days: Int64, than time: WallTime = noon) -> WallTime {
    WallTime(milliseconds: time.milliseconds + days * day)
}

func pass(_ number: UInt8, expires: WallTime? = later(1), isSingleUse: Bool = true) -> Credential {
    Credential(
        format: .sitePass, identifier: [UInt8](repeating: number, count: 16), issuer: "site", holderClass: .visitor,
        notBefore: nil, expires: expires, scope: .all, isSingleUse: isSingleUse, isRevoked: false)
}

func entry(_ kind: RowKind = .service, at time: WallTime = noon, clock: Admission.Clock.State = .trusted)
    -> LedgerEntry
{
    LedgerEntry(kind: kind, gate: "door", monotonic: MonotonicTime(nanoseconds: 7), time: time, clock: clock)
}

/// An admission that fills every column.
func admission(_ credential: Credential, in ledger: Ledger, at time: WallTime = noon) -> LedgerEntry {
    var entry = entry(.decision, at: time)
    entry.credential = ledger.hash(of: credential)
    entry.holderClass = credential.holderClass
    entry.format = credential.format
    entry.verdict = .admit
    entry.reason = .ok
    entry.colour = .green
    entry.lock = .opened
    entry.policyVersion = "p1"
    entry.note = "none"
    entry.crossing = .entry
    entry.inside = 1
    entry.took = 250
    entry.spends = credential.isSingleUse ? Spending(until: credential.expires) : nil
    return entry
}
