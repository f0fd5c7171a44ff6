/// A site pass as it was read: well built, and nothing of it believed yet.
public struct UnverifiedSitePass: Sendable {
    let message: COSESign1
    private let bytes: [UInt8]

    /// More than any pass has: twice its greatest length, so that a pass with something added is still told what is wrong
    /// with it, and nothing longer is decoded.
    static let maximumLength = 2 * SitePass.maximumLength

    /// Throws `notAPass` where `SP1:` is missing, `tooLong`, or `malformed`.
    public init(_ text: [UInt8]) throws(Refusal) {
        guard SitePassFormat.recognises(text) else { throw .notAPass }
        guard text.count <= Self.maximumLength else { throw .tooLong }
        guard let bytes = Base45.decode(text.dropFirst(SitePass.prefix.utf8.count)) else { throw .malformed }
        message = try COSESign1(bytes)
        self.bytes = bytes
    }

    /// The id of the key that is said to have signed it.
    public var keyIdentifier: [UInt8]? { message.keyIdentifier }

    /// What it says. Throws `malformed` where it is not in the one spelling of a pass.
    public func claims() throws(Refusal) -> SitePass {
        guard message.isOwnForm(of: bytes) else { throw .malformed }
        return try SitePass(claims: message.payload)
    }
}

/// `SP1:`: the site pass among the formats.
enum SitePassFormat: FormatReader {
    static let format: CredentialFormat? = .sitePass

    static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: SitePass.prefix.utf8) }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        var signature = SignatureState.none
        do throws(Refusal) {
            let unverified = try UnverifiedSitePass(bytes)
            signature = .unknownKey
            guard let key = unverified.keyIdentifier.flatMap(trust.key) else { throw .unknownKey }
            signature = .invalid
            guard key.verifies(unverified.message) else { throw .badSignature }
            signature = .valid
            let pass = try unverified.claims()
            return Examination(
                format: format, signature: signature, outcome: .success(Credential(pass, trustedBy: trust)))
        } catch {
            return Examination(format: format, signature: signature, outcome: .failure(error))
        }
    }
}

extension Credential {
    fileprivate init(_ pass: SitePass, trustedBy trust: TrustStore) {
        self.init(
            format: .sitePass, identifier: pass.identifier, issuer: pass.issuer, holderClass: pass.holderClass,
            notBefore: pass.notBefore, expires: pass.expires, scope: pass.scope, isSingleUse: pass.isSingleUse,
            isRevoked: trust.isRevoked(pass.identifier))
    }
}
