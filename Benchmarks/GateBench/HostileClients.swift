import Foundation
import Synchronization

/// Clients that do what no client should, a thousand times a second: junk without a line end, requests without end on two
/// dozen connections whose answers nobody reads, connections that come and go.
final class HostileClients: Sendable {
    private static let mostHeld = 24
    /// Never waits, no SIGPIPE.
    private static let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)

    private let path: String
    private let isOver = Atomic(false)

    /// Begins at once; it goes on until `end`.
    init(at path: String) {
        self.path = path
        Thread { [self] in attack() }.start()
    }

    func end() { isOver.store(true, ordering: .relaxed) }

    private func attack() {
        let junk = [UInt8](repeating: 120, count: 65_536)
        let requests = Array(String(repeating: "{\"request\":\"status\"}\n", count: 1000).utf8)
        var held: [Int32] = []
        var turn = 0
        while !isOver.load(ordering: .relaxed) {
            // Without a pause it would only take the processor away, which needs no socket.
            poll(nil, 0, 1)
            held.removeAll { socket in
                guard say(requests, to: socket) || errno == EAGAIN else { return close(socket) == 0 }
                return false
            }
            turn += 1
            guard let socket = connect() else { continue }
            if turn.isMultiple(of: 2), held.count < Self.mostHeld {
                held.append(socket)
            } else {
                if turn.isMultiple(of: 3) { while say(junk, to: socket) {} }
                close(socket)
            }
        }
        for socket in held { close(socket) }
    }

    private func say(_ bytes: [UInt8], to socket: Int32) -> Bool { send(socket, bytes, bytes.count, Self.flags) >= 0 }

    private func connect() -> Int32? {
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(made, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if result == 0 { return made }
        close(made)
        return nil
    }
}
