/// Makes requests of a client's bytes, in whatever pieces they come. A value: bytes in, a request or a refusal out.
///
/// What RFC 9112 leaves open is refused where it could be read in two ways: bodies in chunks, a header twice, a line end
/// without CR, space before a colon (sections 2.2, 5.1 and 6.3).
struct WebRequestReader {
    /// The most bytes of request line and headers.
    static let longestHead = 8192
    /// The most bytes of a body: a token, an act.
    static let longestBody = 2048

    private var bytes: [UInt8] = []
    private var head: WebRequest?
    private var bodyLength = 0
    /// How far the end of the head was looked for.
    private var searched = 0

    /// Whether a request was begun and is not whole.
    var isWithin: Bool { head != nil || !bytes.isEmpty }
    /// As many bytes may be taken in now.
    var room: Int { Self.longestHead + Self.longestBody - bytes.count }

    mutating func take(_ more: some Sequence<UInt8>) { bytes += more }

    /// The next whole request; nil where there is none yet. After a throw nothing more can be read.
    mutating func next() throws(WebRefusal) -> WebRequest? {
        if head == nil { try readHead() }
        guard var request = head, bytes.count >= bodyLength else { return nil }
        request.body = Array(bytes[..<bodyLength])
        bytes.removeFirst(bodyLength)
        (head, bodyLength) = (nil, 0)
        return request
    }

    private mutating func readHead() throws(WebRefusal) {
        // An empty line before a request is none of it (RFC 9112 section 2.2).
        while bytes.starts(with: [13, 10]) { bytes.removeFirst(2) }
        guard let end = endOfHead() else {
            if bytes.count > Self.longestHead { throw .headTooLarge }
            return
        }
        guard end <= Self.longestHead else { throw .headTooLarge }
        let lines = try Self.lines(bytes[..<(end + 2)])
        bytes.removeFirst(end + 4)
        searched = 0
        var request = try Self.requestLine(lines[0])
        for line in lines.dropFirst() {
            let (name, value) = try Self.header(line)
            guard request.headers.updateValue(value, forKey: name) == nil else { throw .malformed }
        }
        let connection = request.headers["connection"]?.lowercased()
        request.isKept = lines[0].hasSuffix("1.0") ? connection == "keep-alive" : connection != "close"
        bodyLength = try Self.bodyLength(of: request)
        head = request
    }

    /// Where the empty line is that ends the head.
    private mutating func endOfHead() -> Int? {
        var index = max(searched, 3)
        while index < bytes.count {
            if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13 {
                return index - 3
            }
            index += 1
        }
        searched = max(searched, bytes.count)
        return nil
    }

    /// Lines of visible ASCII, spaces and tabs only, each ended by CR and LF.
    private static func lines(_ bytes: ArraySlice<UInt8>) throws(WebRefusal) -> [Substring] {
        var lines: [Substring] = []
        for line in bytes.dropLast().split(separator: 10, omittingEmptySubsequences: false) {
            guard line.last == 13, line.dropLast().allSatisfy({ (32...126).contains($0) || $0 == 9 }) else {
                throw .malformed
            }
            lines.append(Substring(decoding: line.dropLast(), as: UTF8.self))
        }
        return lines
    }

    private static func requestLine(_ line: Substring) throws(WebRefusal) -> WebRequest {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0", words[1].first == "/" else {
            throw .malformed
        }
        guard let method = WebRequest.Method(rawValue: String(words[0])) else { throw .wrongMethod }
        let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var request = WebRequest(method: method, path: String(target[0]))
        for field in target.count > 1 ? target[1].split(separator: "&") : [] {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // Names of gates and plain words are all that is asked for: nothing needs percent signs.
            guard pair.count == 2, !field.contains("%"),
                request.query.updateValue(String(pair[1]), forKey: String(pair[0])) == nil
            else { throw .malformed }
        }
        return request
    }

    private static func header(_ line: Substring) throws(WebRefusal) -> (name: String, value: String) {
        guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { throw .malformed }
        let name = line[..<colon]
        guard name.utf8.allSatisfy({ $0 > 32 && $0 != UInt8(ascii: "\"") }) else { throw .malformed }
        var value = line[line.index(after: colon)...]
        while let first = value.first, first == " " || first == "\t" { value.removeFirst() }
        while let last = value.last, last == " " || last == "\t" { value.removeLast() }
        return (name.lowercased(), String(value))
    }

    private static func bodyLength(of request: WebRequest) throws(WebRefusal) -> Int {
        guard request.headers["transfer-encoding"] == nil else { throw .lengthMissing }
        guard let text = request.headers["content-length"] else {
            if request.method == .post { throw .lengthMissing }
            return 0
        }
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(text)
        else { throw text.utf8.allSatisfy { (48...57).contains($0) } && !text.isEmpty ? .tooLarge : .malformed }
        guard length <= longestBody else { throw .tooLarge }
        return length
    }
}
