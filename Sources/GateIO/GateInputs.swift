import Vocabulary

/// What a gate's inputs tell.
public enum InputEvent: Hashable, Sendable {
    /// How a line stands when it is taken, at the start or after a fault: nobody saw it change.
    case found(InputRole, isActive: Bool)
    /// A line changed and stood still since `at`.
    case changed(InputRole, isActive: Bool, at: MonotonicTime)
    /// A line has a fault, or another one than before: how it stands is not known.
    case lost(LineFault)
    /// The line's fault is over.
    case back(InputRole)
}

/// How an input stands, for whoever looks now and then: a short press between two looks is told by its changes.
public struct InputReading: Hashable, Sendable {
    public var isActive: Bool
    /// How often it has changed since the gate was opened.
    public var changes: Int

    public init(isActive: Bool, changes: Int) { (self.isActive, self.changes) = (isActive, changes) }
}

/// The inputs of a gate: buttons and contacts, debounced. Used from one thread.
///
/// As with the outputs, a line that is not to be had is a state, told once, tried again each second while the others work on.
public final class GateInputs {
    /// Within which an input's change must have stood still to count, and without configuration.
    public static let settleBounds = Debounce.bounds
    public static let standardSettle = Debounce.standard

    private let lines: [WatchedLine]

    /// Requests nothing before the first `tick`.
    ///
    /// `gate` begins the consumer's name that gpioinfo shows ("gate: exit"). `lines` counts for `.gpio`: a role that is not
    /// named has no line. The simulated board has them all where `simulated` names the pipe they are told through
    /// (`SimulatedInputs`), and none otherwise.
    public convenience init(
        board: Board, gate: String, lines: [InputRole: InputLine], simulated pipe: String?,
        settle: Duration = standardSettle, at now: MonotonicTime
    ) {
        let source: any InputSource =
            switch board {
            case .simulated: SimulatedInputs(pipe: pipe)
            case .gpio: GPIOLines(gate: gate, inputs: lines)
            }
        self.init(source: source, settle: settle, at: now)
    }

    init(source: any InputSource, settle: Duration, at now: MonotonicTime) {
        lines = InputRole.allCases.compactMap { WatchedLine($0, from: source, settle: settle, at: now) }
    }

    /// What to poll for reading; when one is ready, call `tick`.
    public var descriptors: [CInt] { Array(Set(lines.compactMap(\.descriptor))) }

    /// When `tick` wants to be called though nothing is ready; nil where there are no inputs.
    public var due: MonotonicTime? { lines.map(\.due).min() }

    /// Takes in all that has happened: the exit button's first, each line's in its order.
    public func tick(at now: MonotonicTime) -> [InputEvent] { lines.flatMap { $0.watch(at: now) } }

    /// How each line stands; without those that cannot be read now.
    public var readings: [InputRole: InputReading] {
        var readings: [InputRole: InputReading] = [:]
        for line in lines {
            readings[line.role] = line.level.map { InputReading(isActive: $0, changes: line.changes) }
        }
        return readings
    }

    /// What is wrong now.
    public var faults: [LineFault] { lines.compactMap(\.fault) }
}
