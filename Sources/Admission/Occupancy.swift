import Vocabulary

/// How many are inside. Nobody is known by name here: whoever has been inside longest counts as the one who leaves.
public struct Occupancy: Sendable {
    /// What is known to be wrong with the count since the last reset.
    public struct Drift: Hashable, Sendable {
        /// People who had been inside for too long and were taken for gone.
        public var timedOut = 0
        /// People who left when nobody was inside.
        public var unmatched = 0
        /// People who were still counted at the last reset.
        public var leftOver = 0
    }

    /// What the time did to the count.
    public enum Change: Hashable, Sendable {
        /// Nobody is inside any more: the day is over.
        case reset
        /// Some were taken for gone.
        case timedOut
    }

    /// Whether one more may come in.
    public enum Room: Sendable {
        case free
        case full
        /// As many came today as may come in one day.
        case fullToday
    }

    /// More are never counted.
    public static let bounds = 0...100_000

    public var rules: OccupancyRules
    public var level: OccupancyLevel?
    /// How many came in since the last reset whom the limits hold for.
    public private(set) var admitted = 0
    public private(set) var drift = Drift()
    /// When each person inside is taken for gone, the earliest first.
    private var ends: [MonotonicTime] = []
    /// The day of the last reset; nil while no day is sure.
    private var day: Int64?

    public init(rules: OccupancyRules) { self.rules = rules }

    public var inside: Int { ends.count }
    public var capacity: Int? { rules.capacity(at: level) }

    /// When `tick` would take somebody for gone.
    public var due: MonotonicTime? { ends.first }

    /// Whether one more may come in, apart from those whom no limit holds for.
    public var room: Room {
        if let capacity, inside >= capacity { return .full }
        if let cap = rules.dailyCap, admitted >= cap { return .fullToday }
        return .free
    }

    /// How many will be inside after somebody crossed.
    public func inside(after crossing: Crossing) -> Int {
        switch crossing {
        case .entry: min(inside + 1, Self.bounds.upperBound)
        case .exit: max(inside - 1, 0)
        }
    }

    /// Somebody came in `ago`.
    /// - Parameter isLimited: whether the limits hold for this person.
    public mutating func enter(isLimited: Bool, at now: MonotonicTime, ago: Duration = .zero) {
        if isLimited { admitted += 1 }
        guard inside < Self.bounds.upperBound else { return }
        insert(end: now + max(.zero, rules.stay - max(.zero, ago)))
    }

    /// Whoever was counted last did not come in after all: the lock failed.
    /// - Parameter isLimited: whether the limits hold for this person.
    public mutating func takeBack(isLimited: Bool) {
        if isLimited { admitted = max(admitted - 1, 0) }
        _ = ends.popLast()
    }

    /// Somebody left. With nobody inside there is nobody to take away, and the count was wrong.
    public mutating func leave() {
        if ends.isEmpty { drift.unmatched += 1 } else { ends.removeFirst() }
    }

    /// Somebody counted. Values outside of `bounds` are brought into them.
    public mutating func set(_ count: Int, at now: MonotonicTime) {
        let wanted = min(max(count, Self.bounds.lowerBound), Self.bounds.upperBound)
        if wanted < inside {
            ends.removeFirst(inside - wanted)
        } else {
            for _ in inside..<wanted { insert(end: now + rules.stay) }
        }
    }

    /// The count of a new day begins.
    public mutating func reset() {
        drift = Drift(leftOver: inside)
        admitted = 0
        ends = []
    }

    /// People were taken for gone until `count` are left, as a row says.
    public mutating func timeOut(to count: Int) {
        guard count >= 0, count < inside else { return }
        drift.timedOut += inside - count
        ends.removeFirst(inside - count)
    }

    /// The clock of a row that was counted before the start: the last sure one tells the day from which the counts go on.
    public mutating func resume(on clock: Clock) {
        if clock.state != .untrusted { day = clock.local.day(beginningAt: rules.resetMinute) }
    }

    /// Lets the time pass, and gives what that did.
    ///
    /// Only a sure clock begins a day, and each day begins once: a clock or a zone that goes back over a reset does not repeat
    /// it, and one that was far ahead and is right again does not put the next one off.
    public mutating func tick(at now: MonotonicTime, on clock: Clock) -> Change? {
        if clock.state != .untrusted {
            let today = clock.local.day(beginningAt: rules.resetMinute)
            let last = day ?? today
            if today > last {
                day = today
                reset()
                return .reset
            }
            if day == nil || today < last - 1 { day = today }
        }
        let gone = ends.prefix { $0 <= now }.count
        guard gone > 0 else { return nil }
        timeOut(to: inside - gone)
        return .timedOut
    }

    private mutating func insert(end: MonotonicTime) {
        let place = ends.lastIndex { $0 <= end }.map { $0 + 1 } ?? 0
        ends.insert(end, at: place)
    }
}
