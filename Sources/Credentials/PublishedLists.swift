extension TrustImport {
    /// A list of document signers as the apps of Germany and others get it: `certificates`, each with `kid` and `rawData`
    /// (DER in base64), behind a line with the list's signature or without one.
    ///
    /// Throws an `Unreadable` where it is no such list.
    public mutating func add(signerList bytes: [UInt8], file: String) throws(Unreadable) {
        let start = bytes.firstIndex(of: UInt8(ascii: "{")) ?? 0
        guard let list = Self.json(Array(bytes[start...])), let items = list["certificates"]?.array else {
            throw Unreadable(file: file, problem: "not a list of document signers: it has no \"certificates\"")
        }
        let entries = items.enumerated().map { index, item -> Entry in
            let kid = item["kid"]?.string
            let name = kid ?? "entry \(index + 1)"
            guard let der = item["rawData"]?.string.flatMap({ Base64.decode($0.utf8, .standard, isPadded: true) })
            else {
                return (name, .failure(Unusable(reason: "no certificate in base64")))
            }
            let identifier = kid.flatMap { Base64.decode($0.utf8, .standard, isPadded: true) }
            return (name, Self.signer(der: der, identifier: identifier))
        }
        add(entries, of: file)
    }

    /// A DID document of the WHO's network: `verificationMethod`, each a JWK with its certificates.
    ///
    /// Throws an `Unreadable` where it is no such document.
    public mutating func add(did bytes: [UInt8], file: String) throws(Unreadable) {
        guard let document = Self.json(bytes), let items = document["verificationMethod"]?.array else {
            throw Unreadable(file: file, problem: "not a DID document: it has no \"verificationMethod\"")
        }
        add(items.enumerated().map { Self.entry(method: $1, number: $0 + 1) }, of: file)
    }

    /// A PEM file of certificates: authorities, or document signers under their usual key id. An authority is both, since some
    /// countries sign with it alone; whoever believes its signers believes what it signs.
    ///
    /// Throws an `Unreadable` where it holds none.
    public mutating func add(pem bytes: [UInt8], file: String) throws(Unreadable) {
        let blocks = PEM.certificates(bytes)
        guard !blocks.isEmpty else { throw Unreadable(file: file, problem: "no certificate in PEM") }
        let entries = blocks.enumerated().flatMap { index, block -> [Entry] in
            let name = "certificate \(index + 1)"
            guard let der = block else { return [(name, .failure(Unusable(reason: "damaged base64")))] }
            return [(name, Self.signer(der: der, identifier: nil))]
                + [Self.signingAuthority(der: der)].compactMap(\.self).map { (name, .success($0)) }
        }
        add(entries, of: file)
    }

    /// A country's authority in a CMS message that the trust anchor in `anchor` (PEM) signed, as the WHO's network hands them
    /// out.
    ///
    /// Throws an `Unreadable` where it is no such message or the anchor's signature is not there.
    public mutating func add(cms bytes: [UInt8], anchor: [UInt8], file: String) throws(Unreadable) {
        guard let der = PEM.certificates(anchor).first ?? nil, let anchor = try? Certificate(der: der) else {
            throw Unreadable(file: file, problem: "the trust anchor is no certificate in PEM")
        }
        guard let message = try? CMSMessage(bytes) else { throw Unreadable(file: file, problem: "not a CMS message") }
        guard message.isSigned(by: anchor) else {
            throw Unreadable(file: file, problem: "not signed by this trust anchor, or altered")
        }
        add([("certificate", Self.signer(der: message.content, identifier: nil))], of: file)
    }

    /// The document signer that an authority's certificate makes besides; nil for every other.
    private static func signingAuthority(der: [UInt8]) -> Signer? {
        guard let certificate = try? Certificate(der: der), certificate.isAuthority else { return nil }
        return Signer(certificate, role: .documents, identifier: certificate.identifier, issuer: nil)
    }

    /// The signer that a certificate makes: an authority where it says so, else a document signer.
    static func signer(der: [UInt8], identifier: [UInt8]?) -> Result<Signer, Unusable> {
        do throws(CertificateFault) {
            let certificate = try Certificate(der: der)
            if certificate.isAuthority {
                return .success(
                    Signer(
                        certificate, role: .certificates, identifier: certificate.subjectKeyIdentifier ?? [],
                        issuer: nil))
            }
            guard certificate.maySign else { return .failure(Unusable(reason: "its key usage forbids signing")) }
            return .success(
                Signer(certificate, role: .documents, identifier: identifier ?? certificate.identifier, issuer: nil))
        } catch {
            return .failure(Unusable(reason: error.words))
        }
    }

    private static func entry(method: JSON, number: Int) -> Entry {
        let id = method["id"]?.string ?? ""
        let kid = id.split(separator: "#").last.map(String.init) ?? ""
        let name = id.isEmpty ? "key \(number)" : id
        guard let jwk = method["publicKeyJwk"] else { return (name, .failure(Unusable(reason: "no JWK"))) }
        let identifier = Base64.decode(kid.utf8, .standard, isPadded: true) ?? Base64.decode(kid.utf8, isPadded: true)
        guard let identifier, !identifier.isEmpty else { return (name, .failure(Unusable(reason: "no key id"))) }
        guard let der = jwk["x5c"]?.array?.first?.string.flatMap({ Base64.decode($0.utf8, .standard, isPadded: true) })
        else {
            guard let key = JWK.key(jwk) else { return (name, .failure(Unusable(reason: JWK.unusable(jwk)))) }
            let country = method["participant"]?["code"]?.string.map { String($0.drop { $0 == "#" }) }
            return (name, .success(Signer(key, role: .documents, identifier: identifier, issuer: country)))
        }
        let signer = signer(der: der, identifier: identifier)
        // A key that says one thing and a certificate that says another: nobody knows which was meant.
        if case .success(let signer) = signer, let key = JWK.key(jwk), key.info != signer.key.info {
            return (name, .failure(Unusable(reason: "its JWK is not the key of its certificate")))
        }
        return (name, signer)
    }

    /// Lists come from an operator, and are long.
    static func json(_ bytes: [UInt8]) -> JSON? { try? JSONReader.read(bytes, maximumItems: 4_000_000) }
}
