import CProcessShim
import Glibc
import ReaderLink

/// The walls that a reader raises around itself. All of them bind the calling thread only, so there must be no other.
enum Walls {
    /// A wall that does not stand: without it the reader does not look.
    struct Fault: Error, CustomStringConvertible {
        /// The errno.
        let code: CInt
        let what: String
        var description: String { code == 0 ? what : "\(what): \(String(cString: strerror(code)))" }
    }

    /// Lets go of all that was inherited except `link`, and of the terminal. False where the kernel cannot (before 5.9).
    static func leaveAll(but link: CInt) -> Bool {
        // Ctrl-C is the controller's to answer; a closed link is seen by what send returns.
        for number in [SIGINT, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        return wall_close_others(link) == 0
    }

    /// Leaves the process no way to anything that it does not hold already.
    static func raise() throws(Fault) -> Confinement {
        let threads = try require(wall_count_threads(), "cannot count the threads in /proc/self/task")
        guard threads == 1 else { throw Fault(code: 0, what: "\(threads) threads where walls bind only one") }
        try require(wall_no_new_privileges(), "cannot give up new privileges")
        // First Landlock: the filter lets nobody raise walls any more.
        let landlock = try require(wall_landlock(), "Landlock failed")
        try require(wall_filter(), "the seccomp filter failed")
        return Confinement(isFiltered: true, landlock: UInt8(clamping: landlock))
    }

    @discardableResult
    private static func require(_ result: CInt, _ what: String) throws(Fault) -> CInt {
        guard result >= 0 else { throw Fault(code: -result, what: what) }
        return result
    }
}
