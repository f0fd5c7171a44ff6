import Vocabulary

/// One browser as a server sees it: what it has sent and was not answered yet, what it is owed, and when the patience with it
/// ends. No I/O: bytes and times in, bytes out.
struct WebSession {
    /// Why a client is cut off.
    enum Ending: Hashable {
        /// It has gone, or has nothing more to hear.
        case over
        /// A request that was begun and is not whole in time.
        case slow
        /// It has asked nothing for long.
        case idle
        /// It does not take what it is owed, or is too far behind.
        case deaf
    }

    /// From the first byte of a request to its last.
    static let requestAllowance = Duration.seconds(5)
    /// Without a request, unless it is told what happens.
    static let idleAllowance = Duration.seconds(20)
    /// From one byte taken of what it is owed to the next.
    static let deafAllowance = Duration.seconds(5)
    /// After the last answer, until it has gone: who closes on bytes that were not taken loses the answer.
    static let lingering = Duration.seconds(1)
    /// The most bytes that are owed to one: a picture and a page.
    static let mostOwed = 256 * 1024
    /// The most that is owed to one that is told what happens: who is farther behind does not read.
    static let mostOwedOfStream = 64 * 1024

    private(set) var owed: [UInt8] = []
    private var reader = WebRequestReader()
    private var requestBegun: MonotonicTime?
    private var lastSign: MonotonicTime
    /// Whether it has its last answer, or will have.
    private var isClosing = false
    private var isGone = false
    /// Whether a request waits for its answer.
    private(set) var isPending = false
    /// Whether it is told what happens until one of both ends it.
    private(set) var isStream = false
    /// Whether the request that waits may be followed by another.
    private var isKept = true

    init(at now: MonotonicTime) { lastSign = now }

    /// Whether nothing more will be sent.
    var isFinished: Bool { isClosing && owed.isEmpty }

    /// As many bytes may be taken from it now: one request at a time. What comes after the last is taken and dropped.
    var room: Int { isClosing || isStream ? 4096 : isPending || !owed.isEmpty ? 0 : reader.room }

    /// Takes in what it sent, at most `room` bytes.
    mutating func take(_ bytes: [UInt8], at now: MonotonicTime) {
        guard !isStream, !isClosing else { return }
        if !reader.isWithin { requestBegun = now }
        reader.take(bytes)
    }

    /// It has closed its end.
    mutating func end() { isGone = true }

    /// The next whole request, which then waits for its answer.
    mutating func nextRequest(at now: MonotonicTime) throws(WebRefusal) -> WebRequest? {
        guard !isPending, !isClosing, !isStream, owed.isEmpty, let request = try reader.next() else { return nil }
        requestBegun = reader.isWithin ? now : nil
        lastSign = now
        isPending = true
        isKept = request.isKept
        return request
    }

    /// Answers the request that waits, or whatever came instead of one.
    mutating func answer(_ response: WebResponse, isLast: Bool = false, at now: MonotonicTime) {
        isPending = false
        if isLast || !isKept { isClosing = true }
        owe(response.encode(isKept: !isClosing), at: now)
    }

    /// Answers it by a stream, which begins with these events.
    mutating func stream(_ events: [UInt8], at now: MonotonicTime) {
        isPending = false
        isStream = true
        owe(WebResponse.streamHead() + events, at: now)
    }

    /// Tells one of whose stream this is.
    mutating func tell(_ event: [UInt8], at now: MonotonicTime) {
        if owed.count + event.count > Self.mostOwedOfStream { isGone = true } else { owe(event, at: now) }
    }

    /// This much of what it is owed was taken; negative where it can be sent nothing any more.
    mutating func sent(_ count: Int, at now: MonotonicTime) {
        guard count >= 0 else {
            isGone = true
            return
        }
        if count > 0 { lastSign = now }
        owed.removeFirst(count)
    }

    /// Why it is to be cut off now; nil: it may stay.
    func ending(at now: MonotonicTime) -> Ending? {
        if isGone { return .over }
        guard let patience, now >= patience.end else { return nil }
        return patience.ending
    }

    /// When to look at it again though it does nothing.
    var due: MonotonicTime? { patience?.end }

    private var patience: (end: MonotonicTime, ending: Ending)? {
        if !owed.isEmpty { return (lastSign + Self.deafAllowance, .deaf) }
        if isClosing { return (lastSign + Self.lingering, .over) }
        if isPending || isStream { return nil }
        if let requestBegun, reader.isWithin { return (requestBegun + Self.requestAllowance, .slow) }
        return (lastSign + Self.idleAllowance, .idle)
    }

    private mutating func owe(_ bytes: [UInt8], at now: MonotonicTime) {
        if owed.isEmpty { lastSign = now }
        if owed.count + bytes.count > Self.mostOwed { isGone = true } else { owed += bytes }
    }
}
