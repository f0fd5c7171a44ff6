import Vocabulary

/// A SMART Health Card put together from all of its codes.
public struct CollectedHealthCard: Hashable, Sendable {
    let jws: [UInt8]
}

/// Puts a card of several codes together while they are shown: one holder, one after the other, in a limited time.
public struct HealthCardCollector: Sendable {
    /// What came of a code.
    public enum Step: Hashable, Sendable {
        /// It is no code of a card of several.
        case single
        /// `have` of `count` codes were shown.
        case more(have: Int, count: Int)
        case whole(CollectedHealthCard)
    }

    /// The most letters of a card put together: what is packed in them is bounded apart.
    static let maximumLength = 16_384

    /// How long after its first code a card must be whole.
    private let limit: Duration
    private var codes: [Int: HealthCardCode] = [:]
    private var began: MonotonicTime?

    public init(limit: Duration = .seconds(30)) { self.limit = limit }

    /// How many codes of the card in hand were shown; 0 where none is.
    public var have: Int { codes.count }

    /// Takes a code that was presented at `time`.
    ///
    /// A code of another card (another count, or another text under the same number) begins anew with itself: the codes carry
    /// nothing that says which belong together, and the signature decides in the end.
    public mutating func take(_ payload: Payload, at time: MonotonicTime) -> Step {
        guard !payload.isCut, SmartHealthCardFormat.recognises(payload.bytes),
            let code = try? HealthCardCode(payload.bytes), code.count > 1
        else { return .single }
        let isOther = codes.values.contains { $0.count != code.count || ($0.number == code.number && $0 != code) }
        if isOther || began.map({ time - $0 > limit }) ?? true { forget() }
        if codes.isEmpty { began = time }
        codes[code.number] = code
        guard codes.values.reduce(0, { $0 + $1.letters.count }) <= Self.maximumLength else {
            forget()
            return .single
        }
        guard codes.count == code.count else { return .more(have: codes.count, count: code.count) }
        defer { forget() }
        return .whole(CollectedHealthCard(jws: (1...code.count).flatMap { codes[$0]?.letters ?? [] }))
    }

    /// Lets go of what was shown: its holder went away, or somebody else's turn came.
    public mutating func forget() {
        codes = [:]
        began = nil
    }
}

extension TrustStore {
    /// What is made of a card of several codes.
    public func examine(_ card: CollectedHealthCard) -> Examination {
        SmartHealthCardFormat.examine(jws: card.jws, with: self).marked(by: self)
    }
}
