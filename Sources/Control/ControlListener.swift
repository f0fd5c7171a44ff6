import CProcessShim
import Glibc
import Vocabulary

/// The socket's place in the file system. Where it cannot be had it is tried again, for ever: a gate serves without it.
final class ControlListener {
    static let retryInterval = Duration.seconds(5)
    /// After a client that could not be taken: no descriptor was left, and the next poll would say the same at once.
    static let pause = Duration.seconds(1)
    /// A storm of connections wakes the loop so often and no more.
    static let connections = RateLimit(burst: 64, interval: .milliseconds(30))
    private static let backlog: CInt = 16

    let path: String
    private var socket: CInt?
    private var retry = MonotonicTime(nanoseconds: 0)
    private var rate = connections
    /// What keeps the socket from being there, in one sentence.
    private(set) var fault: String?

    init(path: String) { self.path = path }

    deinit { end() }

    func end() {
        guard let socket else { return }
        unlink(path)
        close(socket)
        self.socket = nil
    }

    /// What to poll for reading; nil while there is nothing or nobody is taken.
    func descriptor(at now: MonotonicTime) -> CInt? { now >= due(at: now) ? socket : nil }

    /// When to try or to poll again.
    func due(at now: MonotonicTime) -> MonotonicTime { socket == nil ? retry : max(retry, rate.next) }

    /// Tries to be there.
    func tick(at now: MonotonicTime) {
        guard socket == nil, now >= retry else { return }
        let made = control_listen(path, Self.backlog)
        if made >= 0 {
            socket = made
            fault = nil
        } else {
            retry = now + Self.retryInterval
            fault = Self.words(-made, path)
        }
    }

    /// The socket of the next who connects; nil where nobody does.
    func accept(at now: MonotonicTime) -> CInt? {
        guard let socket, now >= due(at: now) else { return nil }
        let client = control_accept(socket)
        if client >= 0 {
            _ = rate.take(at: now)
            return client
        }
        // ECONNABORTED: it was gone before it was taken.
        if ![EAGAIN, ECONNABORTED].contains(-client) { retry = now + Self.pause }
        return nil
    }

    private static func words(_ code: CInt, _ path: String) -> String {
        let what =
            switch code {
            case ENAMETOOLONG: "its path is longer than a socket's may be (107 bytes): choose a shorter run_dir"
            case EADDRINUSE: "another station serves it: give each a run_dir of its own"
            case ENOENT: "its folder is not there: make run_dir, or let systemd (RuntimeDirectory=)"
            case EACCES, EPERM, EROFS: "run_dir cannot be written: give it to the service's user"
            default: String(cString: strerror(code))
            }
        return "\(path): the control socket cannot be made: \(what)"
    }
}
