import Admission
import Foundation
import GateIO
import Station
import Vocabulary

/// The demonstration on a terminal: a line for each decision, and below them, where there is a real terminal, one line
/// that always shows how lock, lamps and reader are.
final class DemoScreen: StationObserver {
    private let terminal: Terminal
    private var tally = DemoTally()
    private var outputs: GateState?
    private var rate: (frames: UInt64, cpu: UInt64, time: MonotonicTime)?
    private var load = ""
    private var inside = 0

    init(terminal: Terminal = Terminal()) { self.terminal = terminal }

    func begin(folder: String) {
        terminal.line("The gate of station \(DemoStation.name) at work. The doorway is drawn and the board simulated;")
        terminal.line(
            "all between is the real gate: zbar, signatures, SQLite on disk (\(folder)), the lock's state machine.")
        terminal.line("Press Ctrl-C to end.")
        terminal.line("")
        terminal.line(Self.row("time", "verdict", "class", "reason", "seen to answer", "lock"))
    }

    func note(_ event: StationEvent) {
        switch event {
        case .decided(let decision):
            tally.count(decision)
            show(decision)
        case .collecting(_, let have, let count):
            terminal.line("  part \(have) of \(count) of a card: show the others too")
        case .acted(let act): terminal.line("  \(act.act.note(by: act.authority))")
        case .incident(let incident, _, let detail): terminal.line("! \(incident.rawValue): \(detail)")
        case .recovered(_, let what, _): terminal.line("  \(what)")
        case .readerReady(_, let walls):
            let landlock = walls.landlock > 0 ? "Landlock \(walls.landlock)" : "no Landlock in this kernel"
            terminal.line("  the reader has locked itself in: seccomp, \(landlock)")
        case .camera(_, .streaming(let width, let height, _)): terminal.line("  frames of \(width)x\(height) come")
        case .camera: break
        case .clock(let news): terminal.line("  \(news.words)")
        case .outputs(_, let state): outputs = state
        case .occupancy(let status): inside = status.inside
        case .door(_, let state): terminal.line("  the door is \(state.rawValue)")
        case .figures(_, let figures):
            tally.frames = figures.frames
            let now = MonotonicTime.now
            guard let last = rate else {
                rate = (figures.frames, figures.cpuMicroseconds, now)
                return
            }
            let seconds = (now - last.time).inMilliseconds / 1000
            guard seconds >= 1, figures.frames >= last.frames else { break }
            let frames = Double(figures.frames - last.frames) / seconds
            let cpu = Double(figures.cpuMicroseconds - last.cpu) / seconds / 1e4
            load = "reader \(Int(frames.rounded())) frames/s, \(Int(cpu.rounded())) % of a core"
            rate = (figures.frames, figures.cpuMicroseconds, now)
        }
        terminal.status(status)
    }

    func end() {
        terminal.status("")
        terminal.line("")
        for line in tally.summary { terminal.line(line) }
    }

    private func show(_ decision: Decision) {
        let colour: Terminal.Colour =
            switch decision.verdict {
            case .admit: .green
            case .refer: .yellow
            case .deny: .red
            }
        let time = String(WallTime.now.rfc3339.dropFirst(11).prefix(8))
        let delay = (decision.answered - decision.firstSeen).inMilliseconds
        terminal.line(
            Self.row(
                time, decision.verdict.rawValue.uppercased(), decision.holderClass?.rawValue ?? "-",
                decision.reason.words, "\(Int(delay.rounded())) ms", decision.lock.rawValue),
            colour: colour)
    }

    private var status: String {
        guard let outputs else { return load }
        let lock =
            switch outputs.lock {
            case .none: "none"
            case .atRest: "at rest"
            case .released: "RELEASED"
            case .fault: "FAULT"
            }
        let lamps = OutputRole.allCases.filter { outputs.levels[$0] == true }.map(\.rawValue)
        return
            "lock \(lock), lit: \(lamps.isEmpty ? "nothing" : lamps.joined(separator: ", ")), inside: \(inside)   \(load)"
    }

    private static func row(_ columns: String...) -> String {
        let widths = [10, 9, 9, 48, 16, 8]
        return zip(columns, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined()
    }
}

/// What the demonstration has seen so far.
struct DemoTally {
    var frames: UInt64 = 0
    private var reasons: [Reason: Int] = [:]
    private var delays: [Double] = []

    mutating func count(_ decision: Decision) {
        reasons[decision.reason, default: 0] += 1
        delays.append((decision.answered - decision.firstSeen).inMilliseconds)
    }

    var summary: [String] {
        let decisions = reasons.values.reduce(0, +)
        var lines = ["\(decisions) presentations in \(frames) frames:"]
        for reason in Reason.allCases {
            guard let count = reasons[reason] else { continue }
            lines.append("  \(count) × \(reason.verdict.rawValue), \(reason.rawValue): \(reason.words)")
        }
        if !delays.isEmpty {
            let sorted = delays.sorted()
            lines.append(
                "From the first frame that showed the code to the answer: median \(Int(sorted[sorted.count / 2].rounded())) ms, "
                    + "longest \(Int(sorted[sorted.count - 1].rounded())) ms.")
        }
        return lines
    }
}
