import Crypto
import Vocabulary

/// A token of a visitor system: a plain JWS (RFC 7515) with the claims of a JWT (RFC 7519), signed with EdDSA or ES256 by a
/// key of a JWKS in the bundle. Its holder is a visitor.
enum TokenFormat: FormatReader {
    static let format: CredentialFormat? = .token

    static func recognises(_ bytes: [UInt8]) -> Bool { JWS.isShape(bytes) }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        var signature = SignatureState.none
        do throws(Refusal) {
            let token = try JWS(bytes)
            guard token.compression == nil else { throw .malformed }
            signature = .unknownKey
            let signers = trust.signers(.tokens, Array(token.keyIdentifier.utf8))
            guard !signers.isEmpty else { throw .unknownKey }
            signature = .invalid
            let makers = token.makers(among: signers)
            guard !makers.isEmpty else { throw .badSignature }
            signature = .valid
            let claims = try TokenClaims(token.payload)
            guard let signer = makers.first(where: { $0.maySign(for: claims.issuer) }) else { throw .wrongSigner }
            let times = signer.within(notBefore: claims.notBefore, expires: claims.expires)
            let identifier = claims.identifier.map { Array($0.utf8) } ?? token.signatureInput
            let name = Array("jws:\(claims.issuer ?? ""):".utf8) + identifier
            let credential = Credential(
                format: format ?? .token, identifier: Array(SHA256.hash(data: name).prefix(16)),
                issuer: claims.issuer ?? "", holderClass: .visitor, notBefore: times.notBefore,
                expires: times.expires, scope: claims.scope, isSingleUse: false,
                isRevoked: trust.isRevokedHash(Array(SHA256.hash(data: name).prefix(16))))
            return Examination(format: format, signature: signature, outcome: .success(credential))
        } catch {
            return Examination(format: format, signature: signature, outcome: .failure(error))
        }
    }
}

/// The claims of a verified token that a gate asks for (RFC 7519 section 4.1).
private struct TokenClaims {
    let issuer: String?
    /// `jti`.
    let identifier: String?
    let notBefore: WallTime?
    /// The first instant at which it is no longer good.
    let expires: WallTime
    let scope: StationScope

    /// Throws `malformed`, also for a claim of another type than its own, and where there is no expiry: a token that never ends
    /// is no pass.
    init(_ payload: [UInt8]) throws(Refusal) {
        guard let claims = try? JSONReader.read(payload), claims.object != nil,
            let expires = claims["exp"]?.numericDate,
            let scope = Self.scope(claims["aud"])
        else { throw .malformed }
        let (issuer, identifier) = (claims["iss"]?.string, claims["jti"]?.string)
        let notBefore = claims["nbf"]?.numericDate
        guard notBefore != nil || claims["nbf"] == nil, issuer != nil || claims["iss"] == nil,
            identifier != nil || claims["jti"] == nil
        else { throw .malformed }
        self.issuer = issuer
        self.identifier = identifier
        self.notBefore = notBefore
        self.expires = expires
        self.scope = scope
    }

    /// The stations it names as its audience; all where it names none.
    private static func scope(_ audience: JSON?) -> StationScope? {
        guard let audience else { return .all }
        if let station = audience.string { return .stations([station]) }
        guard let names = audience.array?.map(\.string), !names.isEmpty, !names.contains(nil) else { return nil }
        return .stations(Set(names.compactMap(\.self)))
    }
}
