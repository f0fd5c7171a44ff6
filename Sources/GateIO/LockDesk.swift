import Synchronization
import Vocabulary

/// Where the controller's thread and the lock's thread leave word for each other. Locked for a few assignments, never
/// across a call that can wait.
final class LockDesk: Sendable {
    /// How far an order to release the lock has come.
    private enum Order {
        case none
        /// For a pulse of this length.
        case placed(Duration)
        case taken
        case answered(Result<MonotonicTime, LineFault>)
    }

    private struct Papers {
        var order = Order.none
        /// A pulse is to end early.
        var isEnding = false
        var isStopping = false
        var isStopped = false
        /// The lock's thread let the controller wait in vain, and has said nothing since.
        var isLate = false
        var report: Report?
        var events: [LineEvent] = []

        mutating func note(_ late: LineFault) {
            if !isLate { events.append(.lost(late)) }
            isLate = true
        }
    }

    /// How the line stands.
    struct Report: Sendable {
        /// Nil where that is not known.
        var level: Bool?
        var fault: LineFault?
    }

    private let papers = Mutex(Papers())
    private let orders: Bell
    private let answers: Bell
    /// What is said of a line that does not answer.
    private let late: LineFault

    init(late: LineFault) throws(SystemError) {
        self.late = late
        orders = try Bell()
        answers = try Bell()
    }
}

// The controller's side.
extension LockDesk {
    /// How the line stands; nil before the first word of the lock's thread and after its last.
    var report: Report? {
        papers.withLock { $0.isStopped ? nil : $0.isLate ? Report(level: nil, fault: late) : $0.report }
    }

    /// What changed since this was last asked.
    func takeEvents() -> [LineEvent] {
        papers.withLock { papers in
            defer { papers.events = [] }
            return papers.events
        }
    }

    /// Waits for the first word.
    func awaitReport(atMost limit: Duration) {
        guard wait(atMost: limit, for: { $0.report }) == nil else { return }
        papers.withLock { if $0.report == nil { $0.note(late) } }
    }

    /// Orders a pulse of this length and waits for the instant the line moved. An order that is not answered in time is taken back:
    /// a line that moves after all is then brought to rest.
    func order(_ length: Duration, atMost limit: Duration) throws(LineFault) -> MonotonicTime {
        let isStopping = papers.withLock {
            $0.order = .placed(length)
            return $0.isStopping
        }
        guard !isStopping else { throw late }
        orders.ring()
        let answer = wait(atMost: limit) { papers -> Result<MonotonicTime, LineFault>? in
            guard case .answered(let result) = papers.order else { return nil }
            return result
        }
        return try (answer ?? withdraw()).get()
    }

    /// Asks for the end of a pulse that goes on, without waiting for it.
    func endPulse() {
        papers.withLock { $0.isEnding = true }
        orders.ring()
    }

    /// Asks the lock's thread to end, and waits for it.
    func stop(atMost limit: Duration) {
        papers.withLock { $0.isStopping = true }
        orders.ring()
        _ = wait(atMost: limit) { $0.isStopped ? true : nil }
    }

    private func withdraw() -> Result<MonotonicTime, LineFault> {
        papers.withLock { papers in
            if case .answered(let result) = papers.order { return result }
            papers.order = .none
            papers.note(late)
            return .failure(late)
        }
    }

    private func wait<Word: Sendable>(atMost limit: Duration, for word: (borrowing Papers) -> Word?) -> Word? {
        let deadline = MonotonicTime.now + limit
        while true {
            if let found = papers.withLock({ word($0) }) { return found }
            let left = deadline - .now
            guard left > .zero else { return nil }
            answers.wait(atMost: left)
        }
    }
}

// The side of the lock's thread.
extension LockDesk {
    var isStopping: Bool { papers.withLock { $0.isStopping } }

    /// Takes the wish that a pulse end early, if there is one.
    func takeEnding() -> Bool {
        papers.withLock { papers in
            defer { papers.isEnding = false }
            return papers.isEnding
        }
    }

    /// Takes an order, if there is one, and gives the length of its pulse.
    func takeOrder() -> Duration? {
        papers.withLock { papers in
            guard case .placed(let length) = papers.order else { return nil }
            papers.order = .taken
            return length
        }
    }

    /// Answers the order that was taken; false where nobody waits for it any more.
    func answer(_ result: Result<MonotonicTime, LineFault>) -> Bool {
        defer { answers.ring() }
        return papers.withLock { papers in
            guard case .taken = papers.order else { return false }
            papers.order = .answered(result)
            return true
        }
    }

    func tell(_ report: Report, _ event: LineEvent?) {
        papers.withLock { papers in
            // What went unanswered is over now, unless a fault of the line says more.
            if papers.isLate, event == nil {
                papers.events.append(report.fault.map(LineEvent.lost) ?? .back(.output(.lock)))
            }
            papers.isLate = false
            papers.report = report
            if let event { papers.events.append(event) }
        }
        answers.ring()
    }

    func sayStopped() {
        papers.withLock { $0.isStopped = true }
        answers.ring()
    }

    /// Waits until there is an order or the timer rings.
    func wait(or timer: borrowing Timer) {
        timer.wait(or: orders)
        orders.silence()
    }
}
