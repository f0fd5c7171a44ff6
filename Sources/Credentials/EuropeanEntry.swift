import Vocabulary

/// An entry of a European health certificate (EU DCC schema 1.3.2): a vaccination, a test or a recovery.
struct EuropeanEntry {
    let event: HealthClaims.Event
    let usage: HealthUsage
    let identifier: String
    let country: String?
    let isCOVID19: Bool

    /// SNOMED CT's COVID-19.
    private static let covid19 = "840539006"
    /// LOINC's nucleic acid amplification and rapid immunoassay.
    private static let nucleicAcid = "LP6464-4"
    private static let antigen = "LP217198-3"
    /// SNOMED CT's "not detected".
    private static let notDetected = "260415000"

    /// The entries of a certificate: one, or several of one kind as some countries wrote in 2021.
    ///
    /// Throws `malformed` where there is none, where they are of several kinds, or a field that is needed is none.
    static func entries(of certificate: [CBOR: CBOR]) throws(Refusal) -> [EuropeanEntry] {
        let kinds: [(key: CBOR, usage: HealthUsage)] = [("v", .vaccination), ("t", .test), ("r", .recovery)]
        var found: [EuropeanEntry] = []
        for kind in kinds {
            // Absent, null and an empty list say the same.
            guard let list = certificate[kind.key], list != .simple(22) else { continue }
            guard case .array(let items) = list else { throw .malformed }
            for item in items {
                guard let fields = item.entries else { throw .malformed }
                found.append(try EuropeanEntry(kind.usage, fields))
            }
        }
        guard let first = found.first, found.allSatisfy({ $0.usage == first.usage }) else { throw .malformed }
        return found
    }

    private init(_ usage: HealthUsage, _ fields: [CBOR: CBOR]) throws(Refusal) {
        guard let identifier = fields["ci"]?.string, let target = fields["tg"]?.string,
            let event = Self.event(usage, fields)
        else { throw .malformed }
        self.usage = usage
        self.identifier = identifier
        self.event = event
        country = fields["co"]?.string
        isCOVID19 = target == Self.covid19
    }

    private static func event(_ usage: HealthUsage, _ fields: [CBOR: CBOR]) -> HealthClaims.Event? {
        switch usage {
        case .vaccination:
            guard let dose = fields["dn"]?.count, let of = fields["sd"]?.count,
                let day = fields["dt"]?.string.flatMap({ WallTime(day: $0) })
            else { return nil }
            return .vaccination(dose: dose, of: of, product: fields["mp"]?.string, day: day)
        case .test:
            guard let sampled = fields["sc"]?.string.flatMap(WallTime.init(rfc3339:)),
                let result = fields["tr"]?.string
            else { return nil }
            let kind: HealthClaims.TestKind =
                switch fields["tt"]?.string {
                case nucleicAcid: .nucleicAcid
                case antigen: .antigen
                default: .other
                }
            return .test(kind, isNegative: result == notDetected, sampled: sampled)
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

    /// A text; some issuers tag it as a date (tag 0, RFC 8949 section 3.4.1).
    var string: String? {
        switch self {
        case .text(let text), .tagged(0, .text(let text)): text
        default: nil
        }
    }

    var entries: [CBOR: CBOR]? { if case .map(let entries) = self { entries } else { nil } }

    /// A small number.
    var count: Int? {
        guard case .unsigned(let value) = self, value <= 1000 else { return nil }
        return Int(value)
    }

    /// A NumericDate (RFC 8392 section 2): some issuers write it as a float.
    var numericDate: WallTime? {
        let limit = 253_402_300_799.0
        switch self {
        case .unsigned(let value) where value <= UInt64(limit): return WallTime(seconds: Int64(value))
        case .float(let value) where value >= 0 && value <= limit: return WallTime(seconds: Int64(value))
        default: return nil
        }
    }
}
