import Credentials
import Foundation
import Station
import Vocabulary

/// From the reader's message to the lock line moving, with the commit in between, against a bare commit of the same row on a
/// warm file of the same disk; one for one in turn.
final class DecisionLatency: StationObserver {
    private static let presentations = 2000

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gate-bench-\(UUID())")
    private var bare: BareCommit?
    private var decisions: [Double] = []

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// `isHarassed`: while hostile clients do at the control socket what they can.
    func measure(isHarassed: Bool) throws {
        print(
            "Decisions\(isHarassed ? " beside hostile clients" : ""): \(Self.presentations) presentations, each followed by "
                + "a bare commit; about a minute.")
        try prepare()
        let configuration = try Station.Configuration(file: folder.appendingPathComponent("config.toml").path)
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
                    like: folder.appendingPathComponent("state"), at: folder.appendingPathComponent("bare.sqlite"))
            bare = commit
            commit.runLater()
        } catch { print("the bare commit failed: \(error)") }
    }

    private func prepare() throws {
        let key = SigningKey()
        let trust = folder.appendingPathComponent("trust")
        try FileManager.default.createDirectory(at: trust, withIntermediateDirectories: true)
        try key.publicKey.fileText.write(
            to: trust.appendingPathComponent("bench.pub"), atomically: true, encoding: .utf8)
        let now = WallTime.now.seconds
        let passes = try (0..<Self.presentations).map { _ in
            try SitePass(
                identifier: SitePass.newIdentifier(), issuer: "bench", holderClass: .member,
                notBefore: WallTime(seconds: now - 3600), expires: WallTime(seconds: now + 3600), scope: .all,
                isSingleUse: false
            ).signed(by: key)
        }
        try passes.joined(separator: "\n").write(
            to: folder.appendingPathComponent("passes"), atomically: true, encoding: .utf8)
        try """
        station = "bench"
        state_dir = "state"
        run_dir = "run"
        trust_dir = "trust"
        board = "simulated:lines.jsonl"
        camera.source = "replay:passes"
        timing.pulse = 0.2
        presentation.turn = 0
        """.write(to: folder.appendingPathComponent("config.toml"), atomically: true, encoding: .utf8)
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
