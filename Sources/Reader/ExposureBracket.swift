import Vocabulary

/// Tries other exposures while something looks like a code and is not read, and returns to the camera's own. Says what to do
/// and does nothing.
struct ExposureBracket {
    /// What a frame showed.
    enum View {
        case read
        /// What looks like a code, of which nothing was read.
        case unread
        case nothing
    }

    /// A code is held up unread for so long before anything is tried; a shorter gap between two such frames is none.
    static let patience = Duration.milliseconds(300)
    /// How long each exposure is tried: a camera takes two or three frames to follow, then there are as many looks.
    static let trial = Duration.milliseconds(250)
    /// How long an exposure at which something was read stays after the last time.
    static let hold = Duration.seconds(1)
    /// From the end of a round in which nothing was read to the next one.
    static let rest = Duration.seconds(2)
    /// What is tried, in parts of the camera's own exposure: a display or a print in the sun first, then one in the dark.
    static let factors = [0.5, 0.25, 2]

    private enum State {
        /// Since when something has been unread, and until when it was.
        case watching(since: MonotonicTime, last: MonotonicTime)
        case resting(until: MonotonicTime)
        case trying(Int, until: MonotonicTime)
        case holding(until: MonotonicTime)
    }

    private var state = State.resting(until: MonotonicTime(nanoseconds: 0))

    /// Takes in what a frame showed. Gives by what the camera's own exposure is to be multiplied from now on; nil where it
    /// stays as it is.
    mutating func see(_ view: View, at now: MonotonicTime) -> Double? {
        switch (state, view) {
        case (.resting(let until), .unread) where now >= until: state = .watching(since: now, last: now)
        case (.resting, _): break
        case (.watching, .read): state = .resting(until: now)
        case (.watching(let since, let last), _) where now - last < Self.patience:
            guard view == .unread else { break }
            guard now - since >= Self.patience else {
                state = .watching(since: since, last: now)
                break
            }
            state = .trying(0, until: now + Self.trial)
            return Self.factors[0]
        case (.watching, _): state = .resting(until: now)
        case (.trying, .read), (.holding, .read): state = .holding(until: now + Self.hold)
        case (.trying(let index, let until), _) where now >= until:
            guard index + 1 < Self.factors.count else {
                state = .resting(until: now + Self.rest)
                return 1
            }
            state = .trying(index + 1, until: now + Self.trial)
            return Self.factors[index + 1]
        case (.holding(let until), _) where now >= until:
            state = .resting(until: now)
            return 1
        case (.trying, _), (.holding, _): break
        }
        return nil
    }
}
