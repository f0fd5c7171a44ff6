import Vocabulary

/// One client as the station sees it: what it has said and was not answered yet, what it is owed, and when the patience
/// with it ends. No I/O: bytes and times in, lines out.
struct ControlSession {
    /// Why a client is cut off.
    enum Ending: Hashable {
        /// It has gone, or has nothing more to hear.
        case over
        /// A line longer than any request.
        case tooLong
        /// A line that was begun and not ended in time.
        case unfinished
        /// It has said nothing for long.
        case silent
        /// It does not take what it is owed.
        case deaf
    }

    /// From the first byte of a line to its end. A person who types a line sends it whole.
    static let lineAllowance = Duration.seconds(10)
    /// Without a request.
    static let silenceAllowance = Duration.seconds(120)
    /// From one byte taken of what it is owed to the next.
    static let deafAllowance = Duration.seconds(5)
    /// Twenty requests at once, then ten a second: more than any page asks, a fraction of what a board can answer.
    static let requests = RateLimit(burst: 20, interval: .milliseconds(100))

    private(set) var output = OutputQueue()
    private var input: [UInt8] = []
    /// Where the first whole line in `input` ends.
    private var lineEnd: Int?
    private var rate = requests
    private var lineBegun: MonotonicTime?
    private var lastRequest: MonotonicTime
    private var lastTaken: MonotonicTime
    private var hasEnded = false
    private var isGone = false
    /// What it may do.
    var role: ControlRole?
    /// Whether it is told what happens.
    var isFollowing = false
    /// Requests whose answers come later.
    var pending = 0

    init(role: ControlRole?, at now: MonotonicTime) {
        self.role = role
        lastRequest = now
        lastTaken = now
    }

    /// As many bytes may be taken from it now: none while it has said something that was not looked at.
    var room: Int { hasEnded || lineEnd != nil ? 0 : RequestLine.longest + 1 - input.count }

    /// Takes in what it said, at most `room` bytes.
    mutating func take(_ bytes: [UInt8], at now: MonotonicTime) {
        if input.isEmpty { lineBegun = now }
        if lineEnd == nil { lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")).map { input.count + $0 } }
        input += bytes
    }

    /// It says no more; what it is owed it may still take.
    mutating func end() { hasEnded = true }

    /// It is no more there.
    mutating func vanish() { isGone = true }

    /// When `nextLine` can give one; nil while no whole line waits.
    var lineDue: MonotonicTime? { lineEnd != nil ? rate.next : nil }

    /// The next line without its end, where the rate allows it.
    mutating func nextLine(at now: MonotonicTime) -> [UInt8]? {
        guard let end = lineEnd, rate.take(at: now) else { return nil }
        let line = Array(input[..<end])
        input.removeFirst(end + 1)
        lineEnd = input.firstIndex(of: UInt8(ascii: "\n"))
        lineBegun = input.isEmpty ? nil : now
        lastRequest = now
        return line
    }

    /// It gets this line, and the descriptor with it. Who is owed too much already is cut off instead.
    mutating func owe(_ line: [UInt8], _ descriptor: PassedDescriptor? = nil, at now: MonotonicTime) {
        if output.isEmpty { lastTaken = now }
        if !output.append(line, descriptor) { isGone = true }
    }

    /// Gives away what `send` takes, as `OutputQueue.drain`, which is asked no more once that is negative.
    mutating func drain(at now: MonotonicTime, _ send: (UnsafeRawBufferPointer, CInt) -> Int) -> Int {
        let gone = output.drain(send)
        if gone > 0 { lastTaken = now }
        return gone
    }

    /// Why it is to be cut off now; nil: it may stay.
    func ending(at now: MonotonicTime) -> Ending? {
        if isGone { return .over }
        if hasEnded, output.isEmpty, lineEnd == nil, pending == 0 { return .over }
        if lineEnd == nil, input.count > RequestLine.longest { return .tooLong }
        guard let due = patienceEnds, now >= due.time else { return nil }
        return due.ending
    }

    /// When to look at it again though it does nothing.
    var due: MonotonicTime? { [patienceEnds?.time, lineDue].compactMap(\.self).min() }

    private var patienceEnds: (time: MonotonicTime, ending: Ending)? {
        if !output.isEmpty { return (lastTaken + Self.deafAllowance, .deaf) }
        if lineEnd != nil || pending > 0 { return nil }
        if !hasEnded, let lineBegun, !input.isEmpty { return (lineBegun + Self.lineAllowance, .unfinished) }
        return isFollowing ? nil : (lastRequest + Self.silenceAllowance, .silent)
    }
}
