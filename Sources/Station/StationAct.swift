import Ledger
import Vocabulary

/// What people make a station do. Each time is a row of the ledger whose note begins with the raw value.
public enum StationAct: String, Sendable, CaseIterable {
    /// The person who was referred last is let in.
    case admit
    /// The lock opens for whoever stands there.
    case override
    /// Whoever is inside is let out.
    case exit
    case serviceOn = "service-on"
    case serviceOff = "service-off"
    case acknowledgeAlarm = "alarm-acknowledged"
    case reload
    /// Somebody looks through the camera; one row a minute of looking.
    case preview
    /// Somebody counted who is inside.
    case occupancySet = "occupancy-set"
    case occupancyLevel1 = "occupancy-level-1"
    case occupancyLevel2 = "occupancy-level-2"
    case occupancyLevel3 = "occupancy-level-3"
    case occupancyLevel4 = "occupancy-level-4"
    case occupancyLevelNone = "occupancy-level-none"
    /// Visitors are let in no longer, whatever the configuration has.
    case visitorsClosed = "visitors-closed"
    /// The configuration counts again.
    case visitorsReopened = "visitors-reopened"
    /// The day is over: nobody is inside any more.
    case occupancyReset = "occupancy-reset"
    /// People who were inside for too long were taken for gone.
    case occupancyTimedOut = "occupancy-timed-out"
    /// One pass may come in again; all of them where the row names none.
    case passbackForgiven = "passback-forgiven"
    /// Somebody at work sees or hears one lamp, the buzzer or the alarm's line.
    case lineTried = "line-tried"
    /// The lock opens for its pulse because somebody at work tries it.
    case lockTried = "lock-tried"

    /// What its row is: who opens overrides the gate, all else is a command.
    var kind: RowKind {
        switch self {
        case .admit, .override: .override
        case .exit: .exit
        default: .command
        }
    }

    /// The note of its row, such as `override-officer`: the act and by whose authority.
    public func note(by authority: Authority) -> String { "\(rawValue)-\(authority.rawValue)" }
}

/// By whose authority a station acts.
public enum Authority: String, Sendable, CaseIterable {
    /// A button at the gate: whoever can reach it. The officer's, and for an exit the one inside.
    case button
    case officer, technician, administrator
    /// Service mode ended by itself.
    case timer
}

/// An act that was carried out, or should have been.
public struct Act: Sendable {
    public var act: StationAct
    public var authority: Authority
    /// Empty where it concerns the whole station.
    public var gate: String
    /// What became of the lock; nil where it was not to move.
    public var lock: LockOutcome?
}
