import Control
import Glibc
import Vocabulary

/// The pages of a station: one thread and one `poll`. A client of the control socket, with no right of its own but to watch.
public final class StationConsole {
    /// The most that is asked of the station at a time.
    static let mostErrands = 8

    let settings: ConsoleSettings
    let pages: Pages
    let visitors: WebServer<VisitorTopic>
    let staff: WebServer<StaffTopic>
    var view = StationView()
    var sessions = StaffSessions()
    private let watch: Watch
    private var errands: [Errand] = []
    /// What each visitor's page shows now.
    private var shown: [String: [UInt8]] = [:]
    /// Where news of the console itself go: what is wrong, once per cause.
    private let note: (String) -> Void
    private var noted: String? = ""

    /// The stream of a gate's screen.
    struct VisitorTopic: Hashable { var gate: String }
    /// The stream of somebody who is logged in, by the secret of the cookie.
    struct StaffTopic: Hashable { var secret: String }

    /// Reads the pages and listens. Throws a `ConsoleFault`.
    public init(_ settings: ConsoleSettings, note: @escaping (String) -> Void) throws(ConsoleFault) {
        self.settings = settings
        self.note = note
        pages = try Pages(folder: settings.pages, language: settings.language)
        visitors = WebServer(try WebListener(port: settings.visitorPort))
        staff = WebServer(try WebListener(port: settings.staffPort))
        watch = Watch(path: settings.socket)
    }

    public var visitorPort: UInt16 { visitors.listener.port }
    public var staffPort: UInt16 { staff.listener.port }

    /// Waits until something is to be done, at most so long, and does it.
    public func turn(atMost limit: Duration = .seconds(60)) {
        var polled = visitors.polled + staff.polled + [watch.polled].compactMap(\.self) + errands.compactMap(\.polled)
        let now = MonotonicTime.now
        let dues = [visitors.due, staff.due, watch.due, view.due].compactMap(\.self) + errands.map(\.due)
        let wait = min(dues.map { $0 - now }.min() ?? limit, limit)
        poll(&polled, nfds_t(polled.count), CInt(clamping: max(0, (wait.inNanoseconds + 999_999) / 1_000_000)))
        react(to: Set(polled.filter { $0.revents != 0 }.map(\.fd)), at: .now)
    }

    /// Asks the station something for somebody; `busy` where too many do already.
    func send(
        _ requests: [ControlRequest], token: String?, at now: MonotonicTime, finish: @escaping Errand.Finish
    ) throws(WebRefusal) {
        guard errands.count < Self.mostErrands else { throw .busy }
        errands.append(Errand(to: settings.socket, token: token, requests, at: now, finish: finish))
    }

    private func react(to ready: Set<CInt>, at now: MonotonicTime) {
        for news in watch.turn(at: now) { take(news, at: now) }
        for errand in errands { errand.turn(at: now) }
        errands.removeAll(where: \.isOver)
        visitors.react(to: ready, at: now) { request, _ throws(WebRefusal) in
            try answerVisitor(request, at: now)
        }
        staff.react(to: ready, at: now) { request, caller throws(WebRefusal) in
            try answerStaff(request, of: caller, at: now)
        }
        showVisitors(at: now)
    }

    private func take(_ news: Watch.News, at now: MonotonicTime) {
        switch news {
        case .status(let status):
            let event = WebResponse.event("status", Array(JSONLine.encode(status).dropLast()))
            view.take(status, at: now)
            staff.tell({ _ in true }, event, at: now)
            say(nil)
        case .event(let line, let event):
            view.take(line, event, at: now)
            staff.tell({ _ in true }, WebResponse.event("happened", line), at: now)
        case .lost(let fault):
            view.lose()
            staff.tell({ _ in true }, WebResponse.event("lost", Array("{}".utf8)), at: now)
            say("\(fault)")
        }
    }

    /// Tells each visitor's page what it shows, where that is something else than before.
    private func showVisitors(at now: MonotonicTime) {
        view.expire(at: now)
        for topic in visitors.topics {
            let screen = Array(JSONLine.encode(view.screen(of: topic.gate, at: now)).dropLast())
            guard shown[topic.gate] != screen else { continue }
            shown[topic.gate] = screen
            visitors.tell({ $0 == topic }, WebResponse.event("screen", screen), at: now)
        }
    }

    private func say(_ problem: String?) {
        guard problem != noted else { return }
        noted = problem
        note(problem ?? "the station is watched")
    }
}
