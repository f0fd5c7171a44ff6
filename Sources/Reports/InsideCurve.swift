import Admission
import Vocabulary

/// How many were inside at most in each quarter of an hour of the day, all days of the span together.
struct InsideCurve: Sendable {
    /// Seconds of one entry of `peaks`.
    static let quarter: Int64 = 900
    /// A count that is older says nothing of now: no day begins without a reset.
    private static let memory: Int64 = 86_400

    /// 96, from midnight on; nil where no row says anything.
    private(set) var peaks = [Int?](repeating: nil, count: 96)
    /// The most there were, when it was first so.
    private(set) var peak: (count: Int, time: WallTime)?
    private var last: (count: Int, seconds: Int64)?

    mutating func note(_ count: Int, at local: LocalTime, of time: WallTime) {
        // As many stay inside until the next row.
        if let last, local.seconds > last.seconds, local.seconds - last.seconds <= Self.memory {
            for seconds in stride(from: last.seconds, to: local.seconds, by: Int(Self.quarter)) {
                raise(LocalTime(seconds: seconds), to: last.count)
            }
            raise(local, to: last.count)
        }
        raise(local, to: count)
        last = (count, local.seconds)
        if count > peak?.count ?? -1 { peak = (count, time) }
    }

    private mutating func raise(_ local: LocalTime, to count: Int) {
        let place = local.secondOfDay / Int(Self.quarter)
        peaks[place] = max(peaks[place] ?? 0, count)
    }
}
