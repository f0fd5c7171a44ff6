import Vocabulary

/// What a station may believe the time by. The raw value is its name in the configuration and in every answer.
public enum TimeSource: String, Sendable, CaseIterable {
    /// The board's clock as it is: something that the gate does not see keeps it right (the host of a virtual machine).
    case system
    /// A clock with a battery of its own (an RTC).
    case battery
    /// The board's clock at the moment when it was set by the network.
    case synchronised
    /// A technician said so.
    case technician
    /// A code that an administrator signed and showed to a gate.
    case timeCode = "time-code"

    /// How far its time may be off when it is right: a battery's clock tells whole seconds, a code lives for a minute.
    var error: Duration { self == .timeCode ? .seconds(60) : .seconds(2) }

    /// Whether it is better than the board's own clock.
    var isProof: Bool { self != .system && self != .battery }
}

/// What the sources say at one look.
public struct ClockReadings: Hashable, Sendable {
    /// The board's clock, right or wrong.
    public var system: WallTime
    /// When the board's clock was last set by the network, as that clock had it; nil where it never was in this boot.
    public var synchronised: WallTime?
    /// The battery's clock; nil where there is none or it cannot be read.
    public var battery: WallTime?

    public init(system: WallTime, synchronised: WallTime? = nil, battery: WallTime? = nil) {
        self.system = system
        self.synchronised = synchronised
        self.battery = battery
    }
}

/// Why a time that somebody brought is not believed.
public enum ClockRefusal: String, Error, Sendable, CaseIterable {
    case notASource = "not-a-source"
    case belowFloor = "below-floor"
    case beyondCeiling = "beyond-ceiling"
    case contradicted
    case notNewer = "not-newer"
    case stale

    /// What it means, and what to do.
    public var words: String {
        switch self {
        case .notASource: "the configuration does not name this source in clock.sources"
        case .belowFloor:
            "the time lies before the floor, below which no clock can be right: correct it, or lower the floor"
        case .beyondCeiling: "the time lies after the year 2099"
        case .contradicted: "the station's own count is better than this source"
        case .notNewer: "this code, or a newer one, was taken before: show a fresh one"
        case .stale: "the code is older than a minute: show a fresh one"
        }
    }
}

/// What became of a station's idea of time.
public enum ClockChange: Hashable, Sendable {
    case state(Clock.State)
    /// A source moved the station's time, by more than a clock drifts.
    case corrected(by: Duration, TimeSource)
    /// The board's clock was moved and nothing proves that it is right: the station counts on without it.
    case systemMoved(by: Duration)
}
