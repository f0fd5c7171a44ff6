import Glibc
import Vocabulary

/// What is done about one line, from its request to its loss and back: the next action comes out, what became of it
/// goes in. It knows of no line itself.
struct LineKeeper: Sendable {
    enum Action: Hashable, Sendable {
        /// Take the line, at rest.
        case request
        /// Drive it: true is energised.
        case set(Bool)
        /// See whether it is still there.
        case look
        /// Give it back.
        case release
    }

    private enum State: Hashable, Sendable {
        case without(retry: MonotonicTime)
        case held
        /// Of no more use; to be given back, then requested anew.
        case leaving(retry: MonotonicTime)
    }

    /// Between two tries at a line that is not to be had, or that could not be energised.
    static let retry: Duration = .seconds(1)
    /// A held line is looked at this often while nothing moves.
    static let look: Duration = .seconds(1)
    /// Resting is insisted on: this many tries, so far apart. Then the line is given back and requested anew, since the
    /// request itself drives it to rest.
    static let dropTries = 5
    static let dropPause: Duration = .milliseconds(20)

    private var state: State
    private var nextLook: MonotonicTime
    private var raiseAfter: MonotonicTime?
    private var dropAfter: MonotonicTime
    private var failedDrops = 0

    /// Where the line stands; nil where there is no line, or a failed move left it unknown.
    private(set) var level: Bool?
    /// What is wrong now. A line that could not be energised stays in fault until it once was.
    private(set) var error: LineError?

    init(at now: MonotonicTime) {
        state = .without(retry: now)
        nextLook = now
        dropAfter = now
    }

    /// What to do now, where the line is wanted energised or at rest; nil: nothing before `due`.
    func next(wanted: Bool, at now: MonotonicTime) -> Action? {
        switch state {
        case .without(let retry): return now >= retry ? .request : nil
        case .leaving: return .release
        case .held:
            let target = wanted && raiseAfter.map { now >= $0 } ?? true
            if target != level { return target || now >= dropAfter ? .set(target) : nil }
            return now >= nextLook ? .look : nil
        }
    }

    /// When `next` will have something; `wanted` as there.
    func due(wanted: Bool) -> MonotonicTime {
        switch state {
        case .without(let retry): retry
        case .leaving: MonotonicTime(nanoseconds: 0)
        case .held where level == wanted: nextLook
        case .held where level == false: min(raiseAfter ?? MonotonicTime(nanoseconds: 0), nextLook)
        case .held: dropAfter
        }
    }

    /// The action was done.
    mutating func did(_ action: Action, at now: MonotonicTime) {
        nextLook = now + Self.look
        switch action {
        case .request:
            state = .held
            (level, error, failedDrops, dropAfter) = (false, nil, 0, now)
        case .set(true): (level, error, raiseAfter, dropAfter) = (true, nil, nil, now)
        case .set(false):
            (level, failedDrops) = (false, 0)
            if raiseAfter == nil { error = nil }
        case .look: break
        case .release:
            level = nil
            if case .leaving(let retry) = state { state = .without(retry: retry) }
        }
    }

    /// The action was not done.
    mutating func failed(_ action: Action, _ failure: LineError, at now: MonotonicTime) {
        switch action {
        case .request:
            state = .without(retry: now + Self.retry)
            // A chip that vanished is missing until it is back: one cause, one name.
            if error?.kind != .vanished || failure.kind != .missing { error = failure }
        case .set where failure.kind == .vanished, .look where failure.kind == .vanished:
            (state, level, error) = (.leaving(retry: now + Self.retry), nil, failure)
        case .set(true):
            (level, error, raiseAfter, dropAfter) = (nil, failure, now + Self.retry, now)
        case .set(false):
            failedDrops += 1
            (level, error, dropAfter) = (nil, failure, now + Self.dropPause)
            if failedDrops >= Self.dropTries { state = .leaving(retry: now) }
        // A driver need not be able to read its outputs.
        case .look: nextLook = now + Self.look
        case .release: break
        }
    }

    /// Lets the next wish be carried out at once, though the last failed or the line already stands so.
    mutating func insist() {
        raiseAfter = nil
        if level == true { level = nil }
    }
}
