import Vocabulary

/// How many were admitted, referred and denied in each quarter of an hour of the last day.
struct DayCounts {
    struct Quarter: Encodable, Hashable {
        /// Seconds since 1970 at which it begins.
        var begin: Int64
        var admit = 0
        var refer = 0
        var deny = 0
    }

    static let length: Int64 = 900
    static let most = 96

    private(set) var quarters: [Quarter] = []

    mutating func count(_ verdict: String, at time: WallTime) {
        let begin = time.seconds / Self.length * Self.length
        // A clock that was set back goes on in the newest quarter.
        if quarters.last.map({ $0.begin < begin }) ?? true { quarters.append(Quarter(begin: begin)) }
        quarters.removeAll { $0.begin <= begin - Self.length * Int64(Self.most) }
        if quarters.count > Self.most { quarters.removeFirst(quarters.count - Self.most) }
        let last = quarters.indices.last ?? 0
        switch verdict {
        case "admit": quarters[last].admit += 1
        case "refer": quarters[last].refer += 1
        default: quarters[last].deny += 1
        }
    }
}
