import CProcessShim
import Glibc

/// The signals that end or change a station, taken one by one from a descriptor (signalfd(2)).
///
/// They are blocked for the thread that makes this and for all it starts later, so it is made before any other thread.
public final class Signals {
    /// Readable when a signal waits.
    public let descriptor: CInt

    /// Throws a `StationFault` where the kernel has no descriptor left.
    public init(_ numbers: [CInt]) throws(StationFault) {
        descriptor = signals_descriptor(numbers, CInt(numbers.count))
        guard descriptor >= 0 else {
            throw StationFault(
                exitCode: EX_OSERR,
                "signals cannot be taken in (\(String(cString: strerror(-descriptor)))): raise the "
                    + "limit of open files")
        }
        signal(SIGPIPE, SIG_IGN)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The next signal that waits, nil where none does.
    public func next() -> CInt? {
        let signal = signals_next(descriptor)
        return signal > 0 ? signal : nil
    }
}
