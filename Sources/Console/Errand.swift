import Control
import Glibc
import Vocabulary

/// What one person asks of the station: on a connection of its own, with the person's token and with no right of the console's.
final class Errand {
    /// The answers' lines in the order of the requests; and the descriptor that came with the last, the taker's to close.
    typealias Finish = (Result<[[UInt8]], ControlClientFault>, CInt?) -> Void

    /// A decision and a slow disk may come before the answer.
    static let patience = Duration.seconds(5)
    /// The station may take a minute to look at itself.
    static let longPatience = Duration.seconds(65)

    let due: MonotonicTime
    private var connection: ControlConnection?
    private var requests: ArraySlice<ControlRequest>
    private var answers: [[UInt8]] = []
    private let finish: Finish

    /// Asks `requests` one after the other. Without a token they are the console's own.
    init(
        to path: String, token: String?, _ requests: [ControlRequest], at now: MonotonicTime,
        finish: @escaping Finish
    ) {
        let login = token.map { ControlRequest.login(token: $0, alone: true) }
        self.requests = ([login].compactMap(\.self) + requests)[...]
        self.finish = finish
        due = now + (requests.contains(.checks) ? Self.longPatience : Self.patience)
        do throws(ControlClientFault) {
            connection = try ControlConnection(path: path, patience: .zero)
            sayNext()
        } catch { end(.failure(error)) }
    }

    var polled: pollfd? { connection?.polled }

    /// Whether it is over, and `finish` was called.
    var isOver: Bool { connection == nil }

    func turn(at now: MonotonicTime) {
        guard let connection else { return }
        do throws(ControlClientFault) {
            guard now < due else { throw .silent }
            try connection.turn()
            while let line = try connection.nextLine() {
                if let refusal = try ControlLine(line).refusal { throw refusal }
                answers.append(line)
                // The next one only now: what was refused a login must not be done with another's right.
                if requests.isEmpty { return end(.success(answers)) }
                sayNext()
            }
        } catch { end(.failure(error)) }
    }

    private func sayNext() {
        if let request = requests.popFirst() { connection?.say(request) }
    }

    private func end(_ result: Result<[[UInt8]], ControlClientFault>) {
        let descriptor = connection?.takeDescriptor()
        connection = nil
        finish(result, descriptor)
    }
}
