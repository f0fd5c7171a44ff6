import Vocabulary

/// Who is in the doorway at what time: the acts one after the other, and again from the beginning.
struct SceneScript {
    static let act = 3.0
    /// The doorway is empty before each act, and longer after the last.
    static let pause = 0.7
    static let longPause = 2.0

    /// One act under way.
    struct Moment: Equatable {
        var act: Int
        /// Seconds since it began.
        var seconds: Double
    }

    let count: Int

    /// What is on at `seconds` after the beginning; nil while nobody is there.
    func moment(at seconds: Double) -> Moment? {
        guard count > 0 else { return nil }
        let turn = Self.pause + Self.act
        let within = seconds.truncatingRemainder(dividingBy: Double(count) * turn + Self.longPause)
        let act = Int(within / turn)
        let since = within - Double(act) * turn - Self.pause
        guard act < count, since >= 0 else { return nil }
        return Moment(act: act, seconds: since)
    }
}

/// How far something is that lasts from `start` to `end`: 0 before, 1 after, slow at both ends.
func eased(_ seconds: Double, from start: Double, to end: Double) -> Double {
    let t = min(max((seconds - start) / (end - start), 0), 1)
    return t * t * (3 - 2 * t)
}
