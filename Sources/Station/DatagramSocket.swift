import Glibc

/// Sends datagrams to one local address (unix(7)). The address is looked up with each of them, so that whoever listens
/// there may be restarted in between.
final class DatagramSocket: Sendable {
    private let descriptor: CInt
    private let name: [UInt8]

    /// `name` is an absolute path, or `@` and an abstract name. Nil where it is neither, is too long for an address, or
    /// no descriptor is left.
    init?(to name: String) {
        var bytes = Array(name.utf8)
        guard bytes.count > 1, bytes.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "/"): bytes.append(0)
        case UInt8(ascii: "@"): bytes[0] = 0
        default: return nil
        }
        self.name = bytes
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sends it whole or not at all, and never waits; false where nobody took it.
    func send(_ bytes: [UInt8]) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        // An abstract name ends where the address does, a path with its zero.
        let length = MemoryLayout.offset(of: \sockaddr_un.sun_path)! + name.count
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let flags = CInt(MSG_DONTWAIT | MSG_NOSIGNAL)
                return sendto(descriptor, bytes, bytes.count, flags, address, socklen_t(length)) == bytes.count
            }
        }
    }
}
