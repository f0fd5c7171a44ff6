import Glibc
import Vocabulary

/// A board without a board: lines that write down how they move, and fail where a script says so.
struct SimulatedBoard: LineSource {
    /// What is being done to a line.
    enum Act: Hashable, Sendable {
        case request
        case set(Bool)
        case look
    }

    /// The errno with which an act fails; 0 where it does not. Called on the thread that acts, before it acts.
    typealias Script = @Sendable (OutputRole, Act) -> CInt

    private let file: String?
    private let prefix: String?
    private let script: Script

    /// `prefix` is the gate's name where several gates share one file: its lock is then "NAME.lock".
    init(file: String?, prefix: String?, script: @escaping Script = { _, _ in 0 }) {
        self.file = file
        self.prefix = prefix
        self.script = script
    }

    func address(of role: OutputRole) -> LineAddress? {
        let name = prefix.map { "\($0).\(role.rawValue)" } ?? role.rawValue
        return LineAddress(chip: file.map { "simulated:\($0)" } ?? "simulated", line: .name(name))
    }

    func request(_ role: OutputRole) throws(LineError) -> any HeldLine {
        let code = script(role, .request)
        guard code == 0 else { throw LineError(requesting: code) }
        let name = prefix.map { "\($0).\(role.rawValue)" } ?? role.rawValue
        return SimulatedLine(role: role, name: name, record: try openRecord(), script: script)
    }

    /// Each line has its own descriptor, so that one that hangs in a write keeps no other waiting.
    private func openRecord() throws(LineError) -> CInt? {
        guard let file else { return nil }
        do throws(SystemError) {
            return try systemCall { open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644) }
        } catch { throw LineError(.failed, code: error.code) }
    }
}

private final class SimulatedLine: HeldLine {
    private let role: OutputRole
    private let name: String
    private let record: CInt?
    private let script: SimulatedBoard.Script
    private var isEnergised = false

    init(role: OutputRole, name: String, record: CInt?, script: @escaping SimulatedBoard.Script) {
        self.role = role
        self.name = name
        self.record = record
        self.script = script
    }

    func set(_ isEnergised: Bool) throws(LineError) {
        let code = script(role, .set(isEnergised))
        guard code == 0 else { throw LineError(using: code) }
        guard isEnergised != self.isEnergised else { return }
        try write(isEnergised)
        self.isEnergised = isEnergised
    }

    func look() throws(LineError) {
        let code = script(role, .look)
        guard code == 0 else { throw LineError(using: code) }
    }

    /// One change, in one write, so that lines of several gates do not mix.
    private func write(_ isEnergised: Bool) throws(LineError) {
        guard let record else { return }
        let text = """
            {"mono_ns":\(MonotonicTime.now.nanoseconds),"line":"\(name)","level":\(isEnergised ? 1 : 0)}

            """
        do throws(SystemError) {
            try systemCall { text.withCString { Glibc.write(record, $0, strlen($0)) } }
        } catch { throw LineError(.failed, code: error.code) }
    }

    /// What is let go falls back to rest, as a pin with a pull-down does.
    deinit {
        if isEnergised { try? write(false) }
        if let record { close(record) }
    }
}
