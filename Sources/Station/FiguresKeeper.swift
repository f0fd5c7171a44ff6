import Control
import Credentials
import Glibc
import ReaderLink
import Vocabulary

/// Counts what happens at a station.
final class FiguresKeeper: StationObserver {
    private var counted = StationFigures()

    /// The counts, and how much memory the controller has now.
    var figures: StationFigures {
        var figures = counted
        figures.residentBytes = Self.residentBytes
        return figures
    }

    func note(_ event: StationEvent) {
        switch event {
        case .decided(let decision):
            counted.decisions[decision.reason.rawValue, default: 0] += 1
            counted.answered.count(milliseconds: (decision.answered - decision.received).inMilliseconds)
        case .acted(let act): counted.acts[act.act.note(by: act.authority), default: 0] += 1
        case .incident(let incident, _, _): counted.incidents[incident.rawValue, default: 0] += 1
        case .figures(let gate, let figures):
            counted.readers[gate] = ReaderCounts(
                frames: figures.frames, attempts: figures.attempts, still: figures.still,
                cpuSeconds: Double(figures.cpuMicroseconds) / 1e6, residentBytes: figures.residentKiB * 1024)
        case .recovered, .readerReady, .camera, .outputs, .door, .clock, .occupancy, .collecting: break
        }
    }

    /// The second number of /proc/self/statm, in pages (proc(5)).
    private static var residentBytes: UInt64 {
        let words = (try? OpenFile.firstLine(of: "/proc/self/statm"))?.split(separator: " ") ?? []
        return words.count > 1 ? (UInt64(words[1]) ?? 0) * UInt64(sysconf(CInt(_SC_PAGESIZE))) : 0
    }
}
