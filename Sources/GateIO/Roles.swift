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
    /// The gate as a whole cannot serve: the fault's blink until `ready`. The lock is left alone.
    case fault
    /// The gate can serve again. It begins so.
    case ready
}
