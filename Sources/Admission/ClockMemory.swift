import Vocabulary

/// What outlives a restart of the program.
public struct ClockMemory: Hashable, Sendable {
    /// The time at an instant of the boot, from which it is counted.
    public struct Count: Hashable, Sendable {
        public var time: WallTime
        public var at: BootTime

        public init(time: WallTime, at: BootTime) {
            self.time = time
            self.at = at
        }
    }

    public var count: Count?
    /// The sources that stand by the count, and when each last did.
    public var standing: [TimeSource: BootTime] = [:]
    /// The last evidence, also of a source that no longer stands by it.
    public var lastEvidence: BootTime?
    /// When the board's clock was last set by the network, as that clock had it: each time counts once.
    public var synchronised: WallTime?
    /// The learned part of the floor.
    public var floor: WallTime?
    /// The newest time code that was taken: no other as old is ever taken again.
    public var newestCode: WallTime?

    public init() {}

    /// What outlives the boot: how long the board was off, nobody counted.
    public var afterBoot: Self {
        var memory = ClockMemory()
        memory.floor = floor
        memory.newestCode = newestCode
        return memory
    }
}
