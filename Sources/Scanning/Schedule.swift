/// Which attempts are made over which frame.
///
/// A code is in view for many frames, so what differs belongs into different frames: each takes one row of the table,
/// from left to right until something is read. A row that read is taken again; one that did not makes way for the next.
struct Schedule {
    /// The attempts of one frame.
    struct Turn {
        let attempts: [AttemptKind]
        /// Whether the first attempt that reads something is the last.
        let endsOnSight: Bool
    }

    /// On footage of a gate these read 59 of 71 sequences where plain scans read 47, for 0.6 to 0.7 of their cost.
    static let rows: [[AttemptKind]] = [
        [.halfThreshold, .threshold],
        [.halfThreshold, .halfThresholdInverted, .half],
        [.halfThreshold, .plain],
        [.halfThreshold, .thresholdInverted],
    ]

    /// While something is read, every so manieth frame takes another row, and to its end: a code that stays in view, such
    /// as a poster's, must not hide one that only another attempt reads.
    static let thoroughness = 4

    private var row = 0
    private var thoroughRow = 0
    /// Frames in a row in which something was read.
    private var reads = 0
    /// Frames scanned without success since the scene last changed.
    private var failures = 0
    private var isThorough = false
    private var hasRead = false

    /// Whether a scene that has not changed since needs no further look: it was read, or every row has failed.
    var isDone: Bool { hasRead || failures >= Self.rows.count }

    /// Something moved: what was read or not read before says nothing about this frame.
    mutating func sceneChanged() {
        hasRead = false
        failures = 0
    }

    /// What to do with the frame at hand.
    mutating func next() -> Turn {
        isThorough = reads > 0 && reads.isMultiple(of: Self.thoroughness)
        guard isThorough else { return Turn(attempts: Self.rows[row], endsOnSight: true) }
        thoroughRow = (thoroughRow + 1) % Self.rows.count
        return Turn(attempts: Self.rows[thoroughRow], endsOnSight: false)
    }

    /// The frame's attempts are made; `read` says whether any read something.
    mutating func ended(read: Bool) {
        hasRead = read
        guard !read else {
            reads &+= 1
            return
        }
        reads = 0
        failures += 1
        if !isThorough { row = (row + 1) % Self.rows.count }
    }
}
