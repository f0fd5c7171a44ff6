import Vocabulary

/// How a door stands.
public enum DoorState: String, Hashable, Sendable, CaseIterable {
    /// There is no door contact, or it cannot be read.
    case unknown
    case closed
    case open
    /// Open for longer than the open time.
    case heldOpen = "held-open"
    /// Opened though nothing had released it, and not closed since.
    case forcedOpen = "forced-open"
}

/// Watches a door by its contact, and knows what may open it.
public struct DoorMonitor: Hashable, Sendable {
    private let timing: DoorTiming
    private var releaseEnd = MonotonicTime(nanoseconds: 0)
    /// From when the open time counts.
    private var opened = MonotonicTime(nanoseconds: 0)

    public private(set) var state = DoorState.unknown

    public init(timing: DoorTiming) { self.timing = timing }

    /// The lock is released at `time` for a pulse, or somebody inside asked to leave: the door may be opened. Of a stream of
    /// people each has the open time anew.
    public mutating func release(at time: MonotonicTime, pulse: Duration) {
        releaseEnd = max(releaseEnd, time + max(pulse, timing.release))
        if state == .open { opened = max(opened, time) }
    }

    /// The door was opened or closed at `time`; whether the lock is to be shut now, its purpose fulfilled.
    public mutating func see(isOpen: Bool, at time: MonotonicTime) -> Bool {
        guard isOpen else {
            state = .closed
            return false
        }
        guard time < releaseEnd else {
            state = .forcedOpen
            return false
        }
        (state, opened) = (.open, time)
        return timing.relocksOnOpening
    }

    /// How the door was found when the contact could be read again, or nil where it no longer can: nobody knows who opened it.
    public mutating func find(isOpen: Bool?, at now: MonotonicTime) {
        state = isOpen.map { $0 ? .open : .closed } ?? .unknown
        opened = now
    }

    /// Takes the time on.
    public mutating func tick(at now: MonotonicTime) {
        if let due, now >= due { state = .heldOpen }
    }

    /// When an open door becomes one that is held open.
    public var due: MonotonicTime? { state == .open ? opened + timing.open : nil }
}
