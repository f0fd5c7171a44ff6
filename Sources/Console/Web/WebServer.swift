import CProcessShim
import Glibc
import Vocabulary

/// Serves one port inside somebody else's loop: never waits, and what one client costs is bounded, whatever it does.
/// `Topic` is what a stream of events is about.
final class WebServer<Topic: Hashable> {
    /// More clients are not served at once.
    static var mostClients: Int { 32 }
    /// Of them so many are told what happens, so that others can always ask something.
    static var mostStreams: Int { 16 }
    /// More are not taken at a time before others have their turn.
    private static var mostInTurn: Int { 4 }
    /// A stream is given a sign so often; a page that gets none knows that it is cut off.
    static var beat: Duration { .seconds(5) }

    /// Who asked, for an answer that comes later.
    struct Caller: Hashable { fileprivate var client: UInt64 }

    /// What is said to a request.
    enum Reply {
        case now(WebResponse)
        /// `finish` will be called.
        case later
        /// What happens about this is told from now on; these events first.
        case stream(Topic, [UInt8])
    }

    private final class Client {
        let number: UInt64
        let socket: CInt
        var session: WebSession
        var topic: Topic?

        init(_ socket: CInt, number: UInt64, at now: MonotonicTime) {
            (self.socket, self.number) = (socket, number)
            session = WebSession(at: now)
        }

        deinit { close(socket) }

        /// What to wait for; nil: nothing.
        var polled: pollfd? {
            let events = (session.room > 0 ? POLLIN : 0) | (session.owed.isEmpty ? 0 : POLLOUT)
            return events == 0 ? nil : pollfd(fd: socket, events: Int16(events), revents: 0)
        }

        func hear(at now: MonotonicTime) {
            guard session.room > 0 else { return }
            var bytes = [UInt8](repeating: 0, count: session.room)
            switch control_receive(socket, &bytes, bytes.count) {
            case Int(-EAGAIN): break
            case ...0: session.end()
            case let count: session.take(Array(bytes[..<count]), at: now)
            }
        }

        func flush(at now: MonotonicTime) {
            guard !session.owed.isEmpty else { return }
            let sent = session.owed.withUnsafeBytes { control_send(socket, $0.baseAddress, $0.count, -1) }
            session.sent(sent == Int(-EAGAIN) ? 0 : sent, at: now)
            if session.isFinished { shutdown(socket, CInt(SHUT_WR)) }
        }
    }

    let listener: WebListener
    private var clients: [Client] = []
    private var nextNumber: UInt64 = 0
    private var nextBeat = MonotonicTime(nanoseconds: 0)

    init(_ listener: WebListener) { self.listener = listener }

    var polled: [pollfd] {
        [pollfd(fd: listener.socket, events: Int16(POLLIN), revents: 0)] + clients.compactMap(\.polled)
    }

    /// When `react` wants to be called though nothing is ready.
    var due: MonotonicTime? {
        let beat = clients.contains { $0.topic != nil } ? nextBeat : nil
        return (clients.map(\.session.due) + [beat]).compactMap(\.self).min()
    }

    /// Takes in what is ready and answers what `answer` says.
    func react(to ready: Set<CInt>, at now: MonotonicTime, answer: (WebRequest, Caller) throws(WebRefusal) -> Reply) {
        for client in clients where ready.contains(client.socket) {
            client.hear(at: now)
            client.flush(at: now)
        }
        for client in clients {
            // Who sends several at once gets some of them answered before the others' turn.
            for _ in 0..<Self.mostInTurn where client.session.owed.isEmpty { serve(client, at: now, answer) }
        }
        if now >= nextBeat {
            nextBeat = now + Self.beat
            tell({ _ in true }, WebResponse.event("beat", Array("{}".utf8)), at: now)
        }
        clear(at: now)
        if ready.contains(listener.socket) { welcome(at: now) }
    }

    /// Answers a request that was to be answered later.
    func finish(_ caller: Caller, _ response: WebResponse, at now: MonotonicTime) {
        guard let client = clients.first(where: { $0.number == caller.client }) else { return }
        client.session.answer(response, at: now)
        client.flush(at: now)
    }

    /// Tells all whose streams are about what `topics` says.
    func tell(_ topics: (Topic) -> Bool, _ event: [UInt8], at now: MonotonicTime) {
        for client in clients {
            guard let topic = client.topic, topics(topic) else { continue }
            client.session.tell(event, at: now)
            client.flush(at: now)
        }
    }

    /// What is followed now.
    var topics: Set<Topic> { Set(clients.compactMap(\.topic)) }

    /// Ends the streams about what `topics` says.
    func endStreams(_ topics: (Topic) -> Bool) {
        clients.removeAll { client in client.topic.map(topics) ?? false }
    }

    private func serve(
        _ client: Client, at now: MonotonicTime, _ answer: (WebRequest, Caller) throws(WebRefusal) -> Reply
    ) {
        do throws(WebRefusal) {
            guard let request = try client.session.nextRequest(at: now) else { return }
            do throws(WebRefusal) {
                switch try answer(request, Caller(client: client.number)) {
                case .now(let response): client.session.answer(response, at: now)
                case .later: return
                case .stream(let topic, let events):
                    guard clients.count(where: { $0.topic != nil }) < Self.mostStreams else { throw .busy }
                    client.topic = topic
                    client.session.stream(events, at: now)
                }
            } catch { client.session.answer(WebResponse(error), at: now) }
        } catch {
            // Where it ends cannot be known, nor where another would begin.
            client.session.answer(WebResponse(error), isLast: true, at: now)
        }
        client.flush(at: now)
    }

    private func welcome(at now: MonotonicTime) {
        for _ in 0..<Self.mostInTurn {
            guard let socket = listener.accept() else { return }
            let client = Client(socket, number: nextNumber, at: now)
            nextNumber += 1
            guard clients.count < Self.mostClients + Self.mostInTurn else { continue }
            if clients.count >= Self.mostClients {
                client.session.answer(WebResponse(.busy), isLast: true, at: now)
                client.flush(at: now)
            }
            clients.append(client)
        }
    }

    private func clear(at now: MonotonicTime) {
        clients.removeAll { client in
            guard let ending = client.session.ending(at: now) else { return false }
            guard ending == .slow else { return true }
            client.session.answer(WebResponse(.tooSlow), isLast: true, at: now)
            client.flush(at: now)
            return false
        }
    }
}
