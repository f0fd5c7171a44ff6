import Glibc
import Vocabulary

/// Keeps one gate's camera open, for ever: when to look for it, what to report once, when it is back.
struct CameraSupervisor: Hashable, Sendable {
    enum Event: Hashable, Sendable {
        /// A reader has locked itself in and can be handed a source.
        case readerReady
        /// The reader ended, and the source with it.
        case readerGone
        /// A camera may have been plugged in (`CameraWatch`).
        case appeared
        /// Time has passed; wanted at `due`.
        case tick
        /// The source could not be opened.
        case couldNotOpen(CameraFault)
        /// The reader says that frames come.
        case streaming
        /// The reader says that the source is lost.
        case lost(CameraFault)
        /// The reader says that there will be no more frames.
        case ended
    }

    enum Action: Hashable, Sendable {
        case none
        /// Find and open the source and hand it to the reader.
        case open
        /// Write this down and tell it in the journal: a cause not told yet.
        case report(CameraFault)
        /// Tell that frames come again.
        case recovered
    }

    private enum State: Hashable, Sendable {
        case withoutReader
        case waiting(until: MonotonicTime)
        case opening
        case streaming
        case ended
    }

    /// How long until it is looked for again.
    static let pause = Duration.seconds(1)
    /// Udev gives a new node its group and its links some milliseconds after the kernel has made it.
    static let settling = Duration.milliseconds(100)
    /// On a busy board the group comes later than that: so long it is no incident that the node may not be opened.
    static let grace = Duration.seconds(2)

    private var state = State.withoutReader
    private let reopensAtEnd: Bool
    /// Since when it is there and may not be opened.
    private var deniedSince: MonotonicTime?
    /// What is wrong now; nil while frames come and before anything was tried.
    private(set) var fault: CameraFault?

    /// `reopensAtEnd` as of the `CameraSource`.
    init(reopensAtEnd: Bool) { self.reopensAtEnd = reopensAtEnd }

    var isStreaming: Bool { state == .streaming }

    /// Whether a replay is over.
    var isEnded: Bool { state == .ended }

    /// When a `tick` is wanted.
    var due: MonotonicTime? { if case .waiting(let until) = state { until } else { nil } }

    mutating func handle(_ event: Event, at now: MonotonicTime) -> Action {
        switch (event, state) {
        case (.readerGone, _):
            state = .withoutReader
            return .none
        case (.readerReady, _):
            state = .opening
            return .open
        case (.appeared, .waiting(let until)):
            state = .waiting(until: min(until, now + Self.settling))
            return .none
        case (.tick, .waiting(let until)) where now >= until:
            state = .opening
            return .open
        case (.couldNotOpen(let fault), .opening) where isGraced(fault, at: now):
            state = .waiting(until: now + Self.settling)
            return .none
        case (.couldNotOpen(let fault), .opening), (.lost(let fault), .opening), (.lost(let fault), .streaming):
            return lose(fault, at: now)
        case (.streaming, .opening):
            state = .streaming
            deniedSince = nil
            defer { fault = nil }
            return fault == nil ? .none : .recovered
        case (.ended, .opening), (.ended, .streaming):
            guard !reopensAtEnd else {
                return lose(CameraFault(.unplugged, "the stream was closed by its writer: start it again"), at: now)
            }
            state = .ended
            return .none
        default: return .none
        }
    }

    /// Whether it may be that udev has not given the node its group yet.
    private mutating func isGraced(_ fault: CameraFault, at now: MonotonicTime) -> Bool {
        guard fault.code == EACCES else {
            deniedSince = nil
            return false
        }
        let since = deniedSince ?? now
        deniedSince = since
        return now - since < Self.grace
    }

    private mutating func lose(_ fault: CameraFault, at now: MonotonicTime) -> Action {
        state = .waiting(until: now + Self.pause)
        let before = self.fault
        self.fault = fault
        switch (before?.kind, fault.kind) {
        // That an unplugged camera is not there is no news.
        case (.unplugged, .absent), (.absent, .absent): return .none
        default: return before.map { ($0.kind, $0.code) == (fault.kind, fault.code) } == true ? .none : .report(fault)
        }
    }
}
