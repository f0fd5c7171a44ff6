import Glibc
import Vocabulary

/// Serves the control socket inside somebody else's loop: never waits, and what one client costs is bounded, whatever it
/// does. Says who may ask what; what is then done is its owner's business.
public final class ControlServer {
    /// More clients are not served at once.
    public static let mostClients = 32
    /// More are not taken at a time, and no more requests answered, before the gates have their turn again.
    private static let mostInTurn = 4

    /// Who asks, for an answer that comes later.
    public struct Caller: Hashable, Sendable {
        public var role: ControlRole
        var client: UInt64
        var id: Int?
    }

    /// What is said to a request.
    public enum Reply {
        case now(any Encodable)
        /// `answer` will be called.
        case later
    }

    /// What the station writes down about it.
    public enum Event: Hashable, Sendable {
        /// The socket cannot be had, for this reason; told once, and again when the reason is another.
        case unavailable(String)
        case available
        /// A user has tried more wrong tokens than anybody mistypes.
        case guessing
    }

    private let station: String
    private var roles: PeerRoles
    private var tokens: TokenList
    private let listener: ControlListener
    private var clients: [ServedClient] = []
    private var guardian = LoginGuard()
    private var events: [Event] = []
    private var nextNumber: UInt64 = 0

    /// `path` is tried at the first `tick`. `station` is told in the greeting.
    public init(path: String, station: String, roles: PeerRoles, tokens: TokenList) {
        self.station = station
        self.roles = roles
        self.tokens = tokens
        listener = ControlListener(path: path)
    }

    public var clientCount: Int { clients.count }

    /// Whether anybody wants to be told what happens.
    public var hasFollowers: Bool { clients.contains { $0.session.isFollowing } }

    /// What to wait for.
    public func polled(at now: MonotonicTime) -> [pollfd] {
        let entrance = listener.descriptor(at: now).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        return [entrance].compactMap(\.self) + clients.compactMap(\.polled)
    }

    /// When `tick` and `react` want to be called though nothing is ready.
    public func due(at now: MonotonicTime) -> MonotonicTime {
        clients.compactMap(\.session.due).reduce(listener.due(at: now), min)
    }

    /// Cuts off whose time is over, and tells what is to be written down.
    public func tick(at now: MonotonicTime) -> [Event] {
        let before = listener.fault
        listener.tick(at: now)
        if let fault = listener.fault, fault != before { events.append(.unavailable(fault)) }
        if before != nil, listener.fault == nil { events.append(.available) }
        clear(at: now)
        defer { events = [] }
        return events
    }

    /// Takes in what has become readable, sends what can be sent, and answers what `answer` says to those who may ask it.
    public func react(
        to ready: Set<CInt>, at now: MonotonicTime,
        answer: (ControlRequest, Caller) throws(ControlRefusal) -> Reply
    ) {
        for client in clients where ready.contains(client.socket) {
            client.hear(at: now)
            client.flush(at: now)
        }
        clear(at: now)
        if let entrance = listener.descriptor(at: now), ready.contains(entrance) { welcome(at: now) }
        for _ in 0..<Self.mostInTurn {
            guard let index = clients.firstIndex(where: { $0.session.lineDue.map { $0 <= now } ?? false }) else {
                break
            }
            // Who was answered stands behind the others.
            let client = clients.remove(at: index)
            clients.append(client)
            guard let line = client.session.nextLine(at: now) else { continue }
            serve(line, from: client, at: now, answer)
        }
        clear(at: now)
    }

    /// Answers a request that was to be answered later, with a descriptor where one belongs to it.
    public func answer(
        _ caller: Caller, _ answer: some Encodable, _ descriptor: PassedDescriptor? = nil, at now: MonotonicTime
    ) {
        finish(caller, ControlAnswer.line(answer, to: caller.id), descriptor, at: now)
    }

    /// Refuses a request that was to be answered later.
    public func refuse(_ caller: Caller, _ refusal: ControlRefusal, at now: MonotonicTime) {
        finish(caller, ControlAnswer.line(refusal, to: caller.id), nil, at: now)
    }

    /// Tells every follower. Who is too far behind is cut off.
    public func tell(_ event: some Encodable, at now: MonotonicTime) {
        let line = JSONLine.encode(event)
        for client in clients where client.session.isFollowing { client.say(line, at: now) }
    }

    /// Other groups have roles from now on, also for those who are connected.
    public func replace(roles: PeerRoles) {
        self.roles = roles
        replace(tokens: tokens)
    }

