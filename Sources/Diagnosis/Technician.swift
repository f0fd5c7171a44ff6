/// Whoever stands at the door and says what is seen and heard.
public protocol Technician: AnyObject {
    /// Says something.
    func say(_ line: String)
    /// Asks; nil where nobody is there to answer. Throws a `VisitEnd`.
    func ask(_ question: String) throws -> String?
    /// Waits a moment, or until the visit is to end. Throws a `VisitEnd`.
    func wait(_ time: Duration) throws
}

/// Why a visit ends before all was looked at.
public enum VisitEnd: Error, Hashable, Sendable {
    /// A signal: Ctrl-C, a closed terminal.
    case signal(CInt)
    /// Its quarter of an hour is over.
    case timeUp
}
