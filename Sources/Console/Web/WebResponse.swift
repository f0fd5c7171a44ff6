import Control

/// What is said to a request.
struct WebResponse {
    var status = 200
    var phrase = "OK"
    /// As of `Content-Type`; nil where there is no body.
    var type: String?
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// Said with every response. These pages hold nothing of anybody else's, show themselves in nobody's frame, and are kept
    /// by nobody.
    static let always = [
        ("Cache-Control", "no-store"),
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
                + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        ),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
    ]

    init(_ body: [UInt8], type: String) {
        self.body = body
        self.type = type
    }

    /// An object as JSON.
    init(json value: some Encodable) { self.init(JSONLine.encode(value), type: "application/json") }

    init(_ refusal: WebRefusal) {
        self.init(json: Refused(error: "\(refusal)", words: refusal.words))
        (status, phrase) = (refusal.rawValue, refusal.phrase)
        if refusal == .wrongMethod { headers.append(("Allow", "GET, POST")) }
    }

    /// Elsewhere, at this path.
    init(seeOther path: String) {
        (status, phrase) = (303, "See Other")
        headers.append(("Location", path))
    }

    /// What the station itself refused, in its own words.
    init(refusedByStation error: String, words: String) {
        self.init(json: Refused(error: error, words: words))
        (status, phrase) = (409, "Conflict")
    }

    /// Where a stream of events begins (WHATWG HTML, server-sent events).
    static func streamHead() -> [UInt8] {
        var head = WebResponse([], type: "text/event-stream")
        head.headers.append(("X-Accel-Buffering", "no"))
        return head.head(isKept: false, length: nil)
    }

    /// One event of such a stream; `data` has no line ends.
    static func event(_ name: String, _ data: [UInt8]) -> [UInt8] {
        Array("event: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8)
    }

    func encode(isKept: Bool) -> [UInt8] { head(isKept: isKept, length: body.count) + body }

    private func head(isKept: Bool, length: Int?) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(phrase)"]
        if let type { lines.append("Content-Type: \(type)") }
        if let length { lines.append("Content-Length: \(length)") }
        lines.append("Connection: \(isKept ? "keep-alive" : "close")")
        for (name, value) in Self.always + headers { lines.append("\(name): \(value)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private struct Refused: Encodable {
        var error: String
        var words: String
    }
}
