/// A site pass as it was read: well built, and nothing of it believed yet.
public struct UnverifiedSitePass: Sendable {
    let message: COSESign1
    /// Of a pass that is bound to a phone: what its code says.
    private let bound: SitePass?
    /// The pass alone.
    private let bytes: [UInt8]
    /// What a phone put after it.
    private let proof: DeviceProof?

    /// More than any pass has: twice its greatest length, so that a pass with something added is still told what is wrong
    /// with it, and nothing longer is decoded.
    static let maximumLength = 2 * SitePass.maximumLength

    /// Throws `notAPass` where `SP1:` is missing, `tooLong`, or `malformed`.
    public init(_ text: [UInt8]) throws(Refusal) {
        guard SitePassFormat.recognises(text) else { throw .notAPass }
        guard text.count <= Self.maximumLength else { throw .tooLong }
        guard let bytes = Base45.decode(text.dropFirst(SitePass.prefix.utf8.count)) else { throw .malformed }
        guard BoundPass.recognises(bytes) else {
            (message, self.bytes, bound, proof) = (try COSESign1(bytes), bytes, nil, nil)
            return
        }
        let bound = try BoundPass(bytes)
        (message, self.bytes, self.bound) = (bound.message, bound.bytes, bound.pass)
        let rest = bytes.dropFirst(bound.bytes.count)
        proof = DeviceProof(rest)
        guard proof != nil || rest.isEmpty else { throw .malformed }
    }

    /// The id of the key that is said to have signed it.
    public var keyIdentifier: [UInt8]? { message.keyIdentifier }

    /// What it says. Throws `malformed` where it is not in the one spelling of a pass.
    public func claims() throws(Refusal) -> SitePass {
        if let bound { return bound }
        guard message.isOwnForm(of: bytes) else { throw .malformed }
        return try SitePass(claims: message.payload)
    }

    /// What its phone says of it. Throws `badSignature` where another key signed that, or other bytes.
    func binding(of pass: SitePass) throws(Refusal) -> DeviceBinding {
        guard let key = pass.deviceKey else { return .none }
        guard let proof else { return .unproven }
        guard key.signed(proof, over: bytes) else { throw .badSignature }
        return .signed(at: proof.time)
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
            signature = .invalid
            var credential = Credential(pass, trustedBy: trust)
            credential.binding = try unverified.binding(of: pass)
            return Examination(format: format, signature: .valid, outcome: .success(credential))
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
