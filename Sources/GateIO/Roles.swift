/// The lines a gate drives. The raw value is the name in configuration, in the simulated board's file and in messages.
public enum OutputRole: String, Sendable, CaseIterable {
    case lock, green, amber, red, buzzer, alarm
}

/// What the gate shows and does, told by whoever decided it.
public enum GateSignal: Hashable, Sendable {
    /// Lock open for a pulse, green.
    case admit
    /// Amber: an officer decides.
    case refer
    /// Red: no.
    case deny
    /// Green blinks: what was shown is no pass but was taken. The lock is left alone.
    case taken
    /// The gate as a whole cannot serve: the fault's blink until the next of these four. The lock is left alone.
    case fault
    /// The gate serves but does not know the time: the clock's flash, likewise.
    case clock
    /// Somebody works at the gate and nobody is let in; likewise, and over a line's fault.
    case service
    /// The gate can serve. It begins so.
    case ready
}
