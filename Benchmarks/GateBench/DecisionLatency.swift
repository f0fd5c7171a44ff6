import Credentials
import Foundation
import Station
import Vocabulary

/// From the reader's message to the lock line moving, with the commit in between, against a bare commit of the same row on a
/// warm file of the same disk; one for one in turn.
final class DecisionLatency: StationObserver {
    private static let presentations = 2000

    private let station: PlayedStation
    private var bare: BareCommit?
    private var decisions: [Double] = []

    init() throws { station = try PlayedStation() }

    /// `isHarassed`: while hostile clients do at the control socket what they can.
    func measure(isHarassed: Bool) throws {
        print(
            "Decisions\(isHarassed ? " beside hostile clients" : ""): \(Self.presentations) presentations, each followed by "
                + "a bare commit; about a minute.")
        try station.makePasses(Self.presentations, of: .member, isSingleUse: false)
        let configuration = try station.configuration
        let hostile = isHarassed ? HostileClients(at: configuration.controlSocket) : nil
        defer { hostile?.end() }
        try Controller(configuration: configuration, journal: .silent, observers: [self]).run()
        let (gate, commit) = (Spread(decisions), Spread(bare?.times ?? []))
        print("  message to lock line  \(gate)")
        print("  bare commit           \(commit)")
        print(
            String(
                format: "  median: bare + %.2f ms (at most + 0.5); p99: %.2f of bare × 1.5 + 2 ms (at most 1)",
                gate.median - commit.median, gate.p99 / (commit.p99 * 1.5 + 2)))
    }

    func note(_ event: StationEvent) {
        guard case .decided(let decision) = event, decision.lock == .opened else { return }
        decisions.append((decision.answered - decision.firstSeen).inMilliseconds)
        do {
            let commit =
                try bare
                ?? BareCommit(
                    like: station.folder.appendingPathComponent("state"),
                    at: station.folder.appendingPathComponent("bare.sqlite"))
            bare = commit
            commit.runLater()
        } catch { print("the bare commit failed: \(error)") }
    }
}

/// The middle and the far end of some times in milliseconds.
struct Spread: CustomStringConvertible {
    let median: Double
    let p99: Double
    private let count: Int

    init(_ times: [Double]) {
        let sorted = times.sorted()
        count = sorted.count
        median = sorted.isEmpty ? .nan : sorted[count / 2]
        p99 = sorted.isEmpty ? .nan : sorted[min(count - 1, count * 99 / 100)]
    }

    var description: String { String(format: "median %.2f ms, p99 %.2f ms (%d times)", median, p99, count) }
}
