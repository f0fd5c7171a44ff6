import Foundation
import GRDB
import Vocabulary

/// A commit of the same row as one of a gate's ledger, into a table of the same definition on a warm file, by GRDB alone.
///
/// Unchecked: all that changes is touched on its own queue.
final class BareCommit: @unchecked Sendable {
    /// After the gate's own commit, so that both begin on a machine that has been idle for a while.
    private static let delay = DispatchTimeInterval.milliseconds(10)

    private let turns = DispatchQueue(label: "bare commits")
    private let queue: DatabaseQueue
    private let insertion: String
    private var values: [DatabaseValue]
    private var measured: [Double] = []

    /// Milliseconds of each commit since the warm-up, when the last one was made.
    var times: [Double] { turns.sync { measured } }

    /// Takes the definition and the newest row of the ledger in `state`, and begins a file of its own at `path`.
    init(like state: URL, at path: URL) throws {
        var reading = GRDB.Configuration()
        reading.readonly = true
        let ledger = try DatabaseQueue(
            path: state.appendingPathComponent("ledger.sqlite").path, configuration: reading)
        let found = try ledger.read { database in
            (
                try String.fetchOne(database, sql: "SELECT sql FROM sqlite_master WHERE name = 'ledger'"),
                try Row.fetchOne(database, sql: "SELECT * FROM ledger ORDER BY sequence DESC")
            )
        }
        guard let definition = found.0, let row = found.1 else {
            throw BenchFault(description: "the gate's ledger has no row to measure against")
        }
        values = Array(row.databaseValues)
        insertion = "INSERT INTO ledger VALUES (\(values.map { _ in "?" }.joined(separator: ", ")))"
        queue = try DatabaseQueue(path: path.path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: definition)
        }
        for _ in 0..<20 { try run() }
        measured = []
    }

    /// Commits the row in a while.
    func runLater() {
        turns.asyncAfter(deadline: .now() + Self.delay) {
            do { try self.run() } catch { print("the bare commit failed: \(error)") }
        }
    }

    /// Commits the row under the next number.
    private func run() throws {
        values[0] = ((Int64.fromDatabaseValue(values[0]) ?? 0) + 1).databaseValue
        let begin = MonotonicTime.now
        try queue.write { database in
            try database.cachedStatement(sql: insertion).execute(arguments: StatementArguments(values))
        }
        measured.append((MonotonicTime.now - begin).inMilliseconds)
    }
}
