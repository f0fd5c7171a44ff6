import Vocabulary

/// How a gate's lines stand, for whoever shows it.
public struct GateState: Hashable, Sendable {
    public enum Lock: Hashable, Sendable {
        /// The gate has no lock, or `rest` was called.
        case none
        case atRest
        case released
        /// It cannot be moved, and where it stands is not known.
        case fault(LineFault)
    }

    public var lock: Lock
    /// The level of each lamp, the buzzer and the alarm; true is energised. Without those that have no line now.
    public var levels: [OutputRole: Bool]
    /// What is wrong now, the lock's first. A line that could not be energised is in this list until it once was,
    /// though it rests and is tried again.
    public var faults: [LineFault]

    public init(lock: Lock, levels: [OutputRole: Bool], faults: [LineFault]) {
        self.lock = lock
        self.levels = levels
        self.faults = faults
    }
}

/// A change that has to be written down and told.
public enum LineEvent: Hashable, Sendable {
    /// A line has a fault, or another one than before.
    case lost(LineFault)
    /// The line's fault is over.
    case back(LineRole)
}
