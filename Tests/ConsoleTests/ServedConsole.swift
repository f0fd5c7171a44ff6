import Console
import Foundation
import Synchronization
import Testing

/// A console at a staged station, at work in a thread of its own.
final class ServedConsole: Sendable {
    let station: StagedStation
    let visitorPort: UInt16
    let staffPort: UInt16
    private let isOver = Atomic(false)

    /// The pages as they stand in the checkout.
    static let pages = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("pages").path

    init(language: String = "id", hosts: [String] = []) throws {
        station = try StagedStation()
        let console = try StationConsole(
            ConsoleSettings(
                socket: station.socket, visitorPort: 0, staffPort: 0, hosts: hosts, language: language,
                pages: Self.pages)
        ) { _ in }
        (visitorPort, staffPort) = (console.visitorPort, console.staffPort)
        nonisolated(unsafe) let served = console
        Thread { [self] in while !isOver.load(ordering: .relaxed) { served.turn(atMost: .milliseconds(20)) } }.start()
        try waitUntilWatching()
    }

    func end() {
        isOver.store(true, ordering: .relaxed)
        station.end()
    }

    /// Until the station's state is known to the pages.
    func waitUntilWatching() throws {
        for _ in 0..<500 {
            if try call(.staff, "GET /healthz HTTP/1.1").status == 200 { return }
            usleep(10_000)
        }
        Issue.record("the console does not watch its station")
    }

    enum Port { case visitor, staff }

    func port(_ port: Port) -> UInt16 { port == .visitor ? visitorPort : staffPort }

    /// One request with the headers that a browser of this server's own page sends, and what is said to it.
    @discardableResult
    func call(_ port: Port, _ line: String, headers: [String] = [], body: String? = nil) throws -> Response {
        let host = "127.0.0.1:\(self.port(port))"
        var head = [line, "Host: \(host)", "Connection: close"] + headers
        if let body {
            head += ["Origin: http://\(host)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
        }
        return try raw(port, head.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    }

    /// The same with these bytes to the letter, until the server closes.
    func raw(_ port: Port, _ text: String) throws -> Response {
        let caller = try Caller(port: self.port(port))
        caller.say(text)
        return Response(caller.hearAll())
    }

    /// The cookie of somebody who has logged in with this token.
    func cookie(for token: String) throws -> String {
        let response = try call(.staff, "POST /api/login HTTP/1.1", body: "{\"token\":\"\(token)\"}")
        let line = try #require(response.header("Set-Cookie"), "\(response.text)")
        return "Cookie: \(line.prefix { $0 != ";" })"
    }
}

/// What a server said.
struct Response {
    var text: String

    init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    var status: Int { Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    var body: String { text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? "" }

    func header(_ name: String) -> String? {
        for line in text.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
        where line.lowercased().hasPrefix(name.lowercased() + ": ") { return String(line.dropFirst(name.count + 2)) }
        return nil
    }

    /// The name of the refusal.
    var error: String {
        let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return object?["error"] as? String ?? ""
    }
}

/// A bare connection to a port of this machine.
final class Caller {
    private let socket: CInt

    init(port: UInt16, receiveBuffer: CInt? = nil) throws {
        socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var most = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &most, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0, "errno \(errno)")
    }

    deinit { close(socket) }

    func say(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// A part of what comes; empty where the server has closed, or says nothing for 20 s.
    func hear() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : []
    }

    /// All until the server closes.
    func hearAll() -> [UInt8] {
        var all: [UInt8] = []
        while case let bytes = hear(), !bytes.isEmpty { all += bytes }
        return all
    }

    /// All until this is among it; false where the server closes before.
    func hears(_ text: String) -> Bool {
        var all = ""
        while case let bytes = hear(), !bytes.isEmpty {
            all += String(decoding: bytes, as: UTF8.self)
            if all.contains(text) { return true }
        }
        return false
    }
}
