import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Station

@Suite struct RecordTests {
    private final class Listener: StationObserver {
        private(set) var incidents: [Incident] = []
        private(set) var recovered = 0

        func note(_ event: StationEvent) {
            switch event {
            case .incident(let incident, _, _): incidents.append(incident)
            case .recovered: recovered += 1
            default: break
            }
        }
    }

    private let now = MonotonicTime(nanoseconds: 5_000_000_000)

    @Test("a ledger damaged under a running gate is replaced between two turns, with a word before and one after")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let key = try LedgerKey(loadingOrCreatingIn: folder.path)
        var words = 0
        let ledger = try Ledger(
            folder: folder.path, key: key, station: "north", boot: "boot", monotonic: now, time: .now, clock: .trusted
        ) { words += 1 }
        let (listener, clock) = (Listener(), StationClock(try configuration(in: folder).clock, folder: folder.path))
        let record = Record(ledger: ledger, clock: clock, observers: [listener])
        record.service(.started, at: now)
        for suffix in ["", "-wal", "-shm"] { unlink("\(folder.path)/ledger.sqlite\(suffix)") }

        // Nobody waits for minutes in the middle of a decision.
        #expect(!record.commit(.service(.clockTrusted, monotonic: now, time: .now, clock: .trusted), at: now))
        #expect(words == 0 && record.isUnwritable && record.due == now)
        record.act(.exit, by: .button, lock: .opened, at: now)
        #expect(words == 0)
        record.flush(at: now)
        #expect(words == 1 && !record.isUnwritable)
        record.flush(at: now)
        #expect(record.due == nil)

        #expect(listener.incidents == [.ledgerUnwritable, .ledgerDamaged])
        #expect(listener.recovered == 1)
        let rows = try LedgerReader(folder: folder.path).next()
        #expect(
            rows.map(\.note) == ["ledger-damaged", "ledger-unwritable", "exit-button", "ledger-unwritable-cleared"])
        #expect(LedgerCheck(folder: folder.path, key: key).exitCode == 0)
    }

    private func configuration(in folder: TemporaryFolder) throws -> Configuration {
        try Configuration(
            file: folder.write(
                "config.toml",
                """
                station = "north"
                board = "simulated"
                camera.source = "replay:frames"
                """))
    }
}
