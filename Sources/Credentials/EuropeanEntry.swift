import Vocabulary

/// The entries of a European health certificate (EU DCC schema 1.3.2): vaccinations, tests or recoveries.
enum EuropeanEntry {
    /// The entries of a certificate: one, or several of one kind as some countries wrote in 2021.
    ///
    /// Throws `malformed` where there is none, where they are of several kinds, or a field that is needed is none.
    static func entries(of certificate: [CBOR: CBOR]) throws(Refusal) -> [HealthEntry] {
        let kinds: [(key: CBOR, usage: HealthUsage)] = [("v", .vaccination), ("t", .test), ("r", .recovery)]
        var found: [HealthEntry] = []
        for kind in kinds {
            // Absent, null and an empty list say the same.
            guard let list = certificate[kind.key], list != .simple(22) else { continue }
            guard case .array(let items) = list else { throw .malformed }
            for item in items {
                guard let fields = item.entries else { throw .malformed }
                found.append(try entry(kind.usage, fields))
            }
        }
        guard let first = found.first, found.allSatisfy({ $0.usage == first.usage }) else { throw .malformed }
        return found
    }

    private static func entry(_ usage: HealthUsage, _ fields: [CBOR: CBOR]) throws(Refusal) -> HealthEntry {
        guard let identifier = fields["ci"]?.string, let target = fields["tg"]?.string,
            let event = event(usage, fields)
        else { throw .malformed }
        return HealthEntry(
            event: event, usage: usage, identifier: identifier, country: fields["co"]?.string,
            isCOVID19: target == HealthCode.covid19)
    }

    private static func event(_ usage: HealthUsage, _ fields: [CBOR: CBOR]) -> HealthClaims.Event? {
        switch usage {
        case .vaccination:
            guard let dose = fields["dn"]?.count, let of = fields["sd"]?.count, dose > 0, of > 0,
                let day = fields["dt"]?.string.flatMap({ WallTime(day: $0) })
            else { return nil }
            return .vaccination(dose: dose, of: of, products: Set([fields["mp"]?.string].compactMap(\.self)), day: day)
        case .test:
            guard let sampled = fields["sc"]?.string.flatMap(WallTime.init(sampled:)),
                let result = fields["tr"]?.string
            else { return nil }
            let kind = HealthCode.test(fields["tt"]?.string)
            return .test(kind, isNegative: result == HealthCode.notDetected, sampled: sampled)
        default:
            guard let from = fields["df"]?.string.flatMap({ WallTime(day: $0) }),
                let until = fields["du"]?.string.flatMap({ WallTime(day: $0) })
            else { return nil }
            let first = fields["fr"]?.string.flatMap { WallTime(day: $0) }
            return .recovery(firstPositive: first, validFrom: from, validUntil: until)
        }
    }
}

extension CBOR: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .text(value) }

    /// A text; some issuers tag it as a time (tag 0, RFC 8949 section 3.4.1) or a day (tag 1004, RFC 8943).
    var string: String? {
        switch self {
        case .text(let text), .tagged(0, .text(let text)), .tagged(1004, .text(let text)): text
        default: nil
        }
    }

    var entries: [CBOR: CBOR]? { if case .map(let entries) = self { entries } else { nil } }

    /// A small number.
    var count: Int? {
        guard case .unsigned(let value) = self, value <= 1000 else { return nil }
        return Int(value)
    }

    /// A NumericDate (RFC 8392 section 2): some issuers write it as a float, or with the tag of such a time.
    var numericDate: WallTime? {
        let limit = 253_402_300_799.0
        switch self {
        case .tagged(1, let seconds): return if case .tagged = seconds { nil } else { seconds.numericDate }
        case .unsigned(let value) where value <= UInt64(limit): return WallTime(seconds: Int64(value))
        case .float(let value) where value >= 0 && value <= limit: return WallTime(seconds: Int64(value))
        default: return nil
        }
    }
}
