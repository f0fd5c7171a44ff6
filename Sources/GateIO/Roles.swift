/// The lines a gate drives. The raw value is the name in configuration, in the simulated board's file and in messages.
public enum OutputRole: String, Sendable, CaseIterable {
    case lock, green, amber, red, buzzer, alarm
}

/// The lines a gate listens to. The raw value is the name in configuration, for the simulated board and in messages.
public enum InputRole: String, Sendable, CaseIterable {
    /// The button inside that opens without a code (REX, request to exit). Active: pressed.
    case exit
    /// The officer's button. Active: pressed.
    case officer
    /// The door contact. Active: the door is open.
    case door
    /// A fire or tamper contact. Active: alarm.
    case tamper
}

/// Any line of a gate.
public enum LineRole: Hashable, Sendable {
    case output(OutputRole)
    case input(InputRole)

    /// Its name in configuration and in messages; no two have the same.
    public var name: String {
        switch self {
        case .output(let role): role.rawValue
        case .input(let role): role.rawValue
        }
    }

    var isInput: Bool { if case .input = self { true } else { false } }
}

/// How the alarm is given out: by its line, the lamps and the buzzer.
public enum AlarmSignal: String, Sendable {
    case quiet, sounding
    /// An officer has heard it: the lamps go on, line and buzzer do not.
    case acknowledged
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
    /// Somebody at work wants to see or hear this one line: the lock for a pulse and without green, any other in a blink of
    /// its own. Nobody is admitted by it.
    case trial(OutputRole)
    /// The gate as a whole cannot serve: the fault's blink until the next of these three. The lock is left alone.
    case fault
    /// The gate serves but does not know the time: the clock's flash, likewise.
    case clock
    /// The gate can serve. It begins so.
    case ready
}
