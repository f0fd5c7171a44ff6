/// How long people waited from the first sight of their code to what was decided of it, in steps of 10 ms.
struct DecisionTimes: Sendable {
    static let step = 10
    /// The last one has all that took longer.
    private var counts = [Int](repeating: 0, count: 1001)
    private(set) var count = 0

    mutating func take(_ milliseconds: Int) {
        counts[min(max(milliseconds, 0) / Self.step, counts.count - 1)] += 1
        count += 1
    }

    /// So many of a hundred were decided within these milliseconds; nil where nobody was.
    func milliseconds(within percent: Int) -> Int? {
        guard count > 0 else { return nil }
        let wanted = max(1, (count * percent + 99) / 100)
        var sum = 0
        for (place, more) in counts.enumerated() {
            sum += more
            if sum >= wanted { return (place + 1) * Self.step }
        }
        return nil
    }
}
