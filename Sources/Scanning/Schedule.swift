/// Which attempts over the whole frame follow on the codes drawn anew.
///
/// They are dear and seldom read what the drawings do not, so in a moving scene they are paid from savings: each frame saves a
/// little, more when nothing was read, and when there is enough the next attempt of the table is made. One code is in view
/// for many frames, so what differs belongs into different frames. A scene that has come to rest has time: all of them are
/// made over it once, and then it needs no further look.
struct Schedule {
    /// What is made over a still scene, frame by frame.
    static let rows: [[WholeAttempt]] = [
        [.halfThreshold, .plain],
        [.halfThresholdInverted, .threshold],
        [.half, .thresholdInverted],
    ]
    /// What takes turns while the scene moves.
    static let turns: [WholeAttempt] = [
        .halfThreshold, .threshold, .half, .halfThresholdInverted, .plain, .thresholdInverted,
    ]

    /// What a frame saves, in hundredths of a plain scan: one in which nothing was read, and one in which something was. A
    /// code that stays in view, such as a poster's, must not hide one that only another attempt reads.
    static let saving = 2
    static let savingWhenRead = 1

    /// No more is saved than the dearest attempt costs.
    private var savings = 0
    private var turn = 0
    /// Rows not yet made since the scene last changed.
    private var left = rows.count

    /// Whether a scene that has not changed needs no further look.
    var isDone: Bool { left == 0 }

    /// What to do with a frame, which shows the scene unchanged or not, and in whose drawings something was read or not.
    mutating func next(isStill: Bool, read: Bool) -> ArraySlice<WholeAttempt> {
        if isStill {
            left = max(0, left - 1)
            return Self.rows[Self.rows.count - 1 - left][...]
        }
        left = Self.rows.count
        savings = min(100, savings + (read ? Self.savingWhenRead : Self.saving))
        let attempt = Self.turns[turn]
        guard savings >= attempt.cost else { return [] }
        savings -= attempt.cost
        defer { turn = (turn + 1) % Self.turns.count }
        return Self.turns[turn...turn]
    }
}
