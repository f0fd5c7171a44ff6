import Credentials
import Vocabulary

/// How strictly people had to keep away from each other (PPKM, Instruksi Menteri Dalam Negeri, 2021 to 2022).
public enum OccupancyLevel: Int, Sendable, CaseIterable {
    case one = 1
    case two, three, four
}

/// How many may be inside, and how they are counted.
public struct OccupancyRules: Hashable, Sendable {
    /// What happens when as many are inside as may be.
    public enum Limit: String, Sendable, CaseIterable {
        /// Nobody comes in.
        case hard
        /// An officer decides.
        case soft
    }

    /// How many the rooms hold; nil: people are counted, and it is never full.
    public var base: Int?
    /// How much of `base` may be used while no level is set.
    public var percentage = 100
    /// The same for the levels 1 to 4: those of offices in Instruksi Mendagri 13/2022 and 21/2022.
    public var percentages: [OccupancyLevel: Int] = [.one: 100, .two: 75, .three: 50, .four: 25]
    /// How many may come in from one reset to the next.
    public var dailyCap: Int?
    public var limit = Limit.hard
    /// Whether members come in also where it is full for visitors.
    public var areMembersExempt = true
    /// The local minute of the day at which nobody is inside any more.
    public var resetMinute = 180
    /// Whoever has been inside for longer left unseen.
    public var stay: Duration = .seconds(12 * 3600)

    public init() {}

    /// How many may be inside; a fraction of a person is none.
    public func capacity(at level: OccupancyLevel?) -> Int? {
        base.map { $0 * percentage(at: level) / 100 }
    }

    public func percentage(at level: OccupancyLevel?) -> Int {
        level.flatMap { percentages[$0] } ?? percentage
    }

    /// Whether the limits hold for a holder of this class; nil where no credential said it.
    public func limits(_ holder: HolderClass?) -> Bool { holder != .member || !areMembersExempt }
}
