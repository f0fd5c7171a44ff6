import Vocabulary

/// The time before which no clock can be right.
///
/// It follows the time that was believed, and the rows written meanwhile, a day behind and never more than five times as
/// fast as the station runs. So it keeps up on a board that runs forty hours a week, and a wrong time in the future that
/// was believed for a day makes the gate doubt the right one for three days at most: believed for six hours, not at all.
public struct ClockFloor: Hashable, Sendable {
    /// When the program was built. Nothing goes below it.
    public let built: WallTime
    /// What was learned from believed time.
    public private(set) var learned: WallTime?

    static let lag = Duration.seconds(86400)
    static let pace = 5
    /// 2100-01-01: a clock that says more is broken.
    static let ceiling = WallTime(seconds: 4_102_444_800)

    public init(built: WallTime, learned: WallTime? = nil) {
        self.built = built
        self.learned = learned
    }

    public var time: WallTime { max(built, learned ?? built) }

    /// `time` was believed, and had been for `elapsed`.
    mutating func follow(_ time: WallTime, for elapsed: Duration) {
        let wanted = time - Self.lag
        guard wanted > self.time, elapsed > .zero else { return }
        learned = min(wanted, self.time + elapsed * Self.pace)
    }

    /// Where what was learned is lost: the newest row that was written while the time was believed.
    mutating func learn(fromRowAt time: WallTime) { learned = time - Self.lag }

    /// By command, up or down. Throws `belowFloor` for a time before the program was built, `beyondCeiling` for one that no right
    /// clock shows.
    mutating func set(_ time: WallTime) throws(ClockRefusal) {
        guard time >= built else { throw .belowFloor }
        guard time < Self.ceiling else { throw .beyondCeiling }
        learned = time
    }

    func check(_ time: WallTime) throws(ClockRefusal) {
        guard time >= self.time else { throw .belowFloor }
        guard time < Self.ceiling else { throw .beyondCeiling }
    }
}
