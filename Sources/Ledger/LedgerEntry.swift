import Admission
import Credentials
import Vocabulary

/// What a row tells of.
public enum RowKind: String, Sendable, CaseIterable {
    /// A presentation was judged.
    case decision
    /// Someone left by the exit button.
    case exit
    /// An officer decided.
    case override
    /// A failure with a name, which is the note.
    case incident
    /// The service started or stopped.
    case service
    /// Someone gave a command: over the control socket, on the board, or by a code shown to a gate.
    case command
}

/// What happened to the service or its clock; the note of its row.
public enum ServiceEvent: String, Sendable, CaseIterable {
    case started, stopped
    case clockTrusted = "clock-trusted"
    case clockHoldover = "clock-holdover"
    case clockCorrected = "clock-corrected"
}

/// A command about the clock; its row's note begins with it.
public enum ClockCommand: String, Sendable, CaseIterable {
    case code = "clock-code"
    case set = "clock-set"
    case floor = "clock-floor"
}

/// A single-use pass is used up by a row, and remembered as long as it could be shown again.
public struct Spending: Hashable, Sendable {
    /// When the pass expires; nil: never.
    public var until: WallTime?

    public init(until: WallTime?) { self.until = until }
}

/// What is to be written; the ledger adds station, boot, sequence and HMAC.
public struct LedgerEntry: Hashable, Sendable {
    public var kind: RowKind
    /// The gate by its name; empty where it concerns the whole station.
    public var gate: String
    public var monotonic: MonotonicTime
    public var time: WallTime
    public var clock: Clock.State
    public var credential: CredentialHash?
    public var holderClass: HolderClass?
    public var format: CredentialFormat?
    public var verdict: Verdict?
    public var reason: Reason?
    /// Of a health certificate, and of whoever is denied.
    public var colour: Colour?
    public var lock: LockOutcome?
    public var policyVersion: String?
    /// A name from a fixed list (a to z, 0 to 9 and `-`, at most 40): never anything a person or a code brought.
    public var note: String?
    /// Set where this row uses up the single-use pass of `credential`.
    public var spends: Spending?
    /// Which way somebody went; nil where nobody did.
    public var crossing: Crossing?
    /// How many are inside after this; nil where it does not touch the counts.
    public var inside: Int?
    /// Milliseconds from the first frame in which the code was seen to the decision, without the disk; nil where nothing was
    /// shown.
    public var took: Int?
    /// What the counts must know at the next start besides the rows. Not a part of the row, whose note says the same.
    public var mark: CountMark?

    public init(
        kind: RowKind, gate: String = "", monotonic: MonotonicTime, time: WallTime, clock: Clock.State,
        note: String? = nil
    ) {
        self.kind = kind
        self.gate = gate
        self.monotonic = monotonic
        self.time = time
        self.clock = clock
        self.note = note
    }

    /// What an incident's note ends with where the row says that it is over.
    public static let cleared = "-cleared"

    /// A failure, of one gate or of the whole station.
    public static func incident(
        _ incident: Incident, gate: String = "", monotonic: MonotonicTime, time: WallTime, clock: Clock.State
    ) -> Self {
        Self(
            kind: .incident, gate: gate, monotonic: monotonic, time: time, clock: clock, note: incident.rawValue)
    }

    /// Somebody set the clock or its floor, or tried to. The note is the command, the role of who gave it, where it has one,
    /// and `refused` where it was: `clock-set-technician-refused`.
    public static func command(
        _ command: ClockCommand, by role: String? = nil, isTaken: Bool, gate: String = "", monotonic: MonotonicTime,
        time: WallTime, clock: Clock.State
    ) -> Self {
        let note = [command.rawValue, role, isTaken ? nil : "refused"].compactMap(\.self).joined(separator: "-")
        return Self(kind: .command, gate: gate, monotonic: monotonic, time: time, clock: clock, note: note)
    }

    /// The service started or stopped, or its clock became another.
    public static func service(
        _ event: ServiceEvent, gate: String = "", monotonic: MonotonicTime, time: WallTime, clock: Clock.State
    ) -> Self {
        Self(kind: .service, gate: gate, monotonic: monotonic, time: time, clock: clock, note: event.rawValue)
    }
}
