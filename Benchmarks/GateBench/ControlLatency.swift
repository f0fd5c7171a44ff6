import Control
import Foundation
import Vocabulary

/// How soon a status comes from a gate at work, asked by 32 clients in turn who also follow what happens.
struct ControlLatency {
    private static let statuses = 1000

    private let clients: [ControlClient]

    /// Connects to the socket at `path`.
    init(at path: String) throws {
        clients = try (0..<ControlServer.mostClients).map { _ in try ControlClient(path: path) }
        for client in clients { _ = try client.ask(.follow, for: Greeting.self) }
    }

    func measure() throws -> Spread {
        var times: [Double] = []
        for turn in 0..<Self.statuses {
            let begin = MonotonicTime.now
            _ = try clients[turn % clients.count].ask(.status, for: StationStatus.self)
            times.append((.now - begin).inMilliseconds)
            // At any moment of a frame, and no client more often than it may.
            poll(nil, 0, 7)
        }
        return Spread(times)
    }
}
