import Vocabulary

/// Compiles published trust lists to one signed, versioned bundle for gates. Here, and not on a gate, lists are read.
///
/// Lists are added one after the other; what is in one and cannot be used is noted with its reason, and the rest is taken.
public struct TrustImport: Sendable {
    /// An entry of a list that was not taken.
    public struct Refused: Hashable, Sendable, CustomStringConvertible {
        public let file: String
        /// What the list calls it: a key id, or its place.
        public let name: String
        public let reason: String

        public var description: String { "\(file): \(name): \(reason)" }
    }

    /// What came of one list.
    public struct Count: Hashable, Sendable {
        public let file: String
        public var offered = 0
        public var taken = 0
        /// Already there from a list before.
        public var known = 0
    }

    public private(set) var counts: [Count] = []
    public private(set) var refused: [Refused] = []
    private var signers: [Signer] = []
    private var seen: Set<CBOR> = []
    private var hashes: Set<[UInt8]> = []
    private var withdrawals: [[UInt8]: WallTime] = [:]

    public init() {}

    /// A key or a certificate of a list, or why it is none.
    typealias Entry = (name: String, signer: Result<Signer, Unusable>)

    /// Why an entry is not taken.
    struct Unusable: Error {
        let reason: String
    }

    /// A list that is none at all.
    public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        public let file: String
        public let problem: String

        public var description: String { "\(file): \(problem)" }
    }

    mutating func add(_ entries: [Entry], of file: String) {
        var count = Count(file: file)
        for entry in entries {
            count.offered += 1
            switch entry.signer {
            case .failure(let unusable): refused.append(Refused(file: file, name: entry.name, reason: unusable.reason))
            case .success(let signer):
                if seen.insert(signer.cbor).inserted {
                    signers.append(signer)
                    count.taken += 1
                } else {
                    count.known += 1
                }
            }
        }
        counts.append(count)
    }

    mutating func withdraw(_ hash: [UInt8], madeBefore time: WallTime?) {
        if let time { withdrawals[hash] = max(time, withdrawals[hash] ?? time) } else { hashes.insert(hash) }
    }

    mutating func refuse(_ file: String, _ name: String, _ reason: String) {
        refused.append(Refused(file: file, name: name, reason: reason))
    }

    func bundle(version: UInt64, created: WallTime) -> TrustBundle {
        TrustBundle(version: version, created: created, signers: signers, withdrawals: withdrawals)
    }

    /// Writes bundle, its public key and the hashes of the withdrawn to `folder`, which then is a trust folder for gates;
    /// gives the bundle's version, which is one above the one there.
    ///
    /// Throws a `TrustFault` where nothing was taken, a bundle of another key stands there or the folder cannot be written.
    public func write(to folder: String, signedBy key: SigningKey, at time: WallTime) throws(TrustFault) -> UInt64 {
        guard !signers.isEmpty else {
            throw TrustFault(folder, "no list held a key that can be used: no bundle was made")
        }
        guard signers.count <= TrustBundle.maximumSigners else {
            throw TrustFault(
                folder, "\(signers.count) keys are more than the \(TrustBundle.maximumSigners) a bundle holds")
        }
        let old = try TrustBundle(folder: folder)
        let bundle = bundle(version: (old?.version ?? 0) + 1, created: time)
        if !hashes.isEmpty { try RevokedHashes.write(hashes, in: folder) }
        try bundle.write(to: folder, signedBy: key)
        return bundle.version
    }
}

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

    /// A PEM file of certificates: authorities, or document signers under their usual key id.
    ///
    /// Throws an `Unreadable` where it holds none.
    public mutating func add(pem bytes: [UInt8], file: String) throws(Unreadable) {
        let blocks = PEM.certificates(bytes)
        guard !blocks.isEmpty else { throw Unreadable(file: file, problem: "no certificate in PEM") }
        let entries = blocks.enumerated().map { index, block -> Entry in
            guard let der = block else {
                return ("certificate \(index + 1)", .failure(Unusable(reason: "damaged base64")))
            }
            return ("certificate \(index + 1)", Self.signer(der: der, identifier: nil))
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

extension CertificateFault {
    var words: String {
        switch self {
        case .damaged: "its certificate is damaged"
        case .unusableKey: "a kind of key that is not checked here"
        case .unreadableTime: "its validity cannot be read"
        }
    }
}

/// PEM (RFC 7468).
enum PEM {
    /// The certificates of a file in their order; nil for one whose base64 is damaged.
    static func certificates(_ bytes: [UInt8]) -> [[UInt8]?] {
        var found: [[UInt8]?] = []
        var block: [UInt8]?
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if line.starts(with: "-----BEGIN CERTIFICATE-----".utf8) {
                block = []
            } else if line.starts(with: "-----END CERTIFICATE-----".utf8) {
                if let text = block { found.append(Base64.decode(text, .standard, isPadded: true)) }
                block = nil
            } else {
                block?.append(contentsOf: line.filter { $0 != 0x20 && $0 != 0x09 })
            }
        }
        return found
    }
}
