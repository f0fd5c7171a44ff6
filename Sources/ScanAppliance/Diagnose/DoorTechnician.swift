import Diagnosis
import Foundation
import Station
import Vocabulary

/// The technician at a terminal or behind a pipe. Signals and the end of the visit's time reach whoever waits here.
final class DoorTechnician: Technician {
    /// The visit ends by itself then.
    let end: MonotonicTime
    private let signals: Signals
    private let isQuiet: Bool
    private var unread: [UInt8] = []
    private var isOver = false

    /// To be made before any other thread. `isQuiet`: what is said goes to standard error, since an answer for a script comes
    /// out at last.
    init(isQuiet: Bool) throws(StationFault) {
        signals = try Signals([SIGINT, SIGTERM, SIGHUP])
        end = .now + ServiceMode.length
        self.isQuiet = isQuiet
    }

    func say(_ line: String) {
        let bytes = Data("\(line)\n".utf8)
        if isQuiet { Output.note(bytes) } else { try? Output.write(bytes) }
    }

    func ask(_ question: String) throws -> String? {
        let bytes = Data("\(question): ".utf8)
        if isQuiet { Output.note(bytes) } else { try Output.write(bytes) }
        while true {
            if let feed = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<feed], as: UTF8.self)
                unread.removeSubrange(...feed)
                return line.trimmingCharacters(in: .whitespaces).lowercased()
            }
            guard !isOver, unread.count < 4096 else {
                say("")
                return nil
            }
            if try isReady(until: end) { take() }
        }
    }

    func wait(_ time: Duration) throws {
        let until = min(.now + time, end)
        while MonotonicTime.now < until { _ = try isReady(until: until, isListening: false) }
        if MonotonicTime.now >= end { throw VisitEnd.timeUp }
    }

    /// A key that was pressed meanwhile, where the terminal gives single keys; nil where none was.
    func key() throws -> UInt8? {
        guard try isReady(until: .now) else { return nil }
        take()
        return unread.isEmpty ? nil : unread.removeFirst()
    }

    private func take() {
        var block = [UInt8](repeating: 0, count: 1024)
        let count = read(STDIN_FILENO, &block, block.count)
        if count > 0 { unread += block[..<count] } else { isOver = true }
    }

    /// Waits for input. Throws where a signal came or the time is over.
    private func isReady(until: MonotonicTime, isListening: Bool = true) throws -> Bool {
        var polled = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isListening && !isOver ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
        ]
        let remaining = max(0, (until - .now).inNanoseconds)
        poll(&polled, 2, CInt(clamping: (remaining + 999_999) / 1_000_000))
        if let signal = signals.next() { throw VisitEnd.signal(signal) }
        if polled[1].revents != 0 { return true }
        if MonotonicTime.now >= end { throw VisitEnd.timeUp }
        return false
    }
}
