import Foundation
import Glibc
import Synchronization
import Testing
import Vocabulary

@testable import GateIO

extension MonotonicTime {
    /// So many milliseconds after a boot: the stated times of these tests.
    static func at(_ milliseconds: UInt64) -> Self { Self(nanoseconds: milliseconds * 1_000_000) }
}

/// The simulated board's file, in a folder of its own, as someone outside would watch it.
final class ChangeFile: Sendable {
    struct Change: Codable, Hashable, Sendable {
        var nanoseconds: UInt64
        var line: String
        var level: Int

        enum CodingKeys: String, CodingKey {
            case nanoseconds = "mono_ns"
            case line, level
        }

        var words: String { "\(line) \(level)" }
    }

    let path: String
    private let folder: URL
    private let watch: CInt

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        path = folder.appending(path: "board.jsonl").path
        watch = inotify_init1(CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK))
        try #require(inotify_add_watch(watch, folder.path, UInt32(IN_MODIFY) | UInt32(IN_CREATE)) >= 0)
    }

    deinit {
        close(watch)
        try? FileManager.default.removeItem(at: folder)
    }

    func changes() throws -> [Change] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Change.self, from: $0) }
    }

    /// Waits until `isEnough`, and gives all changes; a test that waits longer than ten seconds fails.
    func changes(when isEnough: ([Change]) -> Bool) throws -> [Change] {
        let deadline = MonotonicTime.now + .seconds(10)
        while true {
            let changes = try changes()
            if isEnough(changes) { return changes }
            let left = (deadline - .now).inMilliseconds
            try #require(left > 0, "only \(changes.map(\.words)) were written")
            var ready = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
            poll(&ready, 1, CInt(left) + 1)
            var events = [UInt8](repeating: 0, count: 4096)
            _ = read(watch, &events, events.count)
        }
    }
}

/// Makes chosen acts of a simulated board fail.
final class Script: Sendable {
    private let codes = Mutex<[OutputRole: [SimulatedBoard.Act: CInt]]>([:])

    /// Acts of this role that fail from now on; all others succeed.
    func fail(_ role: OutputRole, _ acts: [SimulatedBoard.Act: CInt]) { codes.withLock { $0[role] = acts } }

    func code(_ role: OutputRole, _ act: SimulatedBoard.Act) -> CInt { codes.withLock { $0[role]?[act] ?? 0 } }
}

/// Calls `tick` as the controller does, on the clock, until `isEnough`.
func tick(_ gate: GateOutputs, until isEnough: ([LineEvent]) -> Bool) throws -> [LineEvent] {
    let deadline = MonotonicTime.now + .seconds(10)
    var events: [LineEvent] = []
    while true {
        events += gate.tick(at: .now)
        if isEnough(events) { return events }
        try #require(MonotonicTime.now < deadline, "only \(events) came")
        let wait = try #require(gate.due) - .now
        poll(nil, 0, CInt(clamping: wait.inNanoseconds / 1_000_000 + 1))
    }
}

/// The fault that an event tells; fails the test where it tells none.
func fault(of event: LineEvent?) throws -> LineFault {
    guard case .lost(let fault) = event else { throw NotAFault(event: event) }
    return fault
}

struct NotAFault: Error {
    var event: LineEvent?
}

extension GateInputs {
    /// Whether each line is active; without those that cannot be read now.
    var levels: [InputRole: Bool] { readings.mapValues(\.isActive) }
}
