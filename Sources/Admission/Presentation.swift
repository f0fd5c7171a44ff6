import Credentials
import Vocabulary

/// What makes a sighting a presentation: one person showing one code once.
public struct PresentationRules: Hashable, Sendable {
    /// The least side of a code in pixels, as the root of its area: smaller ones are on somebody's chest or across the room.
    public var minSize: Double = 60
    /// The fastest a held code moves, in its own sides a second. By its own size, so that it means the same near and far.
    public var maxMotion: Double = 2.5
    /// How long a code must have been out of view before showing it is a new presentation.
    public var outOfView: Duration = .seconds(3)
    /// The least time from one decision to the next, so that each person sees the answer that is theirs.
    public var turn: Duration = .milliseconds(500)

    public init() {}
}

/// Turns what is seen, frame by frame, into presentations to be decided, one at a time.
///
/// Motion needs two frames: a code is presented in the second frame that shows it, 33 ms after the first.
public struct PresentationTracker: Sendable {
    /// One code in view.
    private struct Shown {
        var payload: Payload
        var firstSeen: MonotonicTime
        var lastSeen: MonotonicTime
        var centre: Point
        var side: Double
        var isSteady: Bool
        var isDecided: Bool
    }

    /// A code to be decided now.
    public struct Presentation: Sendable, Hashable {
        public var payload: Payload
        /// When the first frame that showed it was taken.
        public var firstSeen: MonotonicTime
    }

    /// More codes than this are not remembered at once; the one longest out of view makes room.
    static let capacity = 32

    /// How many codes are remembered now.
    var remembered: Int { shown.count }

    public var rules: PresentationRules
    private var shown: [Shown] = []
    private var lastDecision: MonotonicTime?

    public init(rules: PresentationRules) { self.rules = rules }

    /// Takes in one frame's sightings, taken at `time`, and gives the presentation to decide now, if there is one.
    ///
    /// Of several the largest comes first; the others in turn while they stay in view.
    public mutating func see(_ sightings: [Sighting], at time: MonotonicTime) -> Presentation? {
        shown.removeAll { time - $0.lastSeen >= rules.outOfView }
        for sighting in sightings where !sightings.contains(where: { $0.isLargerCopy(of: sighting) }) {
            note(sighting, at: time)
        }
        if let lastDecision, time - lastDecision < rules.turn { return nil }
        let candidates = shown.indices.filter {
            shown[$0].lastSeen == time && shown[$0].isSteady && !shown[$0].isDecided && shown[$0].side >= rules.minSize
        }
        guard let next = candidates.max(by: { shown[$0].side < shown[$1].side }) else { return nil }
        shown[next].isDecided = true
        lastDecision = time
        return Presentation(payload: shown[next].payload, firstSeen: shown[next].firstSeen)
    }

    private mutating func note(_ sighting: Sighting, at time: MonotonicTime) {
        let side = sighting.outline.area.squareRoot()
        let centre = sighting.outline.centre
        guard let index = shown.firstIndex(where: { $0.payload.isSameCode(as: sighting.payload) }) else {
            makeRoom()
            shown.append(
                Shown(
                    payload: sighting.payload, firstSeen: time, lastSeen: time, centre: centre, side: side,
                    isSteady: false, isDecided: false))
            return
        }
        let elapsed = time - shown[index].lastSeen
        guard elapsed > .zero else { return }
        let dx = centre.x - shown[index].centre.x
        let dy = centre.y - shown[index].centre.y
        let moved = (dx * dx + dy * dy).squareRoot()
        let seconds = elapsed.inMilliseconds / 1000
        shown[index].isSteady = moved <= rules.maxMotion * max(side, 1) * seconds
        shown[index].lastSeen = time
        shown[index].payload = sighting.payload
        shown[index].centre = centre
        shown[index].side = side
    }

    private mutating func makeRoom() {
        guard shown.count >= Self.capacity,
            let oldest = shown.indices.min(by: { shown[$0].lastSeen < shown[$1].lastSeen })
        else { return }
        shown.remove(at: oldest)
    }
}

extension Sighting {
    /// Of two copies of one code in one frame the larger one counts.
    fileprivate func isLargerCopy(of other: Sighting) -> Bool {
        payload.isSameCode(as: other.payload) && outline.area > other.outline.area
    }
}
