import Vocabulary

/// How many were inside at most in each quarter of an hour of a day that begins with the reset.
public struct OccupancyDay: Hashable, Sendable {
    /// Minutes of one entry of `peaks`.
    public static let minutes = 15

    /// 96, the first one from the reset on; nil where the station was off or did not know the time.
    public private(set) var peaks = [Int?](repeating: nil, count: 1440 / minutes)

    public init() {}

    /// So many are inside now.
    public mutating func note(_ inside: Int, on clock: Clock, resetAt minute: Int) {
        guard clock.state != .untrusted else { return }
        let second = (clock.local.seconds - Int64(minute) * 60) % 86_400
        let place = Int((second + 86_400) % 86_400) / (Self.minutes * 60)
        peaks[place] = max(peaks[place] ?? 0, inside)
    }
}
