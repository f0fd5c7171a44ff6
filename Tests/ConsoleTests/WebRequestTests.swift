import Testing

@testable import Console

struct WebRequestTests {
    /// The request of these bytes, which come in one piece.
    private func read(_ text: String) throws(WebRefusal) -> WebRequest? {
        var reader = WebRequestReader()
        reader.take(text.utf8)
        return try reader.next()
    }

    @Test("a request is read whatever pieces it comes in, and what follows it is the next one's")
    func pieces() throws {
        let text =
            "POST /api/act?gate=north HTTP/1.1\r\nHost: a:1\r\nCookie: x=1; scan-appliance=abc\r\nContent-Length: 4\r\n\r\n"
            + "{\"\"}GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
        var reader = WebRequestReader()
        var requests: [WebRequest] = []
        for byte in text.utf8 {
            reader.take([byte])
            while let request = try reader.next() { requests.append(request) }
        }
        #expect(requests.count == 2)
        #expect(requests[0].method == .post && requests[0].path == "/api/act" && requests[0].query == ["gate": "north"])
        #expect(requests[0].headers["host"] == "a:1" && requests[0].cookie("scan-appliance") == "abc")
        #expect(requests[0].body == Array("{\"\"}".utf8) && requests[0].isKept)
        #expect(requests[1].method == .get && !requests[1].isKept && requests[1].cookie("scan-appliance") == nil)
        #expect(!reader.isWithin)
    }

    @Test(
        "what is no request, or could be read in two ways, is refused",
        arguments: [
            "GET /\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET x HTTP/1.1\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
            "GET / HTTP/1.1 \r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n", "GET /\u{e9} HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost a\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\n: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", "GET / HTTP/1.1\r\n folded: a\r\n\r\n",
            "GET /?gate=%2e HTTP/1.1\r\n\r\n", "GET /?a=1&a=2 HTTP/1.1\r\n\r\n", "GET /?a HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
            "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: \r\n\r\n",
        ])
    func malformed(text: String) {
        #expect(throws: WebRefusal.malformed) { try read(text) }
    }

    @Test("a method, a body in chunks, a body of no length, and what is too large are refused by their names")
    func refusals() {
        #expect(throws: WebRefusal.wrongMethod) { try read("DELETE / HTTP/1.1\r\n\r\n") }
        #expect(throws: WebRefusal.lengthMissing) { try read("POST / HTTP/1.1\r\n\r\n") }
        #expect(throws: WebRefusal.lengthMissing) {
            try read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n")
        }
        #expect(throws: WebRefusal.tooLarge) { try read("POST / HTTP/1.1\r\nContent-Length: 2049\r\n\r\n") }
        #expect(throws: WebRefusal.tooLarge) {
            try read("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n")
        }
        #expect(throws: WebRefusal.headTooLarge) {
            try read("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 8192) + "\r\n\r\n")
        }
        #expect(throws: WebRefusal.headTooLarge) { try read(String(repeating: "a", count: 8193)) }
    }

    @Test("as much as a head and a body may have is taken in, and no more")
    func bounds() throws {
        var reader = WebRequestReader()
        #expect(reader.room == 8192 + 2048)
        let frame = "POST / HTTP/1.1\r\nContent-Length: 2048\r\nX: \r\n\r\n".utf8.count - 4
        reader.take("POST / HTTP/1.1\r\nContent-Length: 2048\r\nX: ".utf8)
        reader.take(String(repeating: "a", count: 8192 - frame).utf8)
        reader.take("\r\n\r\n".utf8)
        #expect(try reader.next() == nil)
        reader.take(String(repeating: "b", count: 2048).utf8)
        #expect(try reader.next()?.body.count == 2048)
    }
}