    /// Other tokens count from now on, also for those who have shown one.
    public func replace(tokens: TokenList) {
        self.tokens = tokens
        for client in clients {
            if let login = client.login, !tokens.entries.contains(login) { client.login = nil }
            client.session.role = role(of: client)
            if !ControlVerb.follow.isAllowed(to: client.session.role) { client.session.isFollowing = false }
        }
    }

    /// Lets everybody go and takes the socket away.
    public func end() {
        clients = []
        listener.end()
    }

    private func finish(_ caller: Caller, _ line: [UInt8], _ descriptor: PassedDescriptor?, at now: MonotonicTime) {
        guard let client = clients.first(where: { $0.number == caller.client }) else { return }
        client.session.pending -= 1
        client.say(line, descriptor, at: now)
    }

    private func serve(
        _ line: [UInt8], from client: ServedClient, at now: MonotonicTime,
        _ answer: (ControlRequest, Caller) throws(ControlRefusal) -> Reply
    ) {
        let asked: RequestLine
        do throws(RequestLine.Fault) { asked = try RequestLine(line) } catch {
            return client.say(ControlAnswer.line(error.refusal, to: error.id), at: now)
        }
        do throws(ControlRefusal) {
            guard asked.request.verb.isAllowed(to: client.session.role) else { throw .notAllowed }
            switch asked.request {
            case .hello: break
            case .login(let token, let alone): try logIn(client, with: token, alone: alone, at: now)
            case .follow: client.session.isFollowing = true
            default:
                guard let role = client.session.role else { throw .notAllowed }
                let caller = Caller(role: role, client: client.number, id: asked.id)
                switch try answer(asked.request, caller) {
                case .now(let answer): client.say(ControlAnswer.line(answer, to: asked.id), at: now)
                case .later: client.session.pending += 1
                }
                return
            }
            let greeting = Greeting(station: station, role: client.session.role?.rawValue)
            client.say(ControlAnswer.line(greeting, to: asked.id), at: now)
        } catch {
            client.say(ControlAnswer.line(error, to: asked.id), at: now)
        }
    }

    private func logIn(
        _ client: ServedClient, with token: String, alone: Bool, at now: MonotonicTime
    ) throws(ControlRefusal) {
        if alone {
            // Whether the token is right or not.
            client.isAlone = true
            client.session.role = role(of: client)
        }
        guard guardian.mayTry(client.peer.user, at: now) else { throw .tooMany }
        guard let entry = tokens.entry(of: token) else {
            if guardian.failed(client.peer.user, at: now) { events.append(.guessing) }
            throw .wrongToken
        }
        client.login = entry
        client.session.role = role(of: client)
    }

    /// What the kernel says of it, unless it wants none of that, or more where it has shown a token for more.
    private func role(of client: ServedClient) -> ControlRole? {
        [client.isAlone ? nil : roles.role(of: client.peer), client.login?.role].compactMap(\.self).max()
    }

    private func welcome(at now: MonotonicTime) {
        for _ in 0..<Self.mostInTurn {
            guard let socket = listener.accept(at: now) else { return }
            guard let peer = Peer(of: socket) else {
                close(socket)
                continue
            }
            let client = ServedClient(
                socket, number: nextNumber, peer: peer, role: roles.role(of: peer), at: now)
            nextNumber += 1
            if makeRoom(for: client) {
                clients.append(client)
            } else {
                client.say(ControlAnswer.line(.busy, to: nil), at: now)
            }
        }
    }

    /// Where all places are taken, one of a lower role makes place, of the lowest the one that was answered longest ago: a
    /// crowd of strangers keeps nobody out who has a role.
    private func makeRoom(for newcomer: ServedClient) -> Bool {
        guard clients.count >= Self.mostClients else { return true }
        func rank(_ role: ControlRole?) -> Int { role.flatMap { ControlRole.allCases.firstIndex(of: $0) } ?? -1 }
        guard let index = clients.indices.min(by: { rank(clients[$0].session.role) < rank(clients[$1].session.role) }),
            rank(clients[index].session.role) < rank(newcomer.session.role)
        else { return false }
        clients.remove(at: index)
        return true
    }

    private func clear(at now: MonotonicTime) {
        clients.removeAll { client in
            guard let ending = client.session.ending(at: now) else { return false }
            if ending == .tooLong { client.say(ControlAnswer.line(.tooLong, to: nil), at: now) }
            return true
        }
    }
}
