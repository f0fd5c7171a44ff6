import Vocabulary

/// Where frames come from: a camera, a pipe, files, a drawn scene. Not to be shared between threads.
///
/// The loop that owns it polls `descriptor` for reading, or waits until `due`, and then takes.
public protocol FrameSource: AnyObject {
    /// What becomes readable when there is something to take; nil where time alone decides.
    var descriptor: CInt? { get }

    /// When to take next, where no descriptor says so; nil while only the descriptor counts.
    var due: MonotonicTime? { get }

    /// What did not take when it was opened, such as a control, in printable ASCII; empty where all did.
    var note: String { get }

    /// Multiplies the exposure that is the source's own, 1 giving it back. False where it has no such control.
    func multiplyExposure(by factor: Double) -> Bool

    /// Lends the newest frame to `body`, at most once, and never waits.
    ///
    /// Throws what `body` throws, and a `CameraFault` when the source is lost: it is then of no more use.
    func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken
}

extension FrameSource {
    public var note: String { "" }

    public func multiplyExposure(by factor: Double) -> Bool { false }
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
