import Crypto
import Vocabulary

/// The signers of a bundle, found by what a message says of them. Only ever those that it says: no other is tried.
struct SignerTable: Sendable {
    private struct Name: Hashable {
        var role: Signer.Role
        var identifier: [UInt8]
    }

    private let byName: [Name: [Signer]]
    private let byFingerprint: [[UInt8]: Signer]
    /// By the subject of their certificates, and by the key id of these.
    private let authorities: [[UInt8]: [Signer]]
    private let authoritiesByName: [[UInt8]: [Signer]]
    let all: [Signer]

    init(_ list: [Signer] = []) {
        // A key may have several certificates, as a renewed one has: the one that is good longest goes before the others, and
        // before the bare key.
        let signers = list.sorted { ($0.notAfter?.seconds ?? 0) > ($1.notAfter?.seconds ?? 0) }
        byName = Dictionary(grouping: signers) { Name(role: $0.role, identifier: $0.identifier) }
        let documents = signers.filter { $0.role == .documents }
        byFingerprint = Dictionary(documents.compactMap { signer in signer.fingerprint.map { ($0, signer) } }) {
            first, _ in first
        }
        let authorities = signers.filter { $0.role == .certificates }
        self.authorities = Dictionary(grouping: authorities) { $0.subject ?? [] }
        authoritiesByName = Dictionary(grouping: authorities) { Array(($0.fingerprint ?? []).prefix(8)) }
        all = list
    }

    func signers(_ role: Signer.Role, _ identifier: [UInt8]) -> [Signer] {
        byName[Name(role: role, identifier: identifier)] ?? []
    }

    /// The authorities whose certificate has this key id of health certificates.
    func authorities(named identifier: [UInt8]) -> [Signer] { authoritiesByName[identifier] ?? [] }

    /// The document signer whose certificate this is.
    func documentSigner(_ certificate: Certificate) -> Signer? {
        byFingerprint[certificate.fingerprint]
    }

    /// The authorities that `certificate` may have been signed by: of the name it says, and of the key id where both say one.
    func authorities(of certificate: Certificate) -> [Signer] {
        (authorities[certificate.issuer] ?? []).filter { authority in
            guard let identifier = certificate.authorityKeyIdentifier, !authority.identifier.isEmpty else {
                return true
            }
            return authority.identifier == identifier
        }
    }
}

/// How old a bundle is, against what a station allows.
public enum BundleAge: String, Sendable, CaseIterable {
    /// There is no bundle, and none is needed.
    case none
    case fresh
    /// A new one should have come: a warning.
    case old
    /// What it says of signers may no longer hold: the policy decides.
    case stale
}

extension TrustStore {
    /// The bundle's version and when it was made; nil where there is none.
    public var bundleOrigin: (version: UInt64, created: WallTime)? { bundle }

    /// How old the bundle is at `time`; `old` and `stale` are the ages from which it is so.
    public func bundleAge(at time: WallTime, old: Duration, stale: Duration) -> BundleAge {
        guard let created = bundle?.created else { return .none }
        let age = Duration.milliseconds(time.milliseconds - created.milliseconds)
        return age >= stale ? .stale : age >= old ? .old : .fresh
    }
}
