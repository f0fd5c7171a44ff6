import Vocabulary

/// What a trust folder holds, for people and `trust show`.
public struct TrustSummary: Hashable, Sendable {
    /// A signer of the bundle.
    public struct Entry: Hashable, Sendable {
        /// `documents`, `certificates`, `tokens` or `cards`.
        public var role: String
        /// A country of two letters, or an issuer's address.
        public var issuer: String?
        /// The key id: base64 of a document signer's, hexadecimal digits of an authority's, the text of any other.
        public var identifier: String
        /// `ES256`, `PS256` and so on.
        public var algorithm: String
        public var notBefore: WallTime?
        /// The last second at which it is good.
        public var notAfter: WallTime?
    }

    /// Nil where there is no bundle.
    public var version: UInt64?
    public var created: WallTime?
    /// By role, issuer and key id.
    public var signers: [Entry]
    /// How many keys of issuers of site passes, withdrawn passes, hashes of withdrawn certificates, badges and denied credentials
    /// there are.
    public var issuers: Int
    public var withdrawnPasses: Int
    public var withdrawnCertificates: Int
    public var badges: Int
    public var denied: Int
}

extension TrustSummary.Entry {
    init(_ signer: Signer) {
        role = "\(signer.role)"
        issuer = signer.issuer
        identifier =
            switch signer.role {
            case .documents: Base64.padded(signer.identifier)
            case .certificates: Hex.text(signer.identifier)
            case .tokens, .cards: String(decoding: signer.identifier, as: UTF8.self)
            }
        algorithm = signer.key.algorithm.rawValue
        notBefore = signer.notBefore
        notAfter = signer.notAfter
    }
}

extension TrustStore {
    public var summary: TrustSummary {
        TrustSummary(
            version: bundle?.version, created: bundle?.created,
            signers: signers.all.map(TrustSummary.Entry.init).sorted {
                ($0.role, $0.issuer ?? "", $0.identifier) < ($1.role, $1.issuer ?? "", $1.identifier)
            },
            issuers: issuerCount, withdrawnPasses: withdrawnPassCount, withdrawnCertificates: withdrawnCertificateCount,
            badges: badges.badges.count, denied: deniedCount)
    }
}
