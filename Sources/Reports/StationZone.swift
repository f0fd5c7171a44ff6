import Admission
import Foundation
import Vocabulary

/// The station's local time, whatever its zone did since. Asked of the zone once a quarter of an hour: no zone changes its
/// offset within one.
public struct StationZone: Sendable {
    private static let quarter: Int64 = 900

    private let zone: TimeZone
    private var known: (quarter: Int64, offset: Int64)?

    public init(_ zone: TimeZone) { self.zone = zone }

    /// What the station's wall clock showed.
    public mutating func local(at time: WallTime) -> LocalTime {
        let (seconds, quarter) = (time.seconds, time.seconds / Self.quarter)
        if known?.quarter != quarter {
            known = (quarter, Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))))
        }
        return LocalTime(seconds: seconds + (known?.offset ?? 0))
    }
}

/// What a report tells of: from a local time to another.
public struct ReportSpan: Hashable, Sendable {
    public enum Length: String, Sendable, CaseIterable {
        case day, week, month
    }

    public let times: Range<WallTime>

    public init(times: Range<WallTime>) { self.times = times }

    /// The day, the week from Monday on, or the month in which `time` is, by the calendar of `zone`.
    public init(_ length: Length, at time: WallTime, in zone: TimeZone) {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = zone
        let unit: Calendar.Component = [.day: .day, .week: .weekOfYear, .month: .month][length]!
        let date = Date(timeIntervalSince1970: Double(time.seconds))
        let interval = calendar.dateInterval(of: unit, for: date) ?? DateInterval(start: date, duration: 86_400)
        times = interval.start.wall..<interval.end.wall
    }

    /// The first instant of a local day or minute such as `2024-02-29` or `2024-02-29 07:30`; nil for anything else.
    public static func instant(_ text: String, in zone: TimeZone) -> WallTime? {
        guard let local = LocalTime(text) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC")!
        let wanted = Date(timeIntervalSince1970: Double(local.seconds))
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: wanted)
        calendar.timeZone = zone
        return calendar.date(from: parts)?.wall
    }
}

extension Date {
    fileprivate var wall: WallTime { WallTime(seconds: Int64(timeIntervalSince1970)) }
}
