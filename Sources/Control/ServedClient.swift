import CProcessShim
import Glibc
import Vocabulary

/// One client at its socket, which is closed with it.
final class ServedClient {
    let number: UInt64
    let socket: CInt
    let peer: Peer
    /// The token it has shown.
    var login: TokenList.Entry?
    /// Whether it wants no role but its token's.
    var isAlone = false
    var session: ControlSession

    /// Takes over `socket`.
    init(_ socket: CInt, number: UInt64, peer: Peer, role: ControlRole?, at now: MonotonicTime) {
        self.socket = socket
        self.number = number
        self.peer = peer
        session = ControlSession(role: role, at: now)
    }

    deinit { close(socket) }

    /// What to wait for; nil: nothing.
    var polled: pollfd? {
        let events = (session.room > 0 ? POLLIN : 0) | (session.output.isEmpty ? 0 : POLLOUT)
        return events == 0 ? nil : pollfd(fd: socket, events: Int16(events), revents: 0)
    }

    /// Takes in a part of what it has said, so that nobody waits for one that says much.
    func hear(at now: MonotonicTime) {
        let room = session.room
        guard room > 0 else { return }
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
            count = control_receive(socket, buffer.baseAddress, room)
            filled = max(count, 0)
        }
        switch count {
        case 0: session.end()
        case Int(-EAGAIN): break
        case ..<0: session.vanish()
        default: session.take(bytes, at: now)
        }
    }

    /// Sends what it takes of what it is owed.
    func flush(at now: MonotonicTime) {
        let gone = session.drain(at: now) { bytes, descriptor in
            let sent = control_send(socket, bytes.baseAddress, bytes.count, descriptor)
            return sent == Int(-EAGAIN) ? 0 : sent
        }
        if gone < 0 { session.vanish() }
    }

    func say(_ line: [UInt8], _ descriptor: PassedDescriptor? = nil, at now: MonotonicTime) {
        session.owe(line, descriptor, at: now)
        flush(at: now)
    }
}
