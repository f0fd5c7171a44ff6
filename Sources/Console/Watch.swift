import Control
import Glibc
import Vocabulary

/// The console's own connection to the station: it is told what happens, and asks how the station is. Where the connection
/// breaks it is made anew, for ever.
final class Watch {
    enum News {
        case status(StationStatus)
        /// As it was said, and what it says.
        case event([UInt8], FollowedEvent)
        /// The station cannot be watched, for this reason.
        case lost(ControlClientFault)
    }

    static let retryInterval = Duration.seconds(1)
    /// How the station is is asked so often.
    static let interval = Duration.seconds(1)
    /// And so soon after something happened.
    static let soon = Duration.milliseconds(50)
    private static let patience = Duration.seconds(5)

    private let path: String
    private var connection: ControlConnection?
    private var retry = MonotonicTime(nanoseconds: 0)
    private var nextStatus = MonotonicTime(nanoseconds: 0)
    /// When the status was asked that was not told yet.
    private var asked: MonotonicTime?

    init(path: String) { self.path = path }

    var polled: pollfd? { connection?.polled }

    /// When `turn` wants to be called though nothing is ready.
    var due: MonotonicTime {
        guard connection != nil else { return retry }
        return asked.map { $0 + Self.patience } ?? nextStatus
    }

    /// Does what is to be done now, and gives what the station said.
    func turn(at now: MonotonicTime) -> [News] {
        do throws(ControlClientFault) {
            return try take(from: try connected(at: now), at: now)
        } catch {
            let wasThere = connection != nil || now >= retry
            connection = nil
            asked = nil
            if now >= retry { retry = now + Self.retryInterval }
            return wasThere ? [.lost(error)] : []
        }
    }

    private func connected(at now: MonotonicTime) throws(ControlClientFault) -> ControlConnection? {
        if let connection { return connection }
        guard now >= retry else { return nil }
        let made = try ControlConnection(path: path, patience: .zero)
        made.say(.follow)
        connection = made
        nextStatus = now
        return made
    }

    private func take(from connection: ControlConnection?, at now: MonotonicTime) throws(ControlClientFault) -> [News] {
        guard let connection else { return [] }
        if let asked, now >= asked + Self.patience { throw .silent }
        if asked == nil, now >= nextStatus {
            connection.say(.status, id: 1)
            asked = now
        }
        try connection.turn()
        var news: [News] = []
        while let line = try connection.nextLine() {
            let heading = try ControlLine(line)
            if let refusal = heading.refusal { throw refusal }
            if heading.id == 1 {
                news.append(.status(try ControlLine.answer(StationStatus.self, in: line)))
                asked = nil
                nextStatus = now + Self.interval
            } else if !heading.isAnswer, let event = try? JSONLine.decode(FollowedEvent.self, from: line) {
                news.append(.event(line, event))
                nextStatus = min(nextStatus, now + Self.soon)
            }
        }
        return news
    }
}
