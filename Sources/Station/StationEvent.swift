import Admission
import Control
import Credentials
import GateIO
import ReaderLink
import Vocabulary

/// What happens at a station, told as it happens to whoever shows or counts it.
public enum StationEvent: Sendable {
    case decided(Decision)
    /// One code of a card of several was taken in; the others are still to be shown.
    case collecting(gate: String, have: Int, count: Int)
    /// Somebody made the station do something.
    case acted(Act)
    /// Once per cause. `detail` says where, and what to do.
    case incident(Incident, gate: String, detail: String)
    /// Something that was an incident is well again; `over` is that incident, where it has one name.
    case recovered(gate: String, what: String, over: Incident? = nil)
    case readerReady(gate: String, Confinement)
    case camera(gate: String, CameraState)
    case outputs(gate: String, GateState)
    case door(gate: String, DoorState)
    case figures(gate: String, ReaderFigures)
    /// Except what is an incident.
    case clock(ClockNews)
    /// How many are inside, or may be, has changed.
    case occupancy(OccupancyStatus)
}

/// Whoever is told what happens, on the controller's own thread: it must not wait for anything.
public protocol StationObserver: AnyObject {
    func note(_ event: StationEvent)
}

/// One presentation, decided.
public struct Decision: Sendable {
    public var gate: String
    /// The ledger's number of its row.
    public var sequence: Int64
    public var format: CredentialFormat?
    public var holderClass: HolderClass?
    public var reason: Reason
    /// Of a health certificate, and of whoever is denied.
    public var colour: Colour?
    public var lock: LockOutcome
    /// How many wait before this person where it is full.
    public var before: Int?
    /// When the first frame that showed the code was taken.
    public var firstSeen: MonotonicTime
    /// When the reader's message was taken in.
    public var received: MonotonicTime
    /// When the answer was given: the lock line moved, or the lamp where the lock is held.
    public var answered: MonotonicTime

    public var verdict: Verdict { reason.verdict }
}
