import Crypto
import Vocabulary

/// The payload of a verified SMART Health Card: a W3C credential around a FHIR bundle.
struct HealthCard {
    let issuer: String
    let notBefore: WallTime
    let expires: WallTime?
    /// The number by which its issuer withdraws it.
    let revocationIdentifier: String?
    let health: HealthClaims

    private static let type = "https://smarthealth.cards#health-card"
    private static let covid19Type = "https://smarthealth.cards#covid19"

    /// Throws `malformed` for what is no health card, and `unknownFormat` for one that says nothing of vaccinations or tests.
    init(_ payload: [UInt8]) throws(Refusal) {
        guard let claims = try? JSONReader.read(payload), let issuer = claims["iss"]?.string,
            let notBefore = claims["nbf"]?.numericDate, let credential = claims["vc"],
            let types = credential["type"]?.array?.compactMap(\.string), types.contains(Self.type),
            let entries = credential["credentialSubject"]?["fhirBundle"]?["entry"]?.array
        else { throw .malformed }
        let expires = claims["exp"]?.numericDate
        guard expires != nil || claims["exp"] == nil else { throw .malformed }
        self.issuer = issuer
        self.notBefore = notBefore
        self.expires = expires
        revocationIdentifier = credential["rid"]?.string
        let resources = entries.compactMap { $0["resource"] }
        let records = resources.compactMap(HealthRecord.init).sorted { $0.time < $1.time }
        guard !records.isEmpty else { throw .unknownFormat }
        // What a card as a whole is of says what a record of it leaves open.
        let isOfCOVID19 = types.contains(Self.covid19Type)
        let patient = resources.first { $0["resourceType"]?.string == "Patient" }
        health = HealthClaims(
            events: Self.events(records.filter { $0.isCOVID19 ?? isOfCOVID19 }),
            birth: patient?["birthDate"]?.string.flatMap(Birth.init))
    }

    /// A card counts no doses.
    private static func events(_ records: [HealthRecord]) -> [HealthClaims.Event] {
        records.map { record in
            switch record.kind {
            case .dose(let products): .vaccination(dose: nil, of: nil, products: products, day: record.time)
            case .test(let kind, let isNegative): .test(kind, isNegative: isNegative, sampled: record.time)
            }
        }
    }

    func credential(of message: JWS, signedBy signer: Signer, trustedBy trust: TrustStore) -> Credential {
        let times = signer.within(notBefore: notBefore, expires: expires)
        // Not of the signature: with ECDSA anybody can make a second one for the same card.
        let identifier = Array(SHA256.hash(data: message.signatureInput).prefix(16))
        let isRevoked = revocationIdentifier.map {
            trust.isRevoked(Self.revocationHash(issuer: issuer, key: message.keyIdentifier, $0), madeAt: notBefore)
        }
        return Credential(
            format: .smartHealthCard, identifier: identifier, issuer: issuer, holderClass: .visitor,
            notBefore: times.notBefore, expires: times.expires, scope: .all, isSingleUse: false,
            isRevoked: isRevoked ?? false, health: health)
    }

    /// What stands for a card on the list of the withdrawn.
    static func revocationHash(issuer: String, key: String, _ identifier: String) -> [UInt8] {
        Array(SHA256.hash(data: Array("shc:\(issuer) \(key) \(identifier)".utf8)).prefix(16))
    }
}

/// One FHIR resource of a card that a policy may ask for: a dose, or the result of a test.
private struct HealthRecord {
    enum Kind {
        case dose(products: Set<String>)
        case test(HealthClaims.TestKind, isNegative: Bool)
    }

    let kind: Kind
    /// 00:00 UTC where only a day is written.
    let time: WallTime
    /// Nil where no code of the systems that are known here says it.
    let isCOVID19: Bool?

    /// Nil for any other resource, and for one that was entered in error or is not final.
    init?(_ resource: JSON) {
        switch resource["resourceType"]?.string {
        case "Immunization":
            guard resource["status"]?.string == "completed",
                let time = Self.time(resource["occurrenceDateTime"])
            else { return nil }
            let codes = Self.codes(resource["vaccineCode"])
            let numbers = codes.filter { $0.system == Code.cvx }.map(\.code)
            kind = .dose(products: Set(codes.map(\.code)))
            self.time = time
            isCOVID19 = numbers.isEmpty ? nil : numbers.contains(where: Code.covid19Vaccines.contains)
        case "Observation":
            guard ["final", "amended", "corrected"].contains(resource["status"]?.string ?? ""),
                let time = Self.time(resource["effectiveDateTime"]),
                let result = Self.codes(resource["valueCodeableConcept"]).first(where: { $0.system == Code.snomed })
            else { return nil }
            let codes = Self.codes(resource["code"]).filter { $0.system == Code.loinc }.map(\.code)
            let isNucleicAcid = codes.contains(where: Code.nucleicAcidTests.contains)
            let isAntigen = codes.contains(where: Code.antigenTests.contains)
            let test: HealthClaims.TestKind = isNucleicAcid ? .nucleicAcid : isAntigen ? .antigen : .other
            kind = .test(test, isNegative: Code.notDetected.contains(result.code))
            self.time = time
            isCOVID19 =
                codes.isEmpty ? nil : test != .other || codes.contains(where: Code.otherTests.contains)
        default: return nil
        }
    }

    private static func time(_ value: JSON?) -> WallTime? {
        guard let text = value?.string else { return nil }
        return WallTime(rfc3339: text) ?? WallTime(day: text)
    }

    private static func codes(_ concept: JSON?) -> [(system: String, code: String)] {
        (concept?["coding"]?.array ?? []).compactMap { coding in
            guard let system = coding["system"]?.string, let code = coding["code"]?.string else { return nil }
            return (system, code)
        }
    }

    /// The code systems of FHIR, and what of them means COVID-19.
    private enum Code {
        static let cvx = "http://hl7.org/fhir/sid/cvx"
        static let loinc = "http://loinc.org"
        static let snomed = "http://snomed.info/sct"
        /// CDC's list of vaccines administered.
        static let covid19Vaccines: Set<String> = [
            "207", "208", "210", "211", "212", "213", "217", "218", "219", "221", "225", "226", "227", "228", "229",
            "230", "300", "301", "302", "308", "309", "310", "311", "312", "313", "500", "501", "502", "503", "504",
            "505", "506", "507", "508", "509", "510", "511", "512", "513", "514", "515", "516", "517", "518", "519",
        ]
        static let nucleicAcidTests: Set<String> = [
            "94307-6", "94308-4", "94309-2", "94314-2", "94316-7", "94500-6", "94533-7", "94534-5", "94559-2",
            "94565-9", "94639-2", "94640-0", "94641-8", "94756-4", "94757-2", "94758-0", "94759-8", "94760-6",
            "94845-5", "95406-5", "95409-9", "95425-5", "95608-6", "96986-5",
        ]
        static let antigenTests: Set<String> = ["94558-4", "95209-3", "96119-3", "97097-0"]
        /// The virus found otherwise, by sequencing or in a culture, or in blood: for no green, but against it. What tells of
        /// antibodies or of other viruses tells nothing of COVID-19 now.
        static let otherTests: Set<String> = [
            "94310-0", "94502-2", "94647-5", "94660-8", "94763-0", "94764-8", "94765-5", "94766-3", "94767-1",
            "94822-4", "95424-8", "95609-4",
        ]
        /// Not detected, negative, and non-reactive.
        static let notDetected: Set<String> = ["260415000", "260385009", "131194007"]
    }
}
