import Foundation
import Station
import Vocabulary

/// What a decision costs over a long ledger against one over an empty one, in turn in one run: single-use passes of visitors,
/// counted, under a capacity and hard anti-passback.
final class LedgerGrowth {
    private static let rounds = 10
    private static let presentations = 100
    private static let settings = """
        [occupancy]
        capacity = 100000
        [passback]
        visitor = "hard"
        [ledger]
        keep_days = 3650
        """

    /// The times of one of the two stations, in milliseconds.
    private final class Run: StationObserver {
        let station: PlayedStation
        private(set) var decisions: [Double] = []
        private(set) var starts: [Double] = []
        private var begin = MonotonicTime.now

        init() throws { station = try PlayedStation(settings: settings) }

        func turn(_ count: Int) throws {
            try station.makePasses(count, of: .visitor, isSingleUse: true)
            begin = .now
            try Controller(configuration: station.configuration, journal: .silent, observers: [self]).run()
        }

        func note(_ event: StationEvent) {
            switch event {
            case .readerReady: starts.append((MonotonicTime.now - begin).inMilliseconds)
            case .decided(let decision) where decision.lock == .opened:
                decisions.append((decision.answered - decision.received).inMilliseconds)
            default: break
            }
        }

        /// Forgets what was measured before the ledger was as long as it should be.
        func forget() { (decisions, starts) = ([], []) }
    }

    /// `rows`: of the long ledger.
    func measure(rows: Int) throws {
        print("Decisions over \(rows) rows and over an empty ledger, in turn; the long ledger is made first.")
        let (empty, long) = (try Run(), try Run())
        for run in [empty, long] { try run.turn(1) }
        let state = long.station.folder.appendingPathComponent("state")
        let ledger = try LongLedger(in: state)
        try ledger.grow(by: rows)
        print(String(format: "  file of the ledger    %.0f MB a million rows", try ledger.bytesPerRow))
        for run in [empty, long] { run.forget() }
        for _ in 0..<Self.rounds { for run in [empty, long] { try run.turn(Self.presentations) } }
        let (few, many) = (Spread(empty.decisions), Spread(long.decisions))
        print("  empty ledger          \(few)")
        print("  long ledger           \(many)")
        print(
            String(
                format: "  median: %.2f of the empty one's (at most 1.25); p99: %.2f (at most 1.5)",
                many.median / few.median, many.p99 / few.p99))
        print("  start to reader, empty \(Spread(empty.starts))")
        print("  start to reader, long  \(Spread(long.starts)) (at most 300)")
    }
}
