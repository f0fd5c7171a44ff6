import Vocabulary

/// What a clock on the wall shows, whatever its zone.
public struct LocalTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Since 1970-01-01 00:00 on that clock.
    public let seconds: Int64

    public init(seconds: Int64) { self.seconds = seconds }

    /// Reads `2021-09-06`, which is its first minute, and `2021-09-06 07:30`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let date = parts.first, date.utf8.count == 10, parts.count <= 2,
            parts.count == 1 || parts[1].utf8.count == 5,
            let time = WallTime(rfc3339: "\(date)T\(parts.count == 2 ? String(parts[1]) : "00:00"):00Z")
        else { return nil }
        seconds = time.seconds
    }

    /// `2021-09-06 07:30`.
    public var description: String {
        let text = WallTime(seconds: seconds).rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    /// The number of the day, where days begin at `minute` of the day.
    package func day(beginningAt minute: Int) -> Int64 {
        let (days, rest) = (seconds - Int64(minute) * 60).quotientAndRemainder(dividingBy: 86_400)
        return rest < 0 ? days - 1 : days
    }

    public static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }
}

extension Clock {
    /// The time here: no zone is a whole half week from UTC, so `minute` tells the zone.
    public var local: LocalTime {
        let week = Int64(MinuteOfWeek.count)
        // 1970-01-01 was a Thursday, three days after the week began.
        let utc = time.seconds / 60 + 3 * 1440
        let offset = ((Int64(minute.value) - utc + week / 2) % week + week) % week - week / 2
        return LocalTime(seconds: time.seconds + offset * 60)
    }
}
