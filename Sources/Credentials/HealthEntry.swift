import Vocabulary

/// What a health certificate says of one vaccination, test or recovery.
struct HealthEntry {
    let event: HealthClaims.Event
    let usage: HealthUsage
    /// The certificate's own, nothing of a person's.
    let identifier: String?
    let country: String?
    let isCOVID19: Bool
}

/// What both the European certificates and the WHO's say it with.
enum HealthCode {
    /// SNOMED CT's COVID-19.
    static let covid19 = "840539006"
    /// LOINC's nucleic acid amplification and rapid immunoassay.
    static let nucleicAcid = "LP6464-4"
    static let antigen = "LP217198-3"
    /// SNOMED CT's "not detected".
    static let notDetected = "260415000"

    /// The kind of a test by its code of LOINC.
    static func test(_ code: String?) -> HealthClaims.TestKind {
        switch code {
        case nucleicAcid: .nucleicAcid
        case antigen: .antigen
        default: .other
        }
    }
}
