/// How many are inside a station, and how many may be.
public struct OccupancyStatus: Codable, Hashable, Sendable {
    public var inside: Int
    /// How many may be inside; nil: people are only counted.
    public var capacity: Int?
    /// The level that an officer set, 1 to 4; nil: none.
    public var level: Int?
    /// How much of the rooms may be used, in percent.
    public var percentage: Int
    /// `hard`: whoever comes when it is full waits; `soft`: an officer decides.
    public var limit: String
    /// Whether members come in also when it is full.
    public var areMembersExempt: Bool
    /// Whether as many are inside, or came today, as may.
    public var isFull: Bool
    /// How many came in since the last reset whom the limits hold for.
    public var admitted: Int
    /// How many of them may in one day.
    public var dailyCap: Int?
    /// How many were told to wait and have not come in since.
    public var waiting: Int
    /// What is known to be wrong with the count since the last reset.
    public var drift: DriftStatus

    public init(
        inside: Int, capacity: Int?, level: Int?, percentage: Int, limit: String, areMembersExempt: Bool, isFull: Bool,
        admitted: Int, dailyCap: Int?, waiting: Int, drift: DriftStatus
    ) {
        self.inside = inside
        self.capacity = capacity
        self.level = level
        self.percentage = percentage
        self.limit = limit
        self.areMembersExempt = areMembersExempt
        self.isFull = isFull
        self.admitted = admitted
        self.dailyCap = dailyCap
        self.waiting = waiting
        self.drift = drift
    }
}

public struct DriftStatus: Codable, Hashable, Sendable {
    /// People who were inside for too long and were taken for gone.
    public var timedOut: Int
    /// People who left when nobody was inside.
    public var unmatched: Int
    /// People who were still counted at the last reset.
    public var leftOver: Int

    public init(timedOut: Int, unmatched: Int, leftOver: Int) {
        self.timedOut = timedOut
        self.unmatched = unmatched
        self.leftOver = leftOver
    }
}

/// How many were inside over the day: the answer to `occupancy-day`.
public struct OccupancyDayStatus: Codable, Hashable, Sendable {
    /// The local minute of the day at which it begins.
    public var reset: Int
    /// How long each of `peaks` is.
    public var minutes: Int
    /// How many were inside at most, the first from the reset on; null where the station was off or did not know the time.
    public var peaks: [Int?]
    /// Whom the gate let in since the reset only because it observes, the most first.
    public var observed: [ObservedStatus]

    public init(reset: Int, minutes: Int, peaks: [Int?], observed: [ObservedStatus]) {
        self.reset = reset
        self.minutes = minutes
        self.peaks = peaks
        self.observed = observed
    }
}

/// People of one class whose passes would have kept them out for one reason.
public struct ObservedStatus: Codable, Hashable, Sendable {
    /// `member` or `visitor`; nil where no credential said it.
    public var `class`: String?
    public var reason: String
    public var count: Int
    /// When the first and the last one came, in the station's local time; nil where it did not know the time.
    public var first: String?
    public var last: String?

    public init(class: String?, reason: String, count: Int, first: String?, last: String?) {
        self.class = `class`
        self.reason = reason
        self.count = count
        self.first = first
        self.last = last
    }
}

/// How strictly a class of holder is judged.
public struct PhaseStatus: Codable, Hashable, Sendable {
    /// `open`, `observe`, `enforce` or `closed`.
    public var phase: String
    /// What comes next; nil where nothing will change.
    public var next: String?
    /// From when on that holds, in the station's local time, as `2021-09-06 07:00`.
    public var from: String?
    /// True where somebody closed by hand, whatever the configuration has.
    public var byHand: Bool?

    public init(phase: String, next: String?, from: String?, byHand: Bool? = nil) {
        self.phase = phase
        self.next = next
        self.from = from
        self.byHand = byHand
    }
}
