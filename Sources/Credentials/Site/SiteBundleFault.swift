/// Why a file is no site bundle, or none that can be made or applied.
public enum SiteBundleFault: Error, Hashable, Sendable, CustomStringConvertible {
    case damaged
    /// Signed by a key that is not the root of trust.
    case otherKey
    case badSignature
    case badVersion
    case badName(String)
    case doubledName(String)
    case tooManyFiles(Int)
    case tooLong

    public var description: String {
        switch self {
        case .damaged: "not a site bundle, or a damaged one: copy it again"
        case .otherKey: "signed by another key than this gate's root of trust"
        case .badSignature: "the signature does not match: altered after it was signed, or forged"
        case .badVersion: "a version is a whole number from 1 to \(SiteBundle.maximumVersion)"
        case .badName(let name):
            "\"\(name.unicodeScalars.map { $0.isASCII && $0.value >= 32 ? String($0) : "?" }.joined())\" is no name of a "
                + "bundle's file: trust/NAME, trust/administrators/NAME or conf.d/NAME.toml, of letters, digits, - _ and ."
        case .doubledName(let name): "\(name) is in it twice"
        case .tooManyFiles(let count): "it holds \(count) files, and at most \(SiteBundle.maximumFiles) may be in one"
        case .tooLong: "longer than \(SiteBundle.maximumContent >> 20) MiB: leave out what no gate needs"
        }
    }
}
