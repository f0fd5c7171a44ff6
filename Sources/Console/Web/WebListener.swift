import CProcessShim
import Glibc
import Vocabulary

/// A port of 127.0.0.1, and of no other address: whoever comes from elsewhere comes through a server that speaks TLS.
final class WebListener {
    let port: UInt16
    let socket: CInt

    /// Listens at `port`; 0 takes one that is free. Throws a `ConsoleFault`.
    init(port: UInt16) throws(ConsoleFault) {
        let socket = Glibc.socket(
            AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { throw ConsoleFault(port: port, code: errno) }
        var yes: CInt = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bound in
                Glibc.bind(socket, bound, size) < 0 || listen(socket, 16) < 0 || getsockname(socket, bound, &size) < 0
                    ? errno : 0
            }
        }
        self.socket = socket
        self.port = UInt16(bigEndian: address.sin_port)
        // The socket is closed with this object, whose initialisation failed after it was whole.
        guard code == 0 else { throw ConsoleFault(port: port, code: code) }
    }

    deinit { close(socket) }

    /// The next who connects; nil where nobody does.
    func accept() -> CInt? {
        let client = control_accept(socket)
        return client < 0 ? nil : client
    }
}

/// Why the console cannot serve.
public struct ConsoleFault: Error, Hashable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }

    init(port: UInt16, code: CInt) {
        let words = String(cString: strerror(code))
        description =
            code == EADDRINUSE
            ? "port \(port) is taken by another program: stop that one, or choose another port under [console]"
            : "port \(port) cannot be listened at: \(words)"
    }
}
