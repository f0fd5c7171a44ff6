import Vocabulary

/// What a station believes about the time, and why.
///
/// The station counts the time by itself, from the last evidence on, by the clock of the boot, which nobody can set. So a
/// jump of the board's clock moves nothing unless a source proves it.
///
/// | state | the last evidence |
/// |---|---|
/// | trusted | is less than a day old, and its source has not gone or contradicted the count since |
/// | holdover | is older, or its source has gone; the count goes on for `holdover` after it |
/// | untrusted | is older than `holdover`, or there was none since the boot |
public struct ClockTrust: Sendable {
    public struct Rules: Hashable, Sendable {
        public var sources: Set<TimeSource>
        /// How long the count is believed after the last evidence.
        public var holdover: Duration

        public init(sources: Set<TimeSource>, holdover: Duration = .seconds(7 * 86400)) {
            self.sources = sources
            self.holdover = holdover
        }
    }

    public let rules: Rules
    public private(set) var floor: ClockFloor
    private var kept: ClockMemory
    private var systemOffset: Duration?
    private var lastLook: BootTime?
    /// A start with a trusted clock is nothing to tell.
    private var told = Clock.State.trusted

    /// How long evidence is fresh.
    static let fresh = Duration.seconds(86400)
    /// How long a time code may be shown.
    static let codeLife = Duration.seconds(60)
    /// The worst drift of a board's clock: one part in this many, 200 parts in a million.
    private static let drift = 5000

    /// `built` as in `ClockFloor`; `memory` of the same boot, or its `afterBoot`.
    public init(rules: Rules, built: WallTime, memory: ClockMemory = ClockMemory()) {
        self.rules = rules
        floor = ClockFloor(built: built, learned: memory.floor)
        kept = memory
    }

    public var memory: ClockMemory {
        var memory = kept
        memory.floor = floor.learned
        return memory
    }

    public func state(at now: BootTime) -> Clock.State {
        guard let last = kept.lastEvidence, now - last < rules.holdover else { return .untrusted }
        return kept.standing.values.contains { now - $0 < Self.fresh } ? .trusted : .holdover
    }

    /// The time as the station counts it; nil where it had no evidence since the boot.
    public func time(at now: BootTime) -> WallTime? { kept.count.map { $0.time + (now - $0.at) } }

    /// How far `time(at:)` may be from the truth: the error of the best source that stands, and the drift since. Where none
    /// stands any more, the worst of the sources is taken.
    public func error(at now: BootTime) -> Duration {
        kept.standing.map { $0.key.error + (now - $0.value) / Self.drift }.min()
            ?? (rules.sources.map(\.error).max() ?? .zero) + drift(at: now)
    }

    /// Takes in what the sources say now, and gives what changed.
    public mutating func look(_ readings: ClockReadings, at now: BootTime) -> [ClockChange] {
        follow(at: now)
        var changes: [ClockChange] = []
        if let set = readings.synchronised {
            let age = readings.system - set
            let isFresh = age < Self.fresh && age + TimeSource.synchronised.error > .zero
            // Once only: later the board's clock may have been moved by somebody else.
            if isFresh, set != kept.synchronised {
                changes += (try? believe(.synchronised, readings.system, since: now - age, at: now)) ?? []
            }
        } else {
            kept.standing[.synchronised] = nil
        }
        kept.synchronised = readings.synchronised
        for (source, time) in [(TimeSource.battery, readings.battery), (.system, readings.system)] {
            if let time, let change = try? believe(source, time, since: now, at: now) {
                changes += change
            } else {
                kept.standing[source] = nil
            }
        }
        return changes + systemMove(to: readings.system, at: now) + stateChange(at: now)
    }

    /// A code that was verified and shown now, made at `time`. Throws where it is not believed; then nothing changed.
    public mutating func take(code time: WallTime, at now: BootTime) throws(ClockRefusal) -> [ClockChange] {
        if let newest = kept.newestCode, time <= newest { throw .notNewer }
        if let own = self.time(at: now), own - time > Self.codeLife + drift(at: now) { throw .stale }
        let changes = try believe(.timeCode, time, since: now, at: now)
        kept.newestCode = time
        return changes + stateChange(at: now)
    }

    /// A technician says that it was `time` at `instant`. Throws where it is not believed; then nothing changed.
    public mutating func set(_ time: WallTime, at instant: BootTime, now: BootTime) throws(ClockRefusal)
        -> [ClockChange]
    {
        try believe(.technician, time + (now - instant), since: instant, at: now) + stateChange(at: now)
    }

    /// Sets the floor by command, up or down; codes newer than it may be shown again. Throws for a time that no floor has.
    public mutating func setFloor(_ time: WallTime) throws(ClockRefusal) {
        try floor.set(time)
        kept.newestCode = kept.newestCode.map { min($0, time) }
    }

    /// Where what was kept is lost: the newest row that was written while the time was believed.
    public mutating func learnFloor(fromRowAt time: WallTime) {
        floor.learn(fromRowAt: time)
        kept.newestCode = max(kept.newestCode ?? time, time)
    }

    private mutating func believe(
        _ source: TimeSource, _ time: WallTime, since: BootTime, at now: BootTime
    ) throws(ClockRefusal) -> [ClockChange] {
        guard rules.sources.contains(source) else { throw .notASource }
        try floor.check(time)
        var changes: [ClockChange] = []
        if let own = self.time(at: now) {
            let gap = time - own
            let isSame = abs(gap) <= source.error + drift(at: now)
            guard isSame || corrects(source, at: now) else { throw .contradicted }
            if abs(gap) > source.error { kept.count = ClockMemory.Count(time: time, at: now) }
            if !isSame {
                kept.standing = [:]
                changes = [.corrected(by: gap, source)]
            }
        } else {
            kept.count = ClockMemory.Count(time: time, at: now)
        }
        kept.standing[source] = since
        kept.lastEvidence = max(kept.lastEvidence ?? since, since)
        return changes
    }

    /// Whether the source moves a count that it contradicts. A battery's clock is no better than the count; the board's
    /// own is, where something keeps it right, but not against what somebody has just proved.
    private func corrects(_ source: TimeSource, at now: BootTime) -> Bool {
        switch source {
        case .synchronised, .technician, .timeCode: true
        case .system: !kept.standing.contains { $0.key.isProof && now - $0.value < Self.fresh }
        case .battery: state(at: now) == .untrusted
        }
    }

    /// How far the count may have drifted since the last evidence.
    private func drift(at now: BootTime) -> Duration { (now - (kept.lastEvidence ?? now)) / Self.drift }

    private mutating func follow(at now: BootTime) {
        if let lastLook, let time = time(at: now), state(at: now) == .trusted {
            floor.follow(time, for: now - lastLook)
        }
        lastLook = now
    }

    private mutating func systemMove(to system: WallTime, at now: BootTime) -> [ClockChange] {
        let offset = system - WallTime(milliseconds: Int64(clamping: now.nanoseconds / 1_000_000))
        defer { systemOffset = offset }
        guard let before = systemOffset, let own = time(at: now), state(at: now) != .untrusted,
            abs(offset - before) > .seconds(1), abs(system - own) > TimeSource.system.error + drift(at: now)
        else { return [] }
        return [.systemMoved(by: offset - before)]
    }

    private mutating func stateChange(at now: BootTime) -> [ClockChange] {
        let state = state(at: now)
        defer { told = state }
        return state == told ? [] : [.state(state)]
    }
}

private func abs(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }
