import Vocabulary

/// The WHO's core data set of a vaccination or a test (Digital Documentation of COVID-19 Certificates), one a certificate as a
/// rule. Its fields stand side by side in older certificates, and within `certificate`, `vaccination` and `test` in later ones.
struct CoreDataSet {
    let entry: HealthEntry
    let birth: Birth?
    let validFrom: WallTime?
    let validUntil: WallTime?

    /// ICD-11's COVID-19, with or without what follows the dot, and its virus.
    private static let covid19 = ["RA01", "XN109"]

    /// Whether a payload that is no container is meant to be one.
    static func recognises(_ fields: [CBOR: CBOR]) -> Bool {
        fields["name"] != nil && (fields["vaccine"] != nil || fields["vaccination"] != nil || fields["test"] != nil)
    }

    /// Throws `malformed` where neither a dose and its day nor a test, its time and its result can be read.
    init(_ fields: [CBOR: CBOR]) throws(Refusal) {
        let certificate = fields["certificate"]?.entries ?? fields
        let period = certificate["period"]?.entries
        let dose = fields["vaccination"]?.entries ?? fields
        let test = fields["test"]?.entries
        guard let event = test.map(Self.test) ?? Self.vaccination(dose) else { throw .malformed }
        let target = (test?["pathogen"] ?? dose["disease"])?.code
        entry = HealthEntry(
            event: event, usage: test == nil ? .vaccination : .test,
            identifier: certificate["hcid"]?.entries?["value"]?.string ?? certificate["hcid"]?.string,
            country: (test ?? dose)["country"]?.code,
            // The set is COVID-19's, and need not say so.
            isCOVID19: target.map { $0 == HealthCode.covid19 || Self.covid19.contains(where: $0.hasPrefix) } ?? true)
        birth = fields["birthDate"]?.string.flatMap(Birth.init)
        validFrom = (period?["start"] ?? certificate["valid_from"])?.string.flatMap(Self.time)
        validUntil = (period?["end"] ?? certificate["valid_until"])?.string.flatMap(Self.time)
    }

    private static func vaccination(_ fields: [CBOR: CBOR]) -> HealthClaims.Event? {
        guard let dose = fields["dose"]?.count, dose > 0,
            let day = fields["date"]?.string.flatMap({ WallTime(day: $0) })
        else { return nil }
        return .vaccination(
            dose: dose, of: (fields["totalDoses"] ?? fields["total_doses"])?.count,
            products: Set([fields["brand"]?.code, fields["vaccine"]?.code].compactMap(\.self)), day: day)
    }

    private static func test(_ fields: [CBOR: CBOR]) -> HealthClaims.Event? {
        guard let sampled = fields["date"]?.string.flatMap(time), let result = fields["result"]?.code else {
            return nil
        }
        return .test(
            HealthCode.test(fields["type"]?.code), isNegative: result == HealthCode.notDetected, sampled: sampled)
    }

    private static func time(_ text: String) -> WallTime? { WallTime(sampled: text) ?? WallTime(day: text) }
}

extension CBOR {
    /// The code of a FHIR Coding, or a code alone.
    fileprivate var code: String? { entries?["code"]?.string ?? string }
}
