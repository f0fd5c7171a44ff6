/// One request of HTTP/1.1, as little of it as these pages need (RFC 9112).
struct WebRequest: Hashable {
    enum Method: String {
        case get = "GET"
        case post = "POST"
    }

    var method: Method
    /// As it was sent, without the query: begins with a slash.
    var path: String
    /// The query's fields, without percent signs.
    var query: [String: String] = [:]
    /// By their names in small letters.
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// Whether the connection may serve another request after this one.
    var isKept = true

    /// The cookie of this name.
    func cookie(_ name: String) -> String? {
        for part in (headers["cookie"] ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2, pair[0].drop(while: { $0 == " " }) == name { return String(pair[1]) }
        }
        return nil
    }
}

/// Why a request was not carried out. The raw value is the status code (RFC 9110 section 15).
enum WebRefusal: Int, Error, CaseIterable {
    case malformed = 400
    case notLoggedIn = 401
    case foreign = 403
    case notFound = 404
    case wrongMethod = 405
    case tooSlow = 408
    case lengthMissing = 411
    case tooLarge = 413
    case wrongType = 415
    case wrongHost = 421
    case tooManyTries = 429
    case headTooLarge = 431
    case busy = 503

    /// RFC 9110's own words.
    var phrase: String {
        switch self {
        case .malformed: "Bad Request"
        case .notLoggedIn: "Unauthorized"
        case .foreign: "Forbidden"
        case .notFound: "Not Found"
        case .wrongMethod: "Method Not Allowed"
        case .tooSlow: "Request Timeout"
        case .lengthMissing: "Length Required"
        case .tooLarge: "Content Too Large"
        case .wrongType: "Unsupported Media Type"
        case .wrongHost: "Misdirected Request"
        case .tooManyTries: "Too Many Requests"
        case .headTooLarge: "Request Header Fields Too Large"
        case .busy: "Service Unavailable"
        }
    }

    /// What is wrong and what to do.
    var words: String {
        switch self {
        case .malformed: "not a request that is understood here"
        case .notLoggedIn: "log in first"
        case .foreign: "the request comes from another page than this server's own"
        case .notFound: "there is nothing of this name"
        case .wrongMethod: "GET, or POST where something is done"
        case .tooSlow: "the request was not whole in time"
        case .lengthMissing: "say how long the body is: Content-Length"
        case .tooLarge: "the body is longer than anything that is asked here: at most 2048 bytes"
        case .wrongType: "the body is to be application/json"
        case .wrongHost: "this server has another name: see console.hosts in the configuration"
        case .tooManyTries: "too many wrong tokens: wait twenty seconds"
        case .headTooLarge: "the head of the request is longer than 8192 bytes"
        case .busy: "busy with others: ask again in a moment"
        }
    }
}
