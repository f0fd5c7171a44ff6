extension TrustImport {
    /// A list of document signers: an array of entries as a gateway hands it out, or `certificates` with such an array as the apps
    /// of Germany and others get it, behind a line with the list's signature or without one. An entry has a certificate
    /// (`rawData` or `certificate`, DER in base64), and may have its `kid` and what it is for (`certificateType` or `group`).
    ///
    /// Throws an `Unreadable` where it is no such list.
    public mutating func add(signerList bytes: [UInt8], file: String) throws(Unreadable) {
        let start = bytes.firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? 0
        let list = Self.json(Array(bytes[start...]))
        guard let items = list?.array ?? list?["certificates"]?.array else {
            throw Unreadable(
                file: file, problem: "not a list of document signers: no array of them, and no \"certificates\"")
        }
        add(items.enumerated().flatMap { Self.entries(listed: $1, number: $0 + 1) }, of: file)
    }

    /// A DID document of the WHO's network: `verificationMethod`, each a JWK with its certificates.
    ///
    /// Throws an `Unreadable` where it is no such document.
    public mutating func add(did bytes: [UInt8], file: String) throws(Unreadable) {
        guard let document = Self.json(bytes), let items = document["verificationMethod"]?.array else {
            throw Unreadable(file: file, problem: "not a DID document: it has no \"verificationMethod\"")
        }
        add(items.enumerated().flatMap { Self.entries(method: $1, number: $0 + 1) }, of: file)
    }

    /// A PEM file of certificates: authorities, and document signers under their usual key id.
    ///
    /// Throws an `Unreadable` where it holds none.
    public mutating func add(pem bytes: [UInt8], file: String) throws(Unreadable) {
        let blocks = PEM.certificates(bytes)
        guard !blocks.isEmpty else { throw Unreadable(file: file, problem: "no certificate in PEM") }
        let entries = blocks.enumerated().flatMap { index, block -> [Entry] in
            let name = "certificate \(index + 1)"
            guard let der = block else { return [(name, .failure(Unusable(reason: "damaged base64")))] }
            return Self.signers(der: der, identifier: nil).map { (name, $0) }
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
        add(Self.signers(der: message.content, identifier: nil).map { ("certificate", $0) }, of: file)
    }

    /// The signers that a certificate makes: an authority where it says that it is one, a document signer where its key usage
    /// does not forbid it, and so both for some. An authority's key usage forbids it as a rule (RFC 5280 section 4.2.1.3: bit 5
    /// is for certificates, bit 0 for all else; Doc 9303 part 12 section 7.1.1).
    static func signers(der: [UInt8], identifier: [UInt8]?) -> [Result<Signer, Unusable>] {
        do throws(CertificateFault) {
            let certificate = try Certificate(der: der)
            let authority = Signer(
                certificate, role: .certificates, identifier: certificate.subjectKeyIdentifier ?? [], issuer: nil)
            let signer = Signer(
                certificate, role: .documents, identifier: identifier ?? certificate.identifier, issuer: nil)
            let made = (certificate.isAuthority ? [authority] : []) + (certificate.maySign ? [signer] : [])
            guard !made.isEmpty else { return [.failure(Unusable(reason: "its key usage forbids signing"))] }
            return made.map { .success($0) }
        } catch {
            return [.failure(Unusable(reason: error.words))]
        }
    }

    private static func entries(listed item: JSON, number: Int) -> [Entry] {
        let kid = item["kid"]?.string
        let name = kid ?? "entry \(number)"
        let group = (item["certificateType"] ?? item["group"])?.string ?? "DSC"
        guard ["DSC", "CSCA", "SCA"].contains(group) else {
            return [(name, .failure(Unusable(reason: "no certificate of a signer: \(group)")))]
        }
        let text = (item["rawData"] ?? item["certificate"])?.string
        guard let der = text.flatMap({ Base64.decode($0.utf8, .standard, isPadded: true) }) else {
            return [(name, .failure(Unusable(reason: "no certificate in base64")))]
        }
        let identifier = kid.flatMap { Base64.decode($0.utf8, .standard, isPadded: true) }
        return signers(der: der, identifier: identifier).map { (name, $0) }
    }

    private static func entries(method: JSON, number: Int) -> [Entry] {
        let id = method["id"]?.string ?? ""
        let kid = id.split(separator: "#").last.map(String.init) ?? ""
        let name = id.isEmpty ? "key \(number)" : id
        guard let jwk = method["publicKeyJwk"] else { return [(name, .failure(Unusable(reason: "no JWK")))] }
        let identifier = Base64.decode(kid.utf8, .standard, isPadded: true) ?? Base64.decode(kid.utf8, isPadded: true)
        guard let identifier, !identifier.isEmpty else { return [(name, .failure(Unusable(reason: "no key id")))] }
        guard let der = jwk["x5c"]?.array?.first?.string.flatMap({ Base64.decode($0.utf8, .standard, isPadded: true) })
        else {
            guard let key = JWK.key(jwk) else { return [(name, .failure(Unusable(reason: JWK.unusable(jwk))))] }
            let country = method["participant"]?["code"]?.string.map { String($0.drop { $0 == "#" }) }
            return [(name, .success(Signer(key, role: .documents, identifier: identifier, issuer: country)))]
        }
        let signers = signers(der: der, identifier: identifier)
        // A key that says one thing and a certificate that says another: nobody knows which was meant.
        if case .success(let signer) = signers.first, let key = JWK.key(jwk), key.info != signer.key.info {
            return [(name, .failure(Unusable(reason: "its JWK is not the key of its certificate")))]
        }
        return signers.map { (name, $0) }
    }

    /// Lists come from an operator, and are long. A byte order mark before them is passed over (RFC 8259 section 8.1).
    static func json(_ bytes: [UInt8]) -> JSON? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return try? JSONReader.read(
            bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes, maximumItems: 4_000_000)
    }
}
