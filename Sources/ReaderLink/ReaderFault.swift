import Glibc

/// What goes wrong with a reader, seen from the controller.
public enum ReaderFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system refused: its errno and what was being done.
    case failed(code: CInt, String)
    /// The process is no more.
    case ended(ReaderEnd)
    /// It sent what no reader of ours sends.
    case nonsense(WireFault)
    /// It does not take its orders: the link is full.
    case full

    public var description: String {
        switch self {
        case .failed(let code, let what): "\(what): \(String(cString: strerror(code)))"
        case .ended(let end): "the reader \(end)"
        case .nonsense(let fault): fault.description
        case .full: "the reader does not take its orders"
        }
    }
}

/// How a reader ended.
public enum ReaderEnd: Hashable, Sendable, CustomStringConvertible {
    /// With this exit code.
    case exited(CInt)
    /// By this signal, such as SIGSEGV or SIGKILL.
    case signalled(CInt)

    /// The exit code of a reader that could not lock itself in (EX_NOPERM of sysexits.h).
    public static let refused = Self.exited(77)

    public var description: String {
        switch self {
        case .exited(let code): "exited with code \(code)"
        case .signalled(let signal): "was ended by signal \(signal)"
        }
    }
}
