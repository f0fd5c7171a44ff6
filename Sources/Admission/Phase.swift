/// How strictly a class of holder is judged.
public enum Phase: String, Sendable, CaseIterable {
    /// Nobody is asked: any code that is shown opens for a pulse.
    case open
    /// Judged, shown and recorded, and the gate opens all the same for what is a credential.
    case observe
    /// Only a good pass opens.
    case enforce
    /// No pass of this class opens.
    case closed
}

/// Which phase holds from when on, so that all stations change on the same morning.
public struct PhasePlan: Hashable, Sendable {
    public struct Step: Hashable, Sendable {
        public let phase: Phase
        /// Nil: from the beginning.
        public let from: LocalTime?
    }

    /// In the order of their times.
    public let steps: [Step]

    public static let enforce = PhasePlan(steps: [Step(phase: .enforce, from: nil)])

    private init(steps: [Step]) { self.steps = steps }

    /// Reads steps such as `observe` and `enforce from 2021-09-06 07:00`, the earliest first.
    ///
    /// Throws an `UnreadablePhase` that names the step.
    public init(steps texts: [String]) throws(UnreadablePhase) {
        var steps: [Step] = []
        for text in texts {
            guard let step = Self.read(text) else { throw UnreadablePhase(step: text, fault: .unreadable) }
            if let last = steps.last {
                guard let from = step.from, last.from.map({ $0 < from }) ?? true else {
                    throw UnreadablePhase(step: text, fault: .outOfOrder)
                }
            }
            steps.append(step)
        }
        guard !steps.isEmpty else { throw UnreadablePhase(step: "", fault: .unreadable) }
        self.steps = steps
    }

    /// The phase that holds now; `enforce` before the first step.
    ///
    /// While nobody knows the time a plan with dates means `enforce`: an old date must not open a gate.
    public func phase(at clock: Clock) -> Phase {
        if clock.state == .untrusted, steps.contains(where: { $0.from != nil }) { return .enforce }
        let now = clock.local
        return steps.last { step in step.from.map { $0 <= now } ?? true }?.phase ?? .enforce
    }

    /// The step that comes next; nil where nothing will change, or where nobody knows the time.
    public func next(after clock: Clock) -> Step? {
        guard clock.state != .untrusted else { return nil }
        let now = clock.local
        return steps.first { step in step.from.map { $0 > now } ?? false }
    }

    private static func read(_ text: String) -> Step? {
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard let phase = Phase(rawValue: String(words[0])) else { return nil }
        if words.count == 1 { return Step(phase: phase, from: nil) }
        guard words.count == 3, words[1] == "from", let from = LocalTime(words[2]) else { return nil }
        return Step(phase: phase, from: from)
    }
}

/// A step of a phase plan that cannot be read.
public struct UnreadablePhase: Error, Hashable, CustomStringConvertible {
    enum Fault { case unreadable, outOfOrder }

    let step: String
    let fault: Fault

    public var description: String {
        switch fault {
        case .unreadable:
            "phase \"\(step)\" cannot be read: write \"open\", \"observe\", \"enforce\" or \"closed\", and from when as in "
                + "\"enforce from 2021-09-06\" or \"enforce from 2021-09-06 07:00\""
        case .outOfOrder: "phase \"\(step)\" does not come after the one before: put the earliest first"
        }
    }
}
