import Diagnosis
import Station
import Vocabulary

/// What is shown while a camera is aimed: the picture, and how good it is.
struct AimView {
    private static let barWidth = 30

    let gate: String
    private var picture: SmallPicture?
    private var fault: HandsFault?
    private var motion = 0.0
    /// The sharpest so far.
    private(set) var best = 0.0

    init(gate: String) { self.gate = gate }

    /// Takes in the next picture.
    mutating func see(_ next: SmallPicture) {
        if let picture, picture.luma.count == next.luma.count {
            let sum = zip(picture.luma, next.luma).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            motion = Double(sum) / Double(next.luma.count)
        }
        best = max(best, next.measured.focus)
        (picture, fault) = (next, nil)
    }

    /// There is no picture now.
    mutating func lose(_ fault: HandsFault) { (picture, self.fault) = (nil, fault) }

    /// All that was measured, where there is no terminal.
    var line: String { figures.joined(separator: "; ") }

    /// For a terminal of this size: the picture above, the figures below.
    func screen(columns: Int, rows: Int, left: Duration) -> [String] {
        let minutes = Int(left.inMilliseconds) / 60_000
        let foot = ["\(gate): in service, nobody is admitted; ends by itself in \(minutes) min; q ends it"]
        let text = ([bar] + figures + foot).map { String($0.prefix(columns)) }
        guard let picture else { return text }
        let room = max(0, rows - text.count)
        let width = min(columns, room * 2 * picture.width / picture.height)
        guard width > 0 else { return Array(text.prefix(rows)) }
        return HalfBlocks(picture).coloured(columns: width).prefix(room) + text
    }

    /// The focus against its best: the lens is right where the bar is full.
    private var bar: String {
        let focus = picture?.measured.focus ?? 0
        let length = best > 0 ? Int((focus / best * Double(Self.barWidth)).rounded()) : 0
        return
            "focus [\(String(repeating: "#", count: length))\(String(repeating: "-", count: Self.barWidth - length))]"
    }

    private var figures: [String] {
        guard let measured = picture?.measured else {
            return fault.map { ["no picture: \($0.what)", "-> \($0.mend)"].map(TerminalText.escaped) } ?? []
        }
        return [
            "focus \(measured.focus.words), best so far \(best.words)",
            "brightness \(Int(measured.brightness.rounded())) of 255, glare \(Int((measured.glare * 100).rounded())) %, "
                + "motion \(motion.words)",
            code(measured),
            "scanner \(measured.scanMilliseconds.words) ms a frame of \(measured.width)x\(measured.height)"
                + (measured.isStill ? ", the scene is still" : ""),
        ]
    }

    private func code(_ measured: FrameMeasurement) -> String {
        guard measured.codes > 0 else { return "no code in view" }
        let by = "code read by the attempt \(measured.attempt ?? "-")"
        guard let size = measured.moduleSize, let modules = measured.modules else { return by }
        let times = size / DistanceTable.leastModule
        return "\(by): \(size.words) pixels a module of \(modules), readable up to \(times.words) times as far away"
    }
}
