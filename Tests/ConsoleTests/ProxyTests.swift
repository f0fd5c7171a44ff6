import Foundation
import Testing

@testable import Console

/// The staff's pages through the web server whose configuration is shipped, with TLS.
@Suite(
    .serialized,
    .enabled(
        if: ["/usr/sbin/nginx", "/usr/bin/openssl", "/usr/bin/curl"].allSatisfy(FileManager.default.isExecutableFile),
        "there is no nginx(8), openssl(1) or curl(1) here"))
final class ProxyTests {
    private static let port = 20_000 + UInt16(getpid() % 20_000)
    private let name = "gate-3.example:\(ProxyTests.port)"
    private let served: ServedConsole
    private let folder: URL
    private let nginx = Process()

    init() throws {
        served = try ServedConsole(hosts: ["gate-3.example:\(Self.port)"])
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("proxy-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try #require(
            try run(
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days",
                "2", "-subj", "/CN=gate-3.example", "-addext", "subjectAltName=DNS:gate-3.example", "-keyout",
                "gate-3.example.key", "-out", "gate-3.example.pem"
            ).status == 0)
        let shipped = URL(fileURLWithPath: ServedConsole.pages).deletingLastPathComponent()
            .appendingPathComponent("deploy/console-nginx.conf")
        let site = try String(contentsOf: shipped, encoding: .utf8)
            .replacing("listen 443", with: "listen 127.0.0.1:\(Self.port)").replacing(
                "/etc/ssl/gate", with: folder.path
            )
            .replacing("127.0.0.1:8071", with: "127.0.0.1:\(served.staffPort)")
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(folder.path)/\($0);"
        }
        try Data(
            """
            daemon off; pid \(folder.path)/pid; error_log \(folder.path)/errors;
            events {}
            http { access_log off; \(temporary.joined(separator: " "))
            \(site)
            }
            """.utf8
        ).write(to: folder.appendingPathComponent("nginx.conf"))
        nginx.executableURL = URL(fileURLWithPath: "/usr/sbin/nginx")
        nginx.arguments = ["-p", folder.path, "-c", folder.appendingPathComponent("nginx.conf").path]
        nginx.standardError = FileHandle.nullDevice
        try nginx.run()
        // It may be a moment in coming.
        let there = try run(
            "curl", "-sk", "--retry", "20", "--retry-delay", "1", "--retry-connrefused",
            "https://127.0.0.1:\(Self.port)/")
        try #require(there.status == 0)
    }

    deinit {
        kill(nginx.processIdentifier, SIGTERM)
        nginx.waitUntilExit()
        served.end()
        try? FileManager.default.removeItem(at: folder)
    }

    private func run(_ words: String...) throws -> (status: Int32, text: String) { try run(words) }

    private func run(_ words: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = folder
        let said = Pipe()
        (process.standardOutput, process.standardError) = (said, FileHandle.nullDevice)
        try process.run()
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// What is answered at this path, with its head.
    private func ask(_ path: String, _ more: String..., host: String? = nil) throws -> Response {
        let answer = try run(
            ["curl", "-si", "--http1.1"]
                + ["--resolve", "\(name):127.0.0.1"]
                + (host == nil ? ["--cacert", "gate-3.example.pem"] : ["-k"]) + more + [
                    "https://\(host ?? name)\(path)"
                ])
        return Response(Array(answer.text.utf8))
    }

    private func logIn(from origin: String, _ body: String) throws -> Response {
        try ask("/api/login", "-H", "Origin: \(origin)", "-H", "Content-Type: application/json", "-d", body)
    }

    @Test("who comes by the station's name over TLS logs in, and hears at once of what happens")
    func loggedIn() throws {
        #expect(try ask("/healthz").status == 200)
        let right = try logIn(from: "https://\(name)", "{\"token\":\"\(served.station.officer)\"}")
        #expect(right.status == 200 && right.header("Strict-Transport-Security") != nil)
        let cookie = try #require(right.header("Set-Cookie"))
        #expect(cookie.hasSuffix("; Secure"))
        served.station.tell(.decided("deny", "expired"))
        let heard = try ask("/api/events", "-N", "--max-time", "2", "-H", "Cookie: \(cookie.prefix { $0 != ";" })")
        #expect(heard.text.contains("event: state") && heard.text.contains("\"reason\":\"expired\""))
    }

    @Test("another name, another origin, a body too large and a missing password are refused, and guessing is slowed")
    func refused() throws {
        #expect(try ask("/healthz", host: "127.0.0.1:\(Self.port)").error == "wrongHost")
        #expect(try logIn(from: "https://elsewhere.example", "{}").error == "foreign")
        #expect(try ask("/api/state").status == 401)
        let large = String(repeating: "a", count: 3000)
        #expect(try logIn(from: "https://\(name)", "{\"token\":\"\(large)\"}").status == 413)
        let guesses = try (0..<10).map { _ in try logIn(from: "https://\(name)", #"{"token":"AAAAA"}"#).status }
        #expect(guesses.first == 401 && guesses.last == 429)
    }
}
