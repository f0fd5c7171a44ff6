import Foundation

/// A real datagram socket, in the place of systemd's or journald's.
public final class Listener {
    /// A path, or `@` and an abstract name.
    public let name: String
    /// The newest datagram.
    public private(set) var last = ""
    private let descriptor: CInt

    public init(at name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = name.first == "@" ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8) + [0]
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path)! + bytes.count)
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    /// Where nobody listens yet.
    public static var freshName: String { "@gate-\(UUID().uuidString)" }

    deinit { close(descriptor) }

    /// The next datagram; nil where none comes within `seconds`.
    public func next(within seconds: Double = 0) -> String? {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, CInt(seconds * 1000)) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { return nil }
        last = String(decoding: bytes[..<count], as: UTF8.self)
        return last
    }

    /// Takes datagrams until one has this line in it; whether it came within `seconds`.
    public func hears(_ line: String, within seconds: Double) -> Bool {
        let end = Date() + seconds
        while case let left = end.timeIntervalSinceNow, left > 0, let text = next(within: left) {
            if text.split(separator: "\n").contains(Substring(line)) { return true }
        }
        return false
    }
}
