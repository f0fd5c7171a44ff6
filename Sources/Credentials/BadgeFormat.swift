/// A badge: a short text that stands on the station's own list. It carries no signature, and whoever copies it has it.
enum BadgeFormat: FormatReader {
    static let format: CredentialFormat? = .badge

    static func recognises(_ bytes: [UInt8]) -> Bool {
        BadgeList.lengths.contains(bytes.count) && bytes.allSatisfy(isPrintable)
    }

    /// What is on no list may be a web address or something else of everyday life.
    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        guard let badge = trust.badges.badge(bytes) else { return NamedFormat.examine(bytes, with: trust) }
        let credential = Credential(
            format: .badge, identifier: badge.identifier, issuer: "", holderClass: badge.holderClass, notBefore: nil,
            expires: nil, scope: .all, isSingleUse: false, isRevoked: false)
        return Examination(format: format, signature: .none, outcome: .success(credential))
    }

    /// ASCII from `!` to `~`.
    static func isPrintable(_ letter: UInt8) -> Bool { (0x21...0x7E).contains(letter) }
}
