import Vocabulary

/// A JSON Web Key (RFC 7517), public.
enum JWK {
    /// The key; nil for a kind that is not checked here. Coordinates that lost or gained a leading zero byte are mended: the
    /// WHO's lists hold hundreds.
    static func key(_ jwk: JSON) -> VerificationKey? {
        func bytes(_ name: String) -> [UInt8]? {
            jwk[name]?.string.flatMap {
                Base64.decode($0.utf8, isPadded: true) ?? Base64.decode($0.utf8, .standard, isPadded: true)
            }
        }
        switch (jwk["kty"]?.string, jwk["crv"]?.string) {
        case ("EC", "P-256"):
            guard let x = bytes("x"), let y = bytes("y") else { return nil }
            return VerificationKey(p256x: x, y: y)
        case ("OKP", "Ed25519"): return bytes("x").flatMap { VerificationKey(ed25519: $0) }
        case ("RSA", _):
            guard let modulus = bytes("n"), let exponent = bytes("e") else { return nil }
            return VerificationKey(modulus: modulus, exponent: exponent)
        default: return nil
        }
    }

    /// What to say of a key that is none.
    static func unusable(_ jwk: JSON) -> String {
        let kind = [jwk["kty"]?.string, jwk["crv"]?.string].compactMap(\.self).joined(separator: " ")
        return kind.isEmpty ? "not a JWK" : "a damaged key, or a kind that is not checked here: \(kind)"
    }
}

extension Signer {
    /// A signer of whom a list holds only the key.
    init(_ key: VerificationKey, role: Role, identifier: [UInt8], issuer: String?) {
        self.init(
            role: role, identifier: identifier, issuer: issuer, key: key, keyInfo: key.info, notBefore: nil,
            notAfter: nil,
            usage: [], fingerprint: nil, subject: nil)
    }
}

extension TrustImport {
    /// A JWKS of a visitor system's tokens. Where `issuer` is nil, they may name any as theirs.
    ///
    /// Throws an `Unreadable` where it is none.
    public mutating func add(tokenKeys bytes: [UInt8], issuer: String?, file: String) throws(Unreadable) {
        guard let keys = Self.json(bytes)?["keys"]?.array else {
            throw Unreadable(file: file, problem: "not a JWKS: it has no \"keys\"")
        }
        add(keys.enumerated().map { Self.entry(jwk: $1, .tokens, issuer: issuer, number: $0 + 1) }, of: file)
    }

    /// A JWKS of the issuer of SMART Health Cards whose address is `issuer`; or a snapshot of many, which says the addresses
    /// (`issuerInfo`, as the VCI directory publishes it, with what they withdrew). Where `issuer` is nil, the keys of a JWKS
    /// may sign in any name.
    ///
    /// Throws an `Unreadable` where it is neither.
    public mutating func add(cardKeys bytes: [UInt8], issuer: String?, file: String) throws(Unreadable) {
        guard let list = Self.json(bytes) else { throw Unreadable(file: file, problem: "not JSON") }
        if let keys = list["keys"]?.array {
            add(keys.enumerated().map { Self.entry(jwk: $1, .cards, issuer: issuer, number: $0 + 1) }, of: file)
        } else if let issuers = list["issuerInfo"]?.array {
            var entries: [Entry] = []
            for item in issuers {
                guard let issuer = item["issuer"]?["iss"]?.string else {
                    refuse(file, "an issuer", "no \"iss\"")
                    continue
                }
                entries += (item["keys"]?.array ?? []).enumerated().map {
                    Self.entry(jwk: $1, .cards, issuer: issuer, number: $0 + 1)
                }
                for list in item["crls"]?.array ?? [] { withdraw(cards: list, issuer: issuer, file: file) }
            }
            add(entries, of: file)
        } else {
            throw Unreadable(file: file, problem: "not a JWKS: it has no \"keys\"")
        }
    }

    /// An issuer's list of withdrawn SMART Health Cards: `kid` and `rids`.
    ///
    /// Throws an `Unreadable` where it is none.
    public mutating func add(withdrawnCards bytes: [UInt8], issuer: String, file: String) throws(Unreadable) {
        guard let list = Self.json(bytes), list["rids"]?.array != nil else {
            throw Unreadable(file: file, problem: "not a list of withdrawn cards: it has no \"rids\"")
        }
        withdraw(cards: list, issuer: issuer, file: file)
    }

    /// Hashes of withdrawn European certificates, of 16 bytes in base64 or hexadecimal digits, one a line; `#` begins a
    /// comment.
    public mutating func add(withdrawnHashes text: String, file: String) {
        for (line, content) in KeyFile.lines(text) {
            let hash = Hex.bytes(content) ?? Base64.decode(content.utf8, .standard, isPadded: true)
            if let hash, hash.count == RevokedHashes.width {
                withdraw(hash, madeBefore: nil)
            } else {
                refuse(file, "line \(line)", "not a hash of 16 bytes")
            }
        }
    }

    private mutating func withdraw(cards list: JSON, issuer: String, file: String) {
        guard let kid = list["kid"]?.string, list["method"]?.string ?? "rid" == "rid" else {
            return refuse(file, issuer, "a list of withdrawn cards without \"kid\", or by a method other than \"rid\"")
        }
        for item in list["rids"]?.array ?? [] {
            let parts = (item.string ?? "").split(separator: ".", omittingEmptySubsequences: false)
            let name = parts.first.map(String.init) ?? ""
            let time = parts.count == 2 ? Int64(parts[1]) : nil
            // The framework: at most 24 letters of base64url.
            guard !name.isEmpty, name.utf8.count <= 24, name.utf8.allSatisfy(Base64.isURLLetter), parts.count <= 2,
                parts.count == 1 || time.map({ (0...253_402_300_799).contains($0) }) == true
            else {
                refuse(file, "\(issuer) \(kid)", "a withdrawn card whose number is none")
                continue
            }
            let hash = HealthCard.revocationHash(issuer: issuer, key: kid, name)
            withdraw(hash, madeBefore: time.map { WallTime(seconds: $0) })
        }
    }

    private static func entry(jwk: JSON, _ role: Signer.Role, issuer: String?, number: Int) -> Entry {
        let name = jwk["kid"]?.string ?? "key \(number)"
        // A card always names its key; a token need not, and then a key is meant that has no name either.
        let isNamed = jwk["kid"] != nil || role == .cards
        guard let kid = isNamed ? jwk["kid"]?.string : "", !kid.isEmpty || !isNamed else {
            return (name, .failure(Unusable(reason: "no \"kid\"")))
        }
        guard jwk["use"]?.string ?? "sig" == "sig" else {
            return (name, .failure(Unusable(reason: "not for signatures (\"use\")")))
        }
        guard let key = JWK.key(jwk), key.algorithm == .es256 || (key.algorithm == .edDSA && role == .tokens) else {
            return (name, .failure(Unusable(reason: JWK.unusable(jwk))))
        }
        guard jwk["alg"]?.string.map(key.algorithm.joseNames.contains) ?? true else {
            return (name, .failure(Unusable(reason: "its \"alg\" is not its kind's")))
        }
        return (name, .success(Signer(key, role: role, identifier: Array(kid.utf8), issuer: issuer)))
    }
}
