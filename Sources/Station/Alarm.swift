import GateIO
import Vocabulary

/// A gate's one alarm, whatever its causes: it sounds until an officer has heard it, and again where a cause is still there
/// after a while. It knows of no lock.
struct Alarm: Hashable, Sendable {
    enum Change: Hashable, Sendable {
        /// It sounds because of this, for the first time or again.
        case raised(Incident)
        /// This is over, and was heard of where it had to be.
        case cleared(Incident)
    }

    static let standard = Duration.seconds(5 * 60)
    static let bounds: ClosedRange<Duration> = .seconds(60) ... .seconds(3600)
    /// These sound on when they are over, until somebody has heard of them: whoever forces a door closes it behind them.
    static let latching: Set<Incident> = [.doorForcedOpen, .tamper]

    /// How long an acknowledged cause may last before it sounds again.
    var interval: Duration
    private var sounding: Set<Incident> = []
    /// What an officer has heard of, and when it sounds again.
    private var acknowledged: [Incident: MonotonicTime] = [:]

    /// `interval`: how long an acknowledged cause may last before it sounds again.
    init(interval: Duration = standard) { self.interval = interval }

    var isSounding: Bool { !sounding.isEmpty }

    var signal: AlarmSignal { isSounding ? .sounding : acknowledged.isEmpty ? .quiet : .acknowledged }

    /// All there is cause for, by name.
    var causes: [Incident] { Self.inOrder(sounding.union(acknowledged.keys)) }

    /// When it sounds again unless its causes are gone.
    var due: MonotonicTime? { acknowledged.values.min() }

    /// Takes in what gives cause for alarm now, and gives what is to be written down. A cause that comes and goes before
    /// anybody has heard of it is one.
    mutating func update(_ present: Set<Incident>, at now: MonotonicTime) -> [Change] {
        let isOver = sounding.subtracting(Self.latching).union(acknowledged.keys).subtracting(present)
        sounding.subtract(isOver)
        for incident in isOver { acknowledged[incident] = nil }
        let again = acknowledged.filter { now >= $0.value }.keys
        for incident in again { acknowledged[incident] = nil }
        let raised = present.subtracting(sounding).subtracting(acknowledged.keys)
        sounding.formUnion(raised)
        return Self.inOrder(isOver).map(Change.cleared) + Self.inOrder(raised).map(Change.raised)
    }

    /// An officer has heard it. False where it did not sound.
    mutating func acknowledge(at now: MonotonicTime) -> Bool {
        guard isSounding else { return false }
        for incident in sounding { acknowledged[incident] = now + interval }
        sounding = []
        return true
    }

    private static func inOrder(_ incidents: Set<Incident>) -> [Incident] {
        incidents.sorted { $0.rawValue < $1.rawValue }
    }
}
