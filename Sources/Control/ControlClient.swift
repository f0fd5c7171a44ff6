import CProcessShim
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

    private let socket: CInt
    private var received: [UInt8] = []
    private var descriptor: CInt = -1
    private var nextID = 1

    /// Connects to the socket at `path`.
    public init(path: String) throws(ControlClientFault) {
        socket = control_connect(path, CInt(Self.patience.inMilliseconds))
        if socket < 0 { throw .unreachable(path, -socket) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if socket >= 0 { close(socket) }
    }

    /// Asks and waits for the answer.
    public func ask<Answer: Decodable>(
        _ request: ControlRequest, for _: Answer.Type = Done.self
    ) throws(ControlClientFault) -> Answer {
        let deadline = MonotonicTime.now + Self.patience
        var request = request
        request.id = nextID
        nextID += 1
        try send(request.encode(), until: deadline)
        while true {
            let line = try line(until: deadline)
            guard let heading = try? JSONLine.decode(Heading.self, from: line) else { throw .nonsense }
            // What happens meanwhile is told between the answers to a follower; whom the station does not serve has no id.
            guard let ok = heading.ok, heading.id == request.id || !ok else { continue }
            guard ok else { throw .refused(heading.error ?? "", words: heading.words ?? "") }
            guard let answer = try? JSONLine.decode(Granted<Answer>.self, from: line) else { throw .nonsense }
            return answer.answer
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
    public func takeDescriptor() -> CInt? {
        defer { descriptor = -1 }
        return descriptor >= 0 ? descriptor : nil
    }

    private func send(_ bytes: [UInt8], until deadline: MonotonicTime) throws(ControlClientFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { control_send(socket, $0.baseAddress, $0.count, -1) }
            switch sent {
            case Int(-EAGAIN): try wait(for: POLLOUT, until: deadline)
            // Whom the station does not serve finds its last words waiting.
            case ..<0: return
            default: rest = rest.dropFirst(sent)
            }
        }
    }

    /// The next line without its end.
    private func line(until deadline: MonotonicTime?) throws(ControlClientFault) -> [UInt8] {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeFirst(end + 1) }
                return Array(received[..<end])
            }
            guard received.count <= OutputQueue.limit else { throw .nonsense }
            try wait(for: POLLIN, until: deadline)
            try receive()
        }
    }

    private func receive() throws(ControlClientFault) {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var brought: CInt = -1
        var count: CInt = 0
        switch link_receive(socket, &bytes, bytes.count, &brought, 1, &count) {
        case Int(-EAGAIN): return
        case ...0: throw .closed
        case let length: received += bytes[..<length]
        }
        guard count == 1 else { return }
        if descriptor >= 0 { close(descriptor) }
        descriptor = brought
    }

    private func wait(for events: CInt, until deadline: MonotonicTime?) throws(ControlClientFault) {
        var polled = pollfd(fd: socket, events: Int16(events), revents: 0)
        let remaining = deadline.map { CInt(clamping: ($0 - .now).inNanoseconds / 1_000_000) }
        if let remaining, remaining <= 0 { throw .silent }
        // A signal that interrupts brings the caller back here.
        poll(&polled, 1, remaining ?? -1)
    }

    private struct Heading: Decodable {
        var id: Int?
        var ok: Bool?
        var error: String?
        var words: String?
    }

    private struct Granted<Answer: Decodable>: Decodable {
        var answer: Answer
    }
}
