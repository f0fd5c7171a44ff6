import Vocabulary

/// What a health certificate says, as far as a policy may ask for it: never a name, never an identifier.
public struct HealthClaims: Hashable, Sendable {
    /// What was done or found. Days are 00:00 UTC of the day that is written.
    public enum Event: Hashable, Sendable {
        /// Dose `dose` of a series of `of`; nil where the certificate does not count. `products` are what the certificate
        /// calls the one vaccine, each by a code system of its own: `EU/1/20/1528`, a CVX number, an ICD-11 code.
        case vaccination(dose: Int?, of: Int?, products: Set<String>, day: WallTime)
        case test(TestKind, isNegative: Bool, sampled: WallTime)
        case recovery(firstPositive: WallTime?, validFrom: WallTime, validUntil: WallTime)
    }

    public enum TestKind: String, Hashable, Sendable {
        /// NAA: PCR and its like.
        case nucleicAcid = "naa"
        /// RAT.
        case antigen = "rat"
        case other
    }

    /// What concerns COVID-19, and nothing else that the certificate says; newest last. A European certificate has one as a
    /// rule, a SMART Health Card all doses.
    public var events: [Event]
    public var birth: Birth?

    public init(events: [Event], birth: Birth?) {
        self.events = events
        self.birth = birth
    }
}

extension HealthClaims.Event {
    /// When it happened: the day of the dose, the sampling, the day from which a recovery counts.
    public var time: WallTime {
        switch self {
        case .vaccination(_, _, _, let day): day
        case .test(_, _, let sampled): sampled
        case .recovery(_, let validFrom, _): validFrom
        }
    }
}

/// When somebody was born, for two questions: how old at least, and how young. It says nothing of itself to a log or a crash.
public struct Birth: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The first and the last day it may have been.
    private let first: WallTime
    private let last: WallTime

    /// From `1998-02-26`, `1998-02` or `1998` (a time behind the date is passed over); nil for anything else.
    public init?(_ text: String) {
        let date = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard let year = date.first, year.utf8.count == 4 else { return nil }
        let months = date.count > 1 ? [String(date[1])] : ["01", "12"]
        let days = date.count > 2 ? [String(date[2])] : ["01", "28", "29", "30", "31"]
        let possible = months.flatMap { month in
            days.compactMap { WallTime(rfc3339: "\(year)-\(month)-\($0)T00:00:00Z") }
        }
        guard let first = possible.first, let last = possible.last else { return nil }
        self.first = first
        self.last = last
    }

    /// Whether its bearer is surely `years` old at `time`; a person born on 29 February is from 28 February on.
    public func isAtLeast(_ years: Int, at time: WallTime) -> Bool { Self.hasPassed(years, since: last, at: time) }

    /// Whether its bearer is surely not yet `years` old at `time`.
    public func isYounger(than years: Int, at time: WallTime) -> Bool {
        !Self.hasPassed(years, since: first, at: time)
    }

    private static func hasPassed(_ years: Int, since day: WallTime, at time: WallTime) -> Bool {
        let now = time.rfc3339.prefix(10)
        let born = day.rfc3339.prefix(10)
        guard let year = Int(born.prefix(4)), let thisYear = Int(now.prefix(4)) else { return false }
        let birthday = born.suffix(6) == "-02-29" ? "-02-28" : born.suffix(6)
        return thisYear - year > years || (thisYear - year == years && now.suffix(6) >= birthday)
    }

    public var description: String { "withheld" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension WallTime {
    /// 00:00 UTC of a day written `2021-02-18`; what stands behind the date is passed over, since some add a time.
    init?(day text: String) {
        let rest = text.dropFirst(10)
        guard rest.isEmpty || rest.first == "T" else { return nil }
        self.init(rfc3339: text.prefix(10) + "T00:00:00Z")
    }

    /// A time of RFC 3339, whose offset may also be written `+07` and `+0700`: the European schema allows all three for a test
    /// (EU DCC schema 1.3.0, `sc`).
    init?(sampled text: String) {
        let offset = String(text.dropFirst(19).drop { $0 != "+" && $0 != "-" })
        let minutes: String
        switch offset.utf8.count {
        case 3: minutes = offset + ":00"
        case 5: minutes = "\(offset.prefix(3)):\(offset.suffix(2))"
        default: minutes = offset
        }
        self.init(rfc3339: text.dropLast(offset.count) + minutes)
    }
}
