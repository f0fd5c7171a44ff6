import Vocabulary

/// Which attempts of a plan are made over which frame: no more than fit into the frame's budget.
///
/// Codes are drawn anew in each frame. Where finder patterns were found and no code of theirs was read, the attempts over their
/// region take turns, one a frame: a code is in view for many frames, so what differs belongs into different ones. Attempts over
/// the whole frame are dear and seldom read what the drawings do not; in a moving scene they are paid from savings, one after
/// the other. A scene that has come to rest has time: all of them are made over it once, and then it needs no further look.
struct Schedule {
    /// Frames of a still scene that are searched at least: the search has three ways, which take turns.
    private static let leastLooks = 3
    /// However little could be made over it: where it is crowded, nothing is.
    private static let mostLooks = 6

    private let plan: ReadingPlan
    private let isSearching: Bool
    private let regions: [AttemptKind]
    private let wholes: [WholeAttempt]
    /// What is left of the frame's budget.
    private var left = 0
    private var isStill = false
    private var savings = 0
    private var regionTurn = 0
    private var wholeTurn = 0
    /// Looks at the scene since it last changed, and attempts over the whole of it.
    private var looks = 0
    private var made = 0

    init(_ plan: ReadingPlan) {
        self.plan = plan
        let affordable = plan.attempts.filter { !plan.unaffordable.contains($0) }
        isSearching = affordable.contains(.redrawn)
        regions = affordable.filter { $0.reach == .region }
        wholes = affordable.compactMap { WholeAttempt($0) }
    }

    /// Whether a scene that has not changed needs no further look.
    var isDone: Bool {
        plan.skipsStillFrames && looks >= max(Self.leastLooks, regions.count)
            && (made >= wholes.count || looks >= Self.mostLooks)
    }

    /// A frame begins, which shows the scene unchanged or not. Whether codes are to be drawn anew.
    mutating func begin(isStill: Bool) -> Bool {
        self.isStill = isStill && plan.skipsStillFrames
        left = plan.budget
        if self.isStill { looks += 1 } else { (looks, made) = (0, 0) }
        guard isSearching else { return false }
        left -= AttemptKind.redrawn.cost
        return true
    }

    /// How the region of a code that was not read is shown to zbar in this frame; nil for not at all.
    mutating func region() -> AttemptKind? {
        guard !regions.isEmpty, regions[regionTurn].cost <= left else { return nil }
        defer { regionTurn = (regionTurn + 1) % regions.count }
        left -= regions[regionTurn].cost
        return regions[regionTurn]
    }

    /// What a frame saves, in which something was read or not: a code that stays in view, such as a poster's, must not hide one
    /// that only another attempt reads.
    mutating func save(read: Bool) {
        guard !isStill, !wholes.isEmpty else { return }
        // No more than the dearest attempt costs.
        savings = min(100, savings + (read ? (plan.saving + 1) / 2 : plan.saving))
    }

    /// The next attempt over the whole frame; nil where there is no further one for this frame.
    mutating func whole() -> WholeAttempt? {
        guard !wholes.isEmpty else { return nil }
        let attempt = wholes[wholeTurn]
        guard attempt.kind.cost <= left else { return nil }
        if isStill {
            guard made < wholes.count else { return nil }
            made += 1
        } else {
            guard attempt.kind.cost <= savings else { return nil }
            savings -= attempt.kind.cost
        }
        left -= attempt.kind.cost
        wholeTurn = (wholeTurn + 1) % wholes.count
        return attempt
    }
}
