import Credentials
import Vocabulary

/// What a station does about an old list of signers.
public struct TrustAgePolicy: Hashable, Sendable {
    /// What a list that is too old means for what it verifies; never for the station's own passes and badges.
    public enum Stale: String, Sendable, CaseIterable {
        case refer
        case accept
    }

    /// When to warn, and when it is too old.
    public var warn = Duration.seconds(7 * 86400)
    public var limit = Duration.seconds(30 * 86400)
    public var stale = Stale.refer

    public init() {}

    /// How old the bundle of `trust` is by these.
    public func age(of trust: TrustStore, at clock: Clock) -> BundleAge {
        clock.state == .untrusted ? .none : trust.bundleAge(at: clock.time, old: warn, stale: limit)
    }
}

extension CredentialFormat {
    /// Whether the signers of the bundle sign it.
    var isOfBundle: Bool {
        switch self {
        case .sitePass, .badge: false
        case .healthCertificate, .smartHealthCard, .visibleSeal, .token: true
        }
    }
}
