import Glibc
import Vocabulary

/// The inputs of a board without a board: told through a named pipe, one line of text for each change, the input's name and
/// its level: `echo exit 1 > PIPE` presses the exit button, `echo exit 0 > PIPE` lets it go. What cannot be understood is
/// passed over. The pipe is made where it is missing.
final class SimulatedInputs: InputSource {
    /// What is being done to a line.
    enum Act: Hashable, Sendable {
        case request, read
    }

    /// The errno with which an act fails; 0 where it does not.
    typealias Script = (InputRole, Act) -> CInt

    /// A longer line is no change, whoever writes it.
    private static let mostBytes = 4096

    private let pipe: String?
    private let script: Script
    private var descriptor: Descriptor?
    private var unread: [UInt8] = []
    private var levels: [InputRole: Bool] = [:]
    private var edges: [InputRole: [Edge]] = [:]

    /// Without a pipe no role has a line.
    init(pipe: String?, script: @escaping Script = { _, _ in 0 }) {
        self.pipe = pipe
        self.script = script
    }

    func address(of role: InputRole) -> LineAddress? {
        pipe.map { LineAddress(chip: "simulated:\($0)", line: .name(role.rawValue)) }
    }

    func request(_ role: InputRole) throws(LineError) -> any HeldInput {
        let code = script(role, .request)
        guard code == 0, let pipe else { throw LineError(requesting: code) }
        if descriptor == nil {
            do throws(SystemError) { descriptor = try Self.open(pipe) } catch {
                throw LineError(requesting: error.code)
            }
        }
        edges[role] = []
        return SimulatedInput(role: role, board: self)
    }

    /// Open for both, so that it never ends when a writer leaves (fifo(7)).
    private static func open(_ pipe: String) throws(SystemError) -> Descriptor {
        do throws(SystemError) { try systemCall { mkfifo(pipe, 0o600) } } catch {
            guard error.code == EEXIST else { throw error }
        }
        let descriptor = try Descriptor { Glibc.open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC) }
        var status = stat()
        try systemCall { fstat(descriptor.number, &status) }
        guard status.st_mode & S_IFMT == S_IFIFO else { throw SystemError(code: EEXIST) }
        return descriptor
    }

    private func takeIn() {
        guard let descriptor = descriptor?.number else { return }
        var buffer = [UInt8](repeating: 0, count: Self.mostBytes)
        guard let count = try? systemCall({ read(descriptor, &buffer, buffer.count) }), count > 0 else { return }
        unread += buffer.prefix(count)
        while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
            note(String(decoding: unread[..<end], as: UTF8.self))
            unread.removeSubrange(...end)
        }
        if unread.count > Self.mostBytes { unread = [] }
    }

    private func note(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count == 2, let role = InputRole(rawValue: String(words[0])), ["0", "1"].contains(words[1]) else {
            return
        }
        let isActive = words[1] == "1"
        guard levels[role, default: false] != isActive else { return }
        levels[role] = isActive
        edges[role, default: []].append(Edge(isActive: isActive, time: .now))
    }

    private final class SimulatedInput: HeldInput {
        private let role: InputRole
        private let board: SimulatedInputs

        init(role: InputRole, board: SimulatedInputs) {
            self.role = role
            self.board = board
        }

        var descriptor: CInt? { board.descriptor?.number }

        func takeEdge() throws(LineError) -> Edge? {
            try check()
            board.takeIn()
            return board.edges[role]?.isEmpty == false ? board.edges[role]?.removeFirst() : nil
        }

        func level() throws(LineError) -> Bool {
            try check()
            return board.levels[role, default: false]
        }

        private func check() throws(LineError) {
            let code = board.script(role, .read)
            guard code == 0 else { throw LineError(using: code) }
        }
    }
}
