import CProcessShim
import Glibc
import Vocabulary

/// The socket's place in the file system. Where it cannot be had, or somebody removes it, it is tried again, for ever: a gate
/// serves without it.
final class ControlListener {
    static let retryInterval = Duration.seconds(5)
    /// How often it is looked whether the path still names the socket.
    static let lookInterval = Duration.seconds(2)
    /// After a client that could not be taken: no descriptor was left, and the next poll would say the same at once.
    static let pause = Duration.seconds(1)
    /// A storm of connections wakes the loop so often and no more.
    static let connections = RateLimit(burst: 64, interval: .milliseconds(30))
    private static let backlog: CInt = 16

    let path: String
    private var socket: CInt?
    /// What the path named when the socket was made.
    private var place: Place?
    private var lookDue = MonotonicTime(nanoseconds: 0)
    private var retry = MonotonicTime(nanoseconds: 0)
    private var rate = connections
    /// What keeps the socket from being there, in one sentence.
    private(set) var fault: String?

    init(path: String) { self.path = path }

    deinit { end() }

    func end() {
        guard let socket else { return }
        // What somebody else has put there is theirs.
        if Place(path) == place { unlink(path) }
        close(socket)
        self.socket = nil
    }

    /// What to poll for reading; nil while there is nothing or nobody is taken.
    func descriptor(at now: MonotonicTime) -> CInt? { isPaused(at: now) ? nil : socket }

    /// When to poll again, to try or to look.
    func due(at now: MonotonicTime) -> MonotonicTime {
        let open = max(retry, rate.next)
        return socket == nil ? retry : open > now ? min(open, lookDue) : lookDue
    }

    private func isPaused(at now: MonotonicTime) -> Bool { max(retry, rate.next) > now }

    /// Tries to be there, and sees whether it still is.
    func tick(at now: MonotonicTime) {
        if socket != nil { return look(at: now) }
        guard now >= retry else { return }
        // Where its folder cannot be made, the socket cannot either.
        if let end = path.lastIndex(of: "/") { mkdir(String(path[..<end]), 0o755) }
        let made = control_listen(path, Self.backlog)
        if made >= 0 {
            socket = made
            place = Place(path)
            lookDue = now + Self.lookInterval
            fault = nil
        } else {
            retry = now + Self.retryInterval
            fault = Self.words(-made, path)
        }
    }

    /// The socket of the next who connects; nil where nobody does.
    func accept(at now: MonotonicTime) -> CInt? {
        guard let socket, !isPaused(at: now) else { return nil }
        let client = control_accept(socket)
        if client >= 0 {
            _ = rate.take(at: now)
            return client
        }
        // ECONNABORTED: it was gone before it was taken.
        if ![EAGAIN, ECONNABORTED].contains(-client) { retry = now + Self.pause }
        return nil
    }

    /// Nobody finds a socket whose path is gone: it is given up, and made again at the next tick. Who is connected stays so.
    private func look(at now: MonotonicTime) {
        guard now >= lookDue else { return }
        lookDue = now + Self.lookInterval
        guard Place(path) != place else { return }
        end()
        retry = now
        fault = "\(path): the control socket was removed: it is made again"
    }

    /// What a path names.
    private struct Place: Equatable {
        let device: dev_t
        let inode: ino_t

        init?(_ path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            (device, inode) = (status.st_dev, status.st_ino)
        }
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
