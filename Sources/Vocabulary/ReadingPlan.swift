/// Which attempts a scanner may make over the frames, in which order, and what they may cost. Costs are hundredths of a plain
/// scan, which is one zbar scan of the whole frame for QR codes alone.
public struct ReadingPlan: Hashable, Sendable {
    /// The plans that have a name.
    public enum Preset: String, Sendable, CaseIterable {
        /// For a board that has little to spend: a Pi Zero 2 or 3.
        case frugal
        case balanced
        /// For a board that has nothing else to do.
        case thorough
    }

    /// Each at most once. `redrawn` comes first wherever it stands; of each reach the attempts take turns in this order.
    public var attempts: [AttemptKind]
    /// The most that one frame may cost: an attempt that does not fit into what is left is not begun.
    public var budget: Int
    /// What each frame of a moving scene saves for attempts over the whole frame.
    public var saving: Int
    /// Whether a frame in which nothing has changed is left alone.
    public var skipsStillFrames = true

    /// What a budget may be.
    public static let budgetBounds = 15...1000

    public init(attempts: [AttemptKind], budget: Int, saving: Int, skipsStillFrames: Bool = true) {
        self.attempts = attempts
        self.budget = budget
        self.saving = saving
        self.skipsStillFrames = skipsStillFrames
    }

    public init(_ preset: Preset) {
        switch preset {
        case .frugal:
            self.init(attempts: [.redrawn, .region, .halfThreshold], budget: 40, saving: 1)
        case .balanced:
            self.init(
                attempts: [
                    .redrawn, .region, .regionSmooth, .regionEven, .halfThreshold, .plain, .halfThresholdInverted,
                    .threshold, .half, .thresholdInverted,
                ], budget: 140, saving: 1)
        case .thorough:
            self.init(
                attempts: [
                    .redrawn, .regionEven, .region, .regionSmooth, .halfThreshold, .plain, .halfThresholdInverted,
                    .threshold, .half, .thresholdInverted,
                ], budget: 300, saving: 40)
        }
    }

    /// One plain scan of every frame and nothing else: what the others are measured against.
    public static let plain = ReadingPlan(attempts: [.plain], budget: 100, saving: 100, skipsStillFrames: false)

    /// The attempts of its own that never fit into its budget.
    public var unaffordable: [AttemptKind] {
        let first = attempts.contains(.redrawn) ? AttemptKind.redrawn.cost : 0
        return attempts.filter { $0.cost + ($0 == .redrawn ? 0 : first) > budget }
    }
}
