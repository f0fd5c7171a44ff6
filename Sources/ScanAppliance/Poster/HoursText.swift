import Admission

/// Opening hours for people: days that are alike together, each with its times.
struct HoursText {
    private static let dayLength = 24 * 60

    let hours: OpeningHours
    let text: PosterText

    var words: String {
        guard hours != .always else { return text.always }
        let days = (0..<7).map(times)
        var parts: [String] = []
        var first = 0
        while first < 7 {
            let last = (first..<7).last { days[first...$0].allSatisfy { $0 == days[first] } } ?? first
            if !days[first].isEmpty {
                let name = first == last ? text.days[first] : "\(text.days[first])–\(text.days[last])"
                parts.append("\(name) \(days[first].joined(separator: ", "))")
            }
            first = last + 1
        }
        return parts.joined(separator: "; ")
    }

    /// The times of one day, as `07:00–16:00`; what goes on over midnight ends and begins there.
    private func times(of day: Int) -> [String] {
        let start = day * Self.dayLength
        return hours.ranges.map { $0.clamped(to: start..<start + Self.dayLength) }.filter { !$0.isEmpty }
            .sorted { $0.lowerBound < $1.lowerBound }
            .map { "\(time($0.lowerBound - start))–\(time($0.upperBound - start))" }
    }

    private func time(_ minutes: Int) -> String {
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(digits(minutes / 60))\(text.clockSeparator)\(digits(minutes % 60))"
    }
}
