import Credentials
import Vocabulary

/// Who was referred last at a gate, for as long as an officer may still let this person in.
struct ReferralWindow: Sendable {
    /// Counts for whoever is referred from now on.
    var length: Duration
    private var referred: Examination?
    private var end = MonotonicTime(nanoseconds: 0)

    init(length: Duration) { self.length = length }

    /// Somebody was referred; whoever was before is forgotten.
    mutating func open(for examination: Examination, at now: MonotonicTime) {
        referred = examination
        end = now + length
    }

    /// How long the person may still be let in; nil where there is nobody.
    func remaining(at now: MonotonicTime) -> Duration? { referred != nil && now < end ? end - now : nil }

    /// What was referred; nil where there is nobody or the time is over.
    func current(at now: MonotonicTime) -> Examination? { now < end ? referred : nil }

    /// Nobody waits any more.
    mutating func close() { referred = nil }
}
