import Foundation
import Testing

@testable import Console

/// What the servers say to whoever does not belong there, over real sockets.
@Suite(.serialized) final class RefusalTests {
    private let served: ServedConsole

    init() throws { served = try ServedConsole(hosts: ["gate.example"]) }
    deinit { served.end() }

    @Test("on the visitor's port there is the page, its files and its stream, and nothing else")
    func visitorPort() throws {
        for path in ["/", "/visitor.css", "/visitor.js", "/text.json", "/icon.svg"] {
            let response = try served.call(.visitor, "GET \(path) HTTP/1.1")
            #expect(response.status == 200, "\(path)")
            #expect(response.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        }
        for path in [
            "/login", "/officer", "/technician", "/api/state", "/api/events", "/api/preview", "/api/checks", "/metrics",
            "/healthz",
            "/../pages/officer.html", "//", "/officer.html", "/visitor.html",
        ] { #expect(try served.call(.visitor, "GET \(path) HTTP/1.1").status == 404, "\(path)") }
        #expect(try served.call(.visitor, "POST /api/act HTTP/1.1", body: "{}").status == 405)
    }

    @Test("whoever is not logged in gets no state, no picture, no stream and no act")
    func notLoggedIn() throws {
        for path in ["/api/state", "/api/events", "/api/figures", "/api/preview?gate=front"] {
            let response = try served.call(.staff, "GET \(path) HTTP/1.1")
            #expect(response.status == 401 && response.error == "notLoggedIn", "\(path)")
        }
        let response = try served.call(
            .staff, "POST /api/act HTTP/1.1", headers: ["Cookie: scan-appliance=00112233445566778899aabbccddeeff"],
            body: #"{"act":"override"}"#)
        #expect(response.status == 401)
        #expect(try served.call(.staff, "GET /officer HTTP/1.1").header("Location") == "/login?next=/officer")
        #expect(!served.station.asked.contains { [.override, .preview].contains($0.verb) })
    }

    @Test("another page's request is refused, whatever it brings")
    func foreign() throws {
        let cookie = try served.cookie(for: served.station.officer)
        let body = #"{"act":"override","gate":"front"}"#
        func act(_ headers: [String]) throws -> Response {
            let head = ["POST /api/act HTTP/1.1", "Host: 127.0.0.1:\(served.staffPort)", "Connection: close", cookie]
            let lines = head + headers + ["Content-Length: \(body.utf8.count)", "", body]
            return try served.raw(.staff, lines.joined(separator: "\r\n"))
        }
        let own = "Origin: http://127.0.0.1:\(served.staffPort)"
        let json = "Content-Type: application/json"
        #expect(try act([json]).error == "foreign")
        #expect(try act([json, "Origin: http://evil.example"]).error == "foreign")
        #expect(try act([json, "Origin: null"]).error == "foreign")
        #expect(try act([json, "Origin: http://127.0.0.1:\(served.visitorPort)"]).error == "foreign")
        #expect(try act([json, own, "Sec-Fetch-Site: cross-site"]).error == "foreign")
        #expect(try act([own, "Content-Type: text/plain"]).error == "wrongType")
        #expect(try act([own]).error == "wrongType")
        #expect(!served.station.asked.contains { $0.verb == .override })
        #expect(try act([json, own]).status == 200)
        #expect(served.station.asked.contains { $0.verb == .override })
        let stream = try served.call(
            .staff, "GET /api/events HTTP/1.1", headers: [cookie, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"])
        #expect(stream.error == "foreign")
    }

    @Test("a name that is not this server's is refused, unless the configuration knows it")
    func hosts() throws {
        func status(_ host: String, _ port: ServedConsole.Port = .staff) throws -> Int {
            try served.raw(port, "GET /login HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n").status
        }
        #expect(try status("localhost:\(served.staffPort)") == 200)
        #expect(try status("gate.example") == 200)
        #expect(try status("gate.example:1") == 421 && status("evil.example") == 421 && status("127.0.0.1") == 421)
        #expect(try status("gate.example", .visitor) == 421)
        #expect(try served.raw(.staff, "GET /login HTTP/1.1\r\nConnection: close\r\n\r\n").status == 400)
    }

    @Test("what is malformed or too large gets an answer that says so")
    func malformed() throws {
        #expect(try served.raw(.staff, "nonsense\r\n\r\n").error == "malformed")
        #expect(try served.raw(.staff, String(repeating: "a", count: 20_000)).error == "headTooLarge")
        #expect(
            try served.call(.staff, "POST /api/login HTTP/1.1", body: String(repeating: "a", count: 3000)).error
                == "tooLarge")
        #expect(try served.call(.staff, "POST /api/login HTTP/1.1", body: "{}").error == "malformed")
        #expect(try served.call(.staff, "PUT / HTTP/1.1").error == "wrongMethod")
        #expect(try served.call(.staff, "POST /login HTTP/1.1", body: "").error == "wrongMethod")
        let cookie = try served.cookie(for: served.station.officer)
        for act in ["reload", "login", "hello", "x"] {
            let body = "{\"act\":\"\(act)\"}"
            #expect(
                try served.call(.staff, "POST /api/act HTTP/1.1", headers: [cookie], body: body).error == "malformed")
        }
    }

    @Test("more than 32 connections are told that it is busy, and one that goes makes place")
    func crowd() throws {
        var crowd: [Caller] = []
        for _ in 0..<32 {
            let caller = try Caller(port: served.visitorPort)
            caller.say("GET / HTTP/1.1\r\nHost: 127.0.0.1:\(served.visitorPort)\r\n\r\n")
            #expect(caller.hears("</html>"))
            crowd.append(caller)
        }
        #expect(try served.call(.visitor, "GET / HTTP/1.1").error == "busy")
        #expect(try served.call(.staff, "GET /healthz HTTP/1.1").status == 200)
        crowd.removeLast()
        while try served.call(.visitor, "GET / HTTP/1.1").status != 200 {}
    }
}
