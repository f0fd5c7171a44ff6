import CProcessShim
import Foundation
import Glibc
import ReaderLink
import Testing
import Vocabulary

/// The child of these tests, built beside them: `Tests/ReaderProbe`.
let probe = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("ReaderProbe").path

/// Starts the probe in the given manner as a reader.
func start(_ manner: String) throws -> ReaderProcess {
    try ReaderProcess.start(executable: probe, arguments: [manner])
}

extension ReaderProcess {
    /// The next report, waited for at most `seconds`; nil where none came.
    func next(within seconds: Double = 10) throws(ReaderFault) -> ReaderReport? {
        let end = MonotonicTime.now + .seconds(seconds)
        while true {
            if let report = try receive() { return report }
            guard MonotonicTime.now < end else { return nil }
            _ = link_wait(link, -1, (end - .now).inNanoseconds)
        }
    }

    /// The first report of those to come that `choose` likes, and what it makes of it.
    func first<T>(within seconds: Double = 10, where choose: (ReaderReport) -> T?) throws -> T {
        let end = MonotonicTime.now + .seconds(seconds)
        while MonotonicTime.now < end {
            if let report = try next(within: (end - .now).inMilliseconds / 1000), let chosen = choose(report) {
                return chosen
            }
        }
        throw NothingCame()
    }

    /// How it ends, within 10 s.
    func end() -> ReaderFault? {
        do {
            while try next() != nil {}
            return nil
        } catch { return error }
    }

    /// The fields of /proc/PID/status.
    func status(_ field: String) throws -> String {
        let text = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(field + ":") })
        return line.dropFirst(field.count + 1).trimmingCharacters(in: .whitespaces)
    }
}

/// The report that a test waited for did not come.
struct NothingCame: Error {}

func isReady(_ report: ReaderReport) -> Confinement? { if case .ready(let walls) = report { walls } else { nil } }
func sightings(_ report: ReaderReport) -> FrameSightings? {
    if case .sightings(let frame) = report { frame } else { nil }
}
func camera(_ report: ReaderReport) -> CameraState? { if case .camera(let state) = report { state } else { nil } }
func figures(_ report: ReaderReport) -> ReaderFigures? {
    if case .figures(let figures) = report { figures } else { nil }
}

/// An order to show a card with this payload.
func card(_ payload: [UInt8]) -> ReaderOrder { .look(.scene([SceneAct(manner: .paper, payload: payload)])) }

/// A descriptor of /dev/null, for orders that bring one.
func withNull<T>(_ body: (CInt) throws -> T) rethrows -> T {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    return try body(null)
}

/// An order that is taken as the probe's source understands the name of its one file.
func tell(_ reader: ReaderProcess, replay name: String) throws {
    try withNull { try reader.send(.look(.replay(names: [name], isLooped: false, isPaced: true)), descriptors: [$0]) }
}
