import CProcessShim
import Glibc
import Vocabulary

/// A connection to a station's control socket that never waits: requests go out as they are taken, lines come in as they come.
package final class ControlConnection {
    package let socket: CInt
    private var received: [UInt8] = []
    private var owed: [UInt8] = []
    private var descriptor: CInt = -1

    /// Connects to the socket at `path`; where many others do, waits no longer than `patience`.
    package init(path: String, patience: Duration) throws(ControlClientFault) {
        socket = control_connect(path, CInt(patience.inMilliseconds))
        if socket < 0 { throw .unreachable(path, -socket) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if socket >= 0 { close(socket) }
    }

    /// What to wait for before `turn`.
    package var polled: pollfd {
        pollfd(fd: socket, events: Int16(POLLIN | (owed.isEmpty ? 0 : POLLOUT)), revents: 0)
    }

    package func say(_ request: ControlRequest, id: Int? = nil) { owed += RequestLine(request, id: id).encode() }

    /// Sends what is taken and takes in a part of what waits. Throws `closed` where the station has ended the connection.
    package func turn() throws(ControlClientFault) {
        flush()
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

    /// The next whole line without its end; nil where none is there yet.
    package func nextLine() throws(ControlClientFault) -> [UInt8]? {
        guard let end = received.firstIndex(of: UInt8(ascii: "\n")) else {
            if received.count > OutputQueue.limit { throw .nonsense }
            return nil
        }
        defer { received.removeFirst(end + 1) }
        return Array(received[..<end])
    }

    /// The descriptor that came with an answer, from now on the caller's to close; nil where none did.
    package func takeDescriptor() -> CInt? {
        defer { descriptor = -1 }
        return descriptor >= 0 ? descriptor : nil
    }

    private func flush() {
        guard !owed.isEmpty else { return }
        let sent = owed.withUnsafeBytes { control_send(socket, $0.baseAddress, $0.count, -1) }
        // Whom the station does not serve finds its last words waiting.
        owed.removeFirst(sent == Int(-EAGAIN) ? 0 : sent < 0 ? owed.count : sent)
    }
}

/// What one line of a station says.
package struct ControlLine: Decodable {
    /// The request that it answers; nil for an event, and for whom the station does not serve.
    package var id: Int?
    private var ok: Bool?
    private var error: String?
    private var words: String?

    package init(_ line: [UInt8]) throws(ControlClientFault) {
        guard let read = try? JSONLine.decode(Self.self, from: line) else { throw .nonsense }
        self = read
    }

    /// Whether it is an answer, and not an event.
    package var isAnswer: Bool { ok != nil }
    /// Why the answer is no.
    package var refusal: ControlClientFault? { ok == false ? .refused(error ?? "", words: words ?? "") : nil }

    /// What the answer in `line` says.
    package static func answer<Answer: Decodable>(
        _: Answer.Type, in line: [UInt8]
    ) throws(ControlClientFault) -> Answer {
        guard let granted = try? JSONLine.decode(Granted<Answer>.self, from: line) else { throw .nonsense }
        return granted.answer
    }

    private struct Granted<Answer: Decodable>: Decodable {
        var answer: Answer
    }
}
