import Credentials
import Vocabulary

/// Whom the gate let in since the reset only because it observed: how many, for what, and from when to when.
public struct ObservedDay: Hashable, Sendable {
    /// People of one class whose passes were worth the same.
    public struct Group: Hashable, Sendable {
        /// Nil where no credential said it.
        public let holderClass: HolderClass?
        public let reason: Reason
    }

    public struct Count: Hashable, Sendable {
        public fileprivate(set) var people = 0
        /// Nil where the station did not know the time.
        public fileprivate(set) var first: LocalTime?
        public fileprivate(set) var last: LocalTime?
    }

    public private(set) var counts: [Group: Count] = [:]

    public init() {}

    /// One more.
    public mutating func note(_ reason: Reason, of holder: HolderClass?, on clock: Clock) {
        var count = counts[Group(holderClass: holder, reason: reason)] ?? Count()
        count.people += 1
        if clock.state != .untrusted {
            count.first = count.first ?? clock.local
            count.last = clock.local
        }
        counts[Group(holderClass: holder, reason: reason)] = count
    }
}
