/// What somebody at the control socket may do; each role may also do what those below it may.
public enum ControlRole: String, Sendable, CaseIterable, Comparable {
    /// Looks: status, figures, what happens.
    case watch
    /// Decides about people: admits the referred, opens for staff, acknowledges alarms.
    case officer
    /// Works at the gate: service mode, preview, reload.
    case technician
    /// Everything.
    case administrator

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .watch: 0
        case .officer: 1
        case .technician: 2
        case .administrator: 3
        }
    }
}
