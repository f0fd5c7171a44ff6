/// A minute of the local week: 0 is Monday 00:00, 10,079 is Sunday 23:59.
public struct MinuteOfWeek: Hashable, Comparable, Sendable {
    public static let count = 7 * 24 * 60
    /// Monday 00:00.
    public static let first = MinuteOfWeek(unchecked: 0)
    public let value: Int

    /// Nil outside 0..<10,080.
    public init?(_ value: Int) {
        guard (0..<Self.count).contains(value) else { return nil }
        self.value = value
    }

    private init(unchecked value: Int) { self.value = value }

    public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// When a class of holder is let in: times of the local week.
public struct OpeningHours: Hashable, Sendable {
    /// Half-open ranges of minutes of the week, each within one week.
    public let ranges: [Range<Int>]

    public static let always = OpeningHours(ranges: [0..<MinuteOfWeek.count])

    init(ranges: [Range<Int>]) { self.ranges = ranges }

    /// Reads spans such as `Mon-Fri 07:00-16:00`, `Sat 08:00-12:00`, `daily 22:00-06:00` (which ends on the next day).
    ///
    /// Throws an `UnreadableHours` that names the span.
    public init(spans: [String]) throws(UnreadableHours) {
        var ranges: [Range<Int>] = []
        for span in spans {
            guard let read = Self.read(span) else { throw UnreadableHours(span: span) }
            ranges += read
        }
        self.ranges = ranges
    }

    public func contain(_ minute: MinuteOfWeek) -> Bool { ranges.contains { $0.contains(minute.value) } }

    private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static func read(_ span: String) -> [Range<Int>]? {
        let parts = span.lowercased().split(separator: " ")
        guard parts.count == 2, let days = readDays(parts[0]) else { return nil }
        let times = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        guard times.count == 2, let from = readTime(times[0]), let until = readTime(times[1]), from != until else {
            return nil
        }
        let length = until > from ? until - from : until + 24 * 60 - from
        guard length > 0 else { return nil }
        return days.flatMap { day -> [Range<Int>] in
            let start = day * 24 * 60 + from
            let end = start + length
            guard end > MinuteOfWeek.count else { return [start..<end] }
            return [start..<MinuteOfWeek.count, 0..<end - MinuteOfWeek.count]
        }
    }

    private static func readDays(_ text: Substring) -> [Int]? {
        if text == "daily" { return Array(0..<7) }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { days.firstIndex(of: String($0)) }
        guard let first = ends.first, let from = first, ends.count <= 2, let last = ends.last, let until = last else {
            return nil
        }
        return (0...(until - from + 7) % 7).map { (from + $0) % 7 }
    }

    /// Minutes of a day from `07:00`; 24:00 is the end of it.
    public static func readTime(_ text: some StringProtocol) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == 58,
            [0, 1, 3, 4].allSatisfy({ (48...57).contains(bytes[$0]) })
        else { return nil }
        let digits = bytes.map { Int($0) - 48 }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[3] * 10 + digits[4])
        guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
        return hour * 60 + minute
    }
}

/// A span of opening hours that cannot be read.
public struct UnreadableHours: Error, Hashable, CustomStringConvertible {
    public let span: String

    public init(span: String) { self.span = span }

    public var description: String {
        "opening hours \"\(span)\" cannot be read: write them as \"Mon-Fri 07:00-16:00\" or \"daily 08:00-20:00\""
    }
}
