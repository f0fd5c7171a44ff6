import Vocabulary

/// Where frames come from: a camera, a pipe, files, a drawn scene. Not to be shared between threads.
///
/// The loop that owns it polls `descriptor` for reading, or waits until `due`, and then takes.
public protocol FrameSource: AnyObject {
    /// What becomes readable when there is something to take; nil where time alone decides.
    var descriptor: CInt? { get }

    /// When to take next, where no descriptor says so; nil while only the descriptor counts.
    var due: MonotonicTime? { get }

    /// Lends the newest frame to `body`, at most once, and never waits.
    ///
    /// Throws what `body` throws, and a `CameraFault` when the source is lost: it is then of no more use.
    func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken
}

/// What came of taking.
public enum Taken: Sendable {
    /// One frame was lent.
    case frame
    /// Nothing yet, or a frame that the camera itself marked as damaged or that came short.
    case notYet
    /// There will be no more: a replay is over, a pipe was closed.
    case end
}

/// Why a source is lost; in the journal once per cause.
public struct CameraFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A state with a name.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// The device is gone (ENODEV, EINVAL on DQBUF after an unplug, POLLERR).
        case unplugged
        /// It streams, but no frame came for a second.
        case stalled
        /// Another program has it (EBUSY).
        case busy
        /// The driver failed (EIO and everything else).
        case failed
        /// What it delivers cannot be used: a format without luma, a file that is not what its name says.
        case unusable
    }

    public var kind: Kind
    /// The errno behind it, 0 where there is none.
    public var code: CInt
    /// What failed and what to do, in one sentence of printable ASCII.
    public var what: String

    public init(_ kind: Kind, code: CInt = 0, _ what: String) {
        self.kind = kind
        self.code = code
        self.what = what
    }

    public var description: String { what }
}
