/// What the frames that could not be read showed of one code, summed: what glare or noise hides in one is seen in another.
struct Evidence: ~Copyable {
    /// How many searches may lie between two frames of one code.
    private static let patience = 10
    private(set) var samples = Samples()
    private var lastTurn = 0
    private var frames = 0

    /// Adds a frame's samples where they are of the code seen last, else begins anew with them. True where there is more to
    /// go by than these alone.
    mutating func gather(_ new: borrowing Samples, turn: Int) -> Bool {
        defer { lastTurn = turn }
        guard frames > 0, turn - lastTurn <= Self.patience, samples.resembles(new) else {
            samples.become(new)
            frames = 1
            return false
        }
        samples.add(new)
        frames += 1
        return true
    }

    /// Gives all that is known of the code, made good; false where it cannot be.
    func correct(_ corrector: borrowing Corrector, _ layout: borrowing Layout, into corrected: inout Samples) -> Bool {
        corrected.become(samples)
        return corrector.correct(&corrected, layout)
    }
}
