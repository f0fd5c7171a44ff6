import Credentials
import Glibc
import Vocabulary

/// The folder of a station's ledger and keys.
struct StateFolder {
    let path: String

    /// Makes the folder where it is missing (0700). Throws a `StationFault`.
    init(path: String) throws(StationFault) {
        self.path = path
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw StationFault(
                exitCode: errno == EACCES ? EX_NOPERM : EX_IOERR,
                "\(path): the state folder cannot be made (\(String(cString: strerror(errno)))): make it and give it to "
                    + "the user that runs the gate")
        }
    }

    /// Root goes on as the folder's owner, the gate's own user: what is written then belongs to it, and nothing that this user may
    /// have put into its folder can lead root elsewhere.
    static func becomeOwner(of path: String) throws(SystemError) {
        guard geteuid() == 0 else { return }
        let owner = try OpenFile(path, O_RDONLY | O_DIRECTORY).status()
        guard owner.st_uid != 0 else { return }
        try SystemError.checked { setgroups(0, nil) }
        try SystemError.checked { setegid(owner.st_gid) }
        try SystemError.checked { seteuid(owner.st_uid) }
    }
}

/// Why a station cannot start.
public struct StationFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// As in sysexits.h.
    public var exitCode: CInt
    public var description: String

    init(exitCode: CInt, _ description: String) {
        self.exitCode = exitCode
        self.description = description
    }
}

/// The kernel's name for this boot, so that monotonic times of different boots are told apart (random(4)).
public func bootIdentifier() -> String {
    (try? OpenFile.firstLine(of: "/proc/sys/kernel/random/boot_id")) ?? "unknown"
}
