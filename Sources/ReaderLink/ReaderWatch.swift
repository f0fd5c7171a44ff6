import Vocabulary

/// What is known of one reader that looks: whether it lives, how old it is, whether it talks too much.
struct ReaderWatch: Sendable {
    /// Without a report for so long it hangs: its figures come four times as often. No attempt may take as long either.
    static let silence = Duration.seconds(1)
    /// While it opens a camera: a control that a camera does not answer takes the driver 5 s (USB_CTRL_SET_TIMEOUT).
    static let opening = Duration.seconds(6)
    /// At this age it is replaced, so that what it may have lost in a day of strangers' codes is no more.
    static let age = Duration.seconds(24 * 3600)
    /// Nothing is being presented when no code was seen for so long.
    static let idle = Duration.seconds(5)
    /// A code that is always in view, on a poster opposite, does not keep it for longer than this.
    static let grace = Duration.seconds(3600)
    /// Reports a second beyond which they are a flood: several times a fast camera's frames.
    static let mostReports = 1000

    private let since: MonotonicTime
    private var lastReport: MonotonicTime
    private var lastCode: MonotonicTime?
    private var openingUntil: MonotonicTime?
    /// What it said it was about to search, until it says anything else.
    private(set) var attempted: FrameArea?
    private var second: MonotonicTime
    private var reports = 0

    init(since: MonotonicTime) {
        self.since = since
        lastReport = since
        second = since
    }

    /// When it hangs, if nothing comes until then.
    var deadline: MonotonicTime { max(lastReport + Self.silence, openingUntil ?? lastReport) }

    mutating func told(at now: MonotonicTime) { openingUntil = now + Self.opening }

    /// Takes in a report. Gives why the reader is to be ended, if it is.
    mutating func judge(_ report: ReaderReport, at now: MonotonicTime) -> ReaderSupervisor.Cause? {
        lastReport = now
        if now - second >= .seconds(1) { (second, reports) = (now, 0) }
        reports += 1
        if reports > Self.mostReports { return .nonsense }
        switch report {
        case .ready, .refused: return .nonsense
        case .sightings: lastCode = now
        case .camera: openingUntil = nil
        case .figures, .previewWritten, .attempting, .scanned, .measured: break
        }
        attempted = if case .attempting(_, let area) = report { area } else { nil }
        return isOld(at: now) ? .aged : nil
    }

    private func isOld(at now: MonotonicTime) -> Bool {
        let isIdle = now - (lastCode ?? since) >= Self.idle
        return now - since >= (isIdle ? Self.age : Self.age + Self.grace)
    }
}
