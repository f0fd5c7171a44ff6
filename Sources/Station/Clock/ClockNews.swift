import Admission
import Credentials
import Ledger
import Vocabulary

/// What happened to the station's clock.
public enum ClockNews: Sendable {
    case changed(ClockChange, Clock)
    /// `gate` is where a code was shown, empty for a command on the board. `fault` is nil where it was taken.
    case commanded(ClockCommand, gate: String, fault: ClockFault?)

    /// The gate where a code was shown; empty for the rest.
    var gate: String { if case .commanded(_, let gate, _) = self { gate } else { "" } }

    /// For the journal and the screen.
    public var words: String {
        switch self {
        case .changed(.state(let state), let clock): "the clock is \(state.rawValue): \(clock.time.rfc3339)"
        case .changed(.corrected(let by, let source), let clock):
            "the clock was corrected by \(Self.seconds(by)): \(source.rawValue) says \(clock.time.rfc3339)"
        case .changed(.systemMoved(let by), let clock):
            "the board's clock was moved by \(Self.seconds(by)); the station counts on: \(clock.time.rfc3339)"
        case .commanded(let command, _, nil): "\(command.rawValue) was taken"
        case .commanded(let command, _, let fault?): "\(command.rawValue) was refused: \(fault.words)"
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = (duration.inMilliseconds / 100).rounded() / 10
        return "\(tenths > 0 ? "+" : "")\(tenths) s"
    }
}

/// Why a command about the clock was not taken.
public enum ClockFault: Error, Hashable, Sendable {
    /// The code could not be read, or no administrator signed it.
    case unverified(Refusal)
    /// The code is meant for another station.
    case otherStation
    case refused(ClockRefusal)
    /// The ledger or the state of the clock cannot be written.
    case unwritable

    public var words: String {
        switch self {
        case .unverified(.unknownKey): "no key in the trust folder's administrators signed it: copy the .pub file there"
        case .unverified(let refusal): "the code cannot be believed (\(refusal.rawValue)): show a fresh one"
        case .otherStation: "the code is for another station"
        case .refused(let refusal): refusal.words
        case .unwritable: "it cannot be written down: mend the disk"
        }
    }
}
