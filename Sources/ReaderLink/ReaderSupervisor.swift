import Vocabulary

/// Keeps one reader looking: when to start it, when to end it, what to write about it. Says what to do and does nothing.
///
/// The loop that owns the process tells what happened, asks again when it is `due`, and carries out the actions in
/// their order. What a reader says is heeded only while `isLooking`, asked after its report was handled.
public struct ReaderSupervisor: Sendable {
    /// What happened.
    public enum Event: Hashable, Sendable {
        /// `start` was carried out.
        case started
        /// `start` failed.
        case couldNotStart
        /// An order to look was sent: opening a camera takes its time.
        case toldToLook
        case reported(ReaderReport)
        /// The process is no more.
        case ended(ReaderEnd)
        /// It sent nonsense.
        case nonsense
        /// Nothing, but time passed.
        case passed
    }

    /// What is to be done.
    public enum Action: Hashable, Sendable {
        case start
        /// End the process and forget it; nothing more is to be told of it.
        case kill(Cause)
        /// Send the new reader its orders.
        case order
        case write(Incident)
        case raiseAlarm
        case clearAlarm
    }

    /// Why a reader is ended.
    public enum Cause: Hashable, Sendable {
        case hung, nonsense, refused
        /// It was replaced for its age, which is no failure.
        case aged
        /// An attempt over this part of the frame took too long. What hangs before the camera did it, so it is no failure either.
        case outlasted(FrameArea)
    }

    private enum State: Sendable {
        case resting(until: MonotonicTime)
        case starting
        /// It runs and locks itself in.
        case confining(until: MonotonicTime)
        case looking(ReaderWatch)
    }

    /// From its start to its first report: a board that has just been switched on reads the program from a slow card.
    static let startAllowance = Duration.seconds(3)
    /// How long to rest before each start after a failure, by how many there were in a row.
    static let rests: [Duration] = [
        .zero, .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(5),
    ]
    /// Failures in a row that raise the alarm.
    static let alarming = 3
    /// A poster that outlasts one reader after the other is written down once in this time.
    static let newsInterval = Duration.seconds(600)
    /// Without a failure for so long, all are forgotten.
    static let quiet = Duration.seconds(60)

    private var state = State.resting(until: MonotonicTime(nanoseconds: 0))
    private var failures = 0
    private var lastFailure = MonotonicTime(nanoseconds: 0)
    private var lastOutlasted: MonotonicTime?
    /// How the reader failed last.
    public private(set) var lastIncident: Incident?

    /// Whether failures in a row have raised the alarm.
    public private(set) var isAlarmed = false
    /// The walls around the reader that looks.
    public private(set) var confinement: Confinement?

    public init() {}

    /// Whether a reader has locked itself in and may be listened to.
    public var isLooking: Bool { if case .looking = state { true } else { false } }

    /// When to tell that time has passed; nil where nothing is waited for.
    public var due: MonotonicTime? {
        let forgiven = failures > 0 ? lastFailure + Self.quiet : nil
        let next: MonotonicTime? =
            switch state {
            case .resting(let until), .confining(let until): until
            case .starting: nil
            case .looking(let watch): watch.deadline
            }
        return [next, forgiven].compactMap(\.self).min()
    }

    /// Takes in what happened at `now` and gives what is to be done.
    public mutating func handle(_ event: Event, at now: MonotonicTime) -> [Action] {
        var actions = forgive(at: now)
        switch (state, event) {
        case (.starting, .started): state = .confining(until: now + Self.startAllowance)
        case (.starting, .couldNotStart): fail(.readerCrashed, at: now, &actions)
        case (.resting(let until), .passed) where now >= until: start(&actions)
        case (.confining(let until), .passed) where now >= until: end(.hung, at: now, &actions)
        case (.confining, .reported(let report)): welcome(report, at: now, &actions)
        case (.looking(var watch), .reported(let report)):
            let verdict = watch.judge(report, at: now)
            state = .looking(watch)
            if let verdict { end(verdict, at: now, &actions) }
        case (.looking(var watch), .toldToLook):
            watch.told(at: now)
            state = .looking(watch)
        case (.looking(let watch), .passed) where now >= watch.deadline:
            end(watch.attempted.map { .outlasted($0) } ?? .hung, at: now, &actions)
        case (.confining, .nonsense), (.looking, .nonsense): end(.nonsense, at: now, &actions)
        case (.confining, .ended(let how)), (.looking, .ended(let how)):
            fail(how == .refused ? .readerRefused : .readerCrashed, at: now, &actions)
        default: break
        }
        return actions
    }

    /// The first report of a new reader.
    private mutating func welcome(_ report: ReaderReport, at now: MonotonicTime, _ actions: inout [Action]) {
        switch report {
        case .ready(let walls) where walls.isFiltered:
            confinement = walls
            state = .looking(ReaderWatch(since: now))
            actions.append(.order)
        case .ready, .refused: end(.refused, at: now, &actions)
        default: end(.nonsense, at: now, &actions)
        }
    }

    private mutating func end(_ cause: Cause, at now: MonotonicTime, _ actions: inout [Action]) {
        actions.append(.kill(cause))
        switch cause {
        case .hung: fail(.readerHung, at: now, &actions)
        case .nonsense: fail(.readerNonsense, at: now, &actions)
        case .refused: fail(.readerRefused, at: now, &actions)
        case .aged: start(&actions)
        case .outlasted:
            if lastOutlasted.map({ now - $0 >= Self.newsInterval }) != false {
                lastOutlasted = now
                actions.append(.write(.readerOutlasted))
            }
            start(&actions)
        }
    }

    private mutating func start(_ actions: inout [Action]) {
        confinement = nil
        state = .starting
        actions.append(.start)
    }

    /// Writes the incident; under the alarm, where it comes every few seconds, only when it is another.
    private mutating func fail(_ incident: Incident, at now: MonotonicTime, _ actions: inout [Action]) {
        if !isAlarmed || incident != lastIncident { actions.append(.write(incident)) }
        lastIncident = incident
        lastFailure = now
        confinement = nil
        failures += 1
        if failures == Self.alarming {
            isAlarmed = true
            actions.append(.raiseAlarm)
        }
        let rest = Self.rests[min(failures, Self.rests.count) - 1]
        if rest == .zero { start(&actions) } else { state = .resting(until: now + rest) }
    }

    private mutating func forgive(at now: MonotonicTime) -> [Action] {
        guard failures > 0, now - lastFailure >= Self.quiet else { return [] }
        failures = 0
        defer { isAlarmed = false }
        return isAlarmed ? [.clearAlarm] : []
    }
}
