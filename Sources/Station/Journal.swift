import Glibc
import Vocabulary

/// Lines for whoever looks after the station, on standard error: systemd's journal takes them from there.
public struct Journal: Sendable {
    /// How bad it is; the numbers are syslog's (sd-daemon(3)).
    public enum Level: Int, Sendable {
        case error = 3
        case warning = 4
        case notice = 5
        case info = 6
    }

    private enum Form: Sendable {
        case leveled, timed, silent
    }

    private let form: Form

    /// Nothing is written: the demonstration shows all on its own screen.
    public static let silent = Journal(form: .silent)

    private init(form: Form) { self.form = form }

    public init() {
        // Set by systemd where standard error goes to the journal (systemd.exec(5)): then the level stands before the line.
        self.init(form: getenv("JOURNAL_STREAM") != nil ? .leveled : .timed)
    }

    /// Writes one line; control characters in it become question marks.
    public func write(_ level: Level, _ line: String) {
        let prefix: String
        switch form {
        case .leveled: prefix = "<\(level.rawValue)>"
        case .timed: prefix = "\(WallTime.now.rfc3339) "
        case .silent: return
        }
        let clean = line.utf8.map { $0 < 32 || $0 == 127 ? UInt8(ascii: "?") : $0 }
        let bytes = Array(prefix.utf8) + clean + [10]
        // Nobody can be told where standard error itself is closed or full.
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
