import Crypto

/// A CMS SignedData (RFC 5652 section 5) with its content inside, of which the first signer alone is read: what the WHO's
/// trust anchor puts around a country's authority.
struct CMSMessage {
    /// What was signed; believed only once `isSigned` says so.
    let content: [UInt8]
    private let signedAttributes: [UInt8]?
    private let digestInAttributes: [UInt8]?
    private let signature: [UInt8]

    /// The DER of id-signedData, of the attribute messageDigest and of SHA-256 (RFC 5652 sections 5.1 and 11.2, RFC 5754).
    private enum Identifier {
        static let signedData: [UInt8] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2]
        static let messageDigest: [UInt8] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 4]
        static let sha256: [UInt8] = [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]
    }

    /// Throws a `DERFault` for anything else, also for another digest than SHA-256.
    init(_ der: [UInt8]) throws(DERFault) {
        let outer = try DERReader.element(der[...]).fields()
        guard outer.count == 2, Array(outer[0].whole) == Identifier.signedData else { throw .unexpected }
        let data = try DERReader.element(outer[1].content).fields()
        guard data.count >= 4, let signers = data.last, signers.tag == DERTag.set,
            let signer = try signers.children().first
        else { throw .unexpected }
        let inside = try data[2].fields()
        guard inside.count == 2 else { throw .unexpected }
        let octets = try DERReader.element(inside[1].content)
        guard octets.tag == DERTag.octetString else { throw .unexpected }
        content = Array(octets.content)
        // Version, signer, digest, attributes where there are some, algorithm, signature.
        var fields = try signer.fields()[...]
        guard fields.count >= 5, let digest = try fields.dropFirst(2).first?.children().first,
            Array(digest.whole) == Identifier.sha256
        else { throw .unexpected }
        fields = fields.dropFirst(3)
        if let attributes = fields.first, attributes.tag == DERTag.context(0) {
            digestInAttributes = try Self.digest(in: attributes)
            // Section 5.4: what is signed is the set with its own tag.
            signedAttributes = [DERTag.set] + attributes.whole.dropFirst()
            fields = fields.dropFirst()
        } else {
            digestInAttributes = nil
            signedAttributes = nil
        }
        guard let last = fields.dropFirst().first, last.tag == DERTag.octetString else { throw .unexpected }
        signature = Array(last.content)
    }

    private static func digest(in attributes: DERElement) throws(DERFault) -> [UInt8] {
        for attribute in try attributes.children() {
            let parts = try attribute.fields()
            guard parts.count == 2, Array(parts[0].whole) == Identifier.messageDigest else { continue }
            guard let value = try parts[1].children().first, value.tag == DERTag.octetString else { throw .unexpected }
            return Array(value.content)
        }
        throw .unexpected
    }

    /// Whether `certificate`'s key signed the content.
    func isSigned(by certificate: Certificate) -> Bool {
        let digest = Array(SHA256.hash(data: content))
        if let signedAttributes {
            return digestInAttributes == digest && certificate.key.isDERSignature(signature, of: signedAttributes)
        }
        return certificate.key.isDERSignature(signature, of: content)
    }
}
