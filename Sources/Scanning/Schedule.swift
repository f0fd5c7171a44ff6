/// Which attempts are made over which frame.
///
/// A code is in view for many frames, so what differs belongs into different frames: each takes one row of the table,
/// from left to right until something is read. A row that read is taken again; one that did not makes way for the next.
/// When the scene comes to rest, every row is gone through to its end once, and then it needs no further look.
struct Schedule {
    /// The attempts of one frame.
    struct Turn {
        let row: Int
        /// Whether all attempts of the row are made, also when something has been read.
        let isWhole: Bool

        var attempts: [AttemptKind] { Schedule.rows[row] }
    }

    /// On footage of a gate these read 116 of 142 sequences where plain scans read 91, for two thirds of the cost.
    static let rows: [[AttemptKind]] = [
        [.halfThreshold, .threshold],
        [.halfThreshold, .halfThresholdInverted, .half],
        [.halfThreshold, .plain],
        [.halfThreshold, .thresholdInverted],
    ]

    /// While something is read, one frame in so many takes another row, and to its end: a code that stays in view, such as
    /// a poster's, must not hide one that only another attempt reads.
    static let thoroughness = 4

    private var row = 0
    private var thoroughRow = 0
    private var stillRow = 0
    /// Rows not yet gone through to their end since the scene last changed.
    private var left = rows.count
    /// Frames in a row in which something was read.
    private var reads = 0

    /// Whether a scene that has not changed needs no further look.
    var isDone: Bool { left == 0 }

    /// What to do with the next frame, which shows the scene unchanged or not.
    mutating func next(isStill: Bool) -> Turn {
        if isStill {
            stillRow = (stillRow + 1) % Self.rows.count
            left = max(0, left - 1)
            return Turn(row: stillRow, isWhole: true)
        }
        if reads > 0, reads.isMultiple(of: Self.thoroughness) {
            thoroughRow = (thoroughRow + 1) % Self.rows.count
            stillRow = thoroughRow
            left = Self.rows.count - 1
            return Turn(row: thoroughRow, isWhole: true)
        }
        stillRow = row
        left = Self.rows.count
        return Turn(row: row, isWhole: false)
    }

    /// The attempts of `turn` are made; `read` says whether the frame has shown anything.
    mutating func ended(_ turn: Turn, read: Bool) {
        if !turn.isWhole, !read {
            left = Self.rows.count - 1
            row = (row + 1) % Self.rows.count
        }
        if turn.isWhole, read, reads == 0 { row = turn.row }
        reads = read ? reads &+ 1 : 0
    }
}
