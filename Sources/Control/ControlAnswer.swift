import Vocabulary

/// What is said to a request.
///
/// On the wire `{"answer":{...},"id":7,"ok":true}`, or `{"error":"not-allowed","id":7,"ok":false,"words":"..."}`.
enum ControlAnswer {
    static func line(_ answer: some Encodable, to id: Int?) -> [UInt8] {
        JSONLine.encode(Granted(id: id, answer: answer))
    }

    static func line(_ refusal: ControlRefusal, to id: Int?) -> [UInt8] {
        JSONLine.encode(Refused(id: id, error: refusal.rawValue, words: refusal.words))
    }

    private struct Granted<Answer: Encodable>: Encodable {
        var id: Int?
        var ok = true
        var answer: Answer
    }

    private struct Refused: Encodable {
        var id: Int?
        var ok = false
        var error: String
        var words: String
    }
}

/// The answer where there is nothing to say but that it was done.
public struct Done: Codable, Hashable, Sendable {
    public init() {}
}

/// The answer to `hello` and to `login`.
public struct Greeting: Codable, Hashable, Sendable {
    /// The version of the protocol, and the only one that is spoken.
    public var `protocol` = RequestLine.version
    public var station: String
    /// What this connection may do; nil: nothing but `hello` and `login`.
    public var role: String?
}

/// The answer to `preview`. The picture is in the memory whose descriptor comes along: rows of luma without gaps.
public struct PictureSize: Codable, Hashable, Sendable {
    public var gate: String
    /// Pixels.
    public var width: Int
    public var height: Int
    /// What the reader measured on the frame; nil where it did not tell.
    public var measured: FrameMeasurement?

    public init(gate: String, width: Int, height: Int, measured: FrameMeasurement? = nil) {
        self.gate = gate
        self.width = width
        self.height = height
        self.measured = measured
    }
}
