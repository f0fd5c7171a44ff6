import Control
import Vocabulary

/// The visitor's page: a listener of its own, and on it nothing else.
extension StationConsole {
    private static let paths = [
        "/": "visitor.html", "/visitor.css": "visitor.css", "/visitor.js": "visitor.js", "/icon.svg": "icon.svg",
    ]

    func answerVisitor(
        _ request: WebRequest, at now: MonotonicTime
    ) throws(WebRefusal) -> WebServer<VisitorTopic>.Reply {
        try request.checkHost(port: visitorPort, others: [])
        guard request.method == .get else { throw .wrongMethod }
        try request.checkOrigin()
        switch request.path {
        case "/text.json": return .now(pages.text)
        case "/events":
            let gate = request.query["gate"] ?? ""
            guard gate.utf8.count <= 32 else { throw .notFound }
            let screen = Array(JSONLine.encode(view.screen(of: gate, at: now)).dropLast())
            return .stream(VisitorTopic(gate: gate), WebResponse.event("screen", screen))
        default:
            guard let name = Self.paths[request.path] else { throw .notFound }
            return .now(try pages.file(name))
        }
    }
}

extension WebRequest {
    /// Whether it is meant for this server: another name that leads here is somebody else's page (DNS rebinding).
    func checkHost(port: UInt16, others: [String]) throws(WebRefusal) {
        guard let host = headers["host"]?.lowercased() else { throw .malformed }
        let own = ["127.0.0.1:\(port)", "localhost:\(port)"] + others.map { $0.lowercased() }
        guard own.contains(host) else { throw .wrongHost }
    }

    /// Whether it comes from this server's own pages, as far as the browser says where from.
    func checkOrigin() throws(WebRefusal) {
        if let site = headers["sec-fetch-site"], site != "same-origin", site != "none" {
            // A link from elsewhere may lead to a page, and to nothing but a page.
            guard method == .get, headers["sec-fetch-mode"] == "navigate" else { throw .foreign }
        }
        guard let origin = headers["origin"] else {
            if method == .post { throw .foreign }
            return
        }
        let host = headers["host"] ?? ""
        guard origin == "http://\(host)" || origin == "https://\(host)" else { throw .foreign }
    }
}
