import Vocabulary

/// When one input is requested and read, from its request to its loss and back. It knows of no line itself.
struct InputKeeper: Sendable {
    private enum State: Hashable, Sendable {
        case without(retry: MonotonicTime)
        case held(interval: Duration, next: MonotonicTime)
    }

    /// Between two tries at a line that is not to be had.
    static let retry: Duration = .seconds(1)
    /// A line whose edges come by themselves is looked at this often, in case one was lost, or the chip.
    static let look: Duration = .seconds(1)
    /// One that gives none is asked this often: fast enough to see a press of 400 ms many times.
    static let poll: Duration = .milliseconds(20)

    private var state: State
    /// What is wrong now.
    private(set) var error: LineError?

    init(at now: MonotonicTime) { state = .without(retry: now) }

    /// Whether the line is to be requested now.
    func wantsLine(at now: MonotonicTime) -> Bool {
        if case .without(let retry) = state { now >= retry } else { false }
    }

    /// When the line is to be requested or read, though no edge waits.
    var due: MonotonicTime {
        switch state {
        case .without(let retry): retry
        case .held(_, let next): next
        }
    }

    /// The line was taken, and read.
    mutating func taken(hasEdges: Bool, at now: MonotonicTime) {
        let interval = hasEdges ? Self.look : Self.poll
        state = .held(interval: interval, next: now + interval)
        error = nil
    }

    /// The line was read again.
    mutating func read(at now: MonotonicTime) {
        if case .held(let interval, _) = state { state = .held(interval: interval, next: now + interval) }
    }

    /// The line was not to be had, or could not be read: then it is of no more use and given back.
    mutating func failed(_ failure: LineError, at now: MonotonicTime) {
        state = .without(retry: now + Self.retry)
        // A chip that vanished is missing until it is back: one cause, one name.
        if error?.kind != .vanished || failure.kind != .missing { error = failure }
    }
}
