import Glibc
import Vocabulary

/// Lines for whoever looks after the station: with their fields to systemd's journal where standard error goes there,
/// else as plain lines on standard error.
public struct Journal: Sendable {
    /// How bad it is; the numbers are syslog's (sd-daemon(3)).
    enum Level: Int, Sendable {
        case error = 3
        case warning = 4
        case notice = 5
        case info = 6
    }

    private enum Form: Sendable {
        case native(DatagramSocket)
        /// To standard error.
        case timed(CInt)
        case silent
    }

    /// Where journald takes in entries (systemd's "Native Journal Protocol").
    static let standardSocket = "/run/systemd/journal/socket"

    private let form: Form

    /// Nothing is written: the demonstration shows all on its own screen.
    public static let silent = Journal(form: .silent)

    private init(form: Form) { self.form = form }

    public init() {
        self.init(stream: getenv("JOURNAL_STREAM").map { String(cString: $0) }, socket: Self.standardSocket)
    }

    /// `stream` is what JOURNAL_STREAM says, `error` standard error.
    init(stream: String?, socket: String, error: CInt = STDERR_FILENO) {
        let isJournal = stream != nil && stream == Self.identity(of: error)
        form = (isJournal ? DatagramSocket(to: socket) : nil).map(Form.native) ?? .timed(error)
    }

    /// Writes one line; control characters in it become question marks. Never waits for whoever reads it.
    func write(
        _ level: Level, _ line: String, as message: JournalMessage? = nil,
        _ fields: KeyValuePairs<JournalField, String> = [:]
    ) {
        switch form {
        case .native(let socket):
            let entry = Self.entry(level, line, as: message, fields)
            // While journald is restarted standard error is its only way in; the level stands before the line there.
            if !socket.send(entry) { writeStream("<\(level.rawValue)>\(line)") }
        case .timed(let error):
            let bytes = Self.clean("\(WallTime.now.rfc3339) \(line)") + [10]
            // Nobody can be told where standard error itself is closed, is a full pipe or a terminal that was stopped.
            var room = pollfd(fd: error, events: Int16(POLLOUT), revents: 0)
            if poll(&room, 1, 0) > 0 { _ = Glibc.write(error, bytes, bytes.count) }
        case .silent: break
        }
    }

    /// An entry as journald takes it: `NAME=value` a line, since no value here has a line feed in it.
    static func entry(
        _ level: Level, _ line: String, as message: JournalMessage?, _ fields: KeyValuePairs<JournalField, String>
    ) -> [UInt8] {
        var entry = field("MESSAGE", line) + field("PRIORITY", "\(level.rawValue)")
        entry += field("SYSLOG_IDENTIFIER", "scan-appliance")
        if let message { entry += field("MESSAGE_ID", message.id) }
        for (name, value) in fields { entry += field(name.rawValue, value) }
        return entry
    }

    private static func field(_ name: String, _ value: String) -> [UInt8] {
        Array("\(name)=".utf8) + clean(value) + [10]
    }

    private static func clean(_ text: String) -> [UInt8] {
        text.utf8.map { $0 < 32 || $0 == 127 ? UInt8(ascii: "?") : $0 }
    }

    /// Where standard error goes to the journal it is a socket.
    private func writeStream(_ line: String) {
        let bytes = Self.clean(line) + [10]
        _ = send(STDERR_FILENO, bytes, bytes.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
    }

    /// Device and inode, as JOURNAL_STREAM spells them (systemd.exec(5)): who redirects standard error leaves the
    /// variable as it was.
    static func identity(of descriptor: CInt) -> String? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? "\(status.st_dev):\(status.st_ino)" : nil
    }
}
