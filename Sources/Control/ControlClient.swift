import Foundation
import Vocabulary

/// Why a station could not be asked or did not do what it was asked.
public enum ControlClientFault: Error, Hashable, CustomStringConvertible {
    /// There is no station at this path, with this errno.
    case unreachable(String, CInt)
    /// It says no, with this name of the fixed list and its words.
    case refused(String, words: String)
    /// It ended the connection.
    case closed
    /// It does not answer in time.
    case silent
    /// It answers what this program does not understand: another version.
    case nonsense

    public var description: String {
        switch self {
        case .unreachable(let path, let code):
            "\(path): no station can be asked there (\(String(cString: strerror(code)))): is it running, and is this its run_dir?"
        case .refused(let name, let words): "\(name): \(words)"
        case .closed: "the station has ended the connection"
        case .silent: "the station does not answer: see its journal"
        case .nonsense: "the station's answer is not understood: it is of another version"
        }
    }
}

/// A client of a station's control socket. One request at a time; one thread owns it.
public final class ControlClient {
    /// How long an answer is waited for: a decision and a slow disk may come before it.
    private static let patience = Duration.seconds(5)
    /// The same for a reload: a slow board may have millions of withdrawn passes to read.
    private static let reloadPatience = Duration.seconds(60)

    private let connection: ControlConnection
    private var nextID = 1

    /// Connects to the socket at `path`.
    public init(path: String) throws(ControlClientFault) {
        connection = try ControlConnection(path: path, patience: Self.patience)
    }

    /// Asks and waits for the answer.
    public func ask<Answer: Decodable>(
        _ request: ControlRequest, for kind: Answer.Type = Done.self
    ) throws(ControlClientFault) -> Answer {
        let deadline = MonotonicTime.now + (request == .reload ? Self.reloadPatience : Self.patience)
        let id = nextID
        nextID += 1
        connection.say(request, id: id)
        while true {
            let line = try line(until: deadline)
            let heading = try ControlLine(line)
            // What happens meanwhile is told between the answers to a follower; whom the station does not serve has no id.
            guard heading.isAnswer, heading.id == id || heading.refusal != nil else { continue }
            if let refusal = heading.refusal { throw refusal }
            return try ControlLine.answer(kind, in: line)
        }
    }

    /// The next event, for as long as it takes, as JSON and as what it says. Ask `follow` first.
    public func nextEvent() throws(ControlClientFault) -> (line: String, event: FollowedEvent) {
        while true {
            let line = try line(until: nil)
            guard let event = try? JSONLine.decode(FollowedEvent.self, from: line) else { continue }
            return (String(decoding: line, as: UTF8.self), event)
        }
    }

    /// The descriptor that came with an answer, from now on the caller's to close; nil where none did.
    public func takeDescriptor() -> CInt? { connection.takeDescriptor() }

    /// The next line without its end.
    private func line(until deadline: MonotonicTime?) throws(ControlClientFault) -> [UInt8] {
        while true {
            if let line = try connection.nextLine() { return line }
            var polled = connection.polled
            let remaining = deadline.map { CInt(clamping: ($0 - .now).inNanoseconds / 1_000_000) }
            if let remaining, remaining <= 0 { throw .silent }
            // A signal that interrupts brings the caller back here.
            poll(&polled, 1, remaining ?? -1)
            try connection.turn()
        }
    }
}
