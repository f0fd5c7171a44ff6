/// The fields of a certificate where they stand.
struct CertificateFields {
    let signed: DERElement
    let issuer: DERElement
    let notBefore: DERElement
    let notAfter: DERElement
    let subject: DERElement
    let keyInfo: DERElement
    let extensions: DERElement?
    let signatureAlgorithm: [UInt8]
    let signature: [UInt8]

    init(_ der: [UInt8]) throws(DERFault) {
        let parts = try DERReader.element(der[...]).fields()
        guard parts.count == 3, let algorithm = try parts[1].fields().first else { throw .unexpected }
        signed = parts[0]
        signatureAlgorithm = Array(algorithm.whole)
        signature = try parts[2].bits()
        // Version and both unique ids are optional: serial, algorithm, issuer, validity, subject and key follow the version.
        let all = try parts[0].fields()
        let fields = all.first?.tag == DERTag.context(0) ? Array(all.dropFirst()) : all
        // The algorithm stands twice, and the same (section 4.1.1.2).
        guard fields.count >= 6, fields[1].whole.elementsEqual(parts[1].whole) else { throw .unexpected }
        issuer = fields[2]
        let validity = try fields[3].fields()
        guard validity.count == 2 else { throw .unexpected }
        notBefore = validity[0]
        notAfter = validity[1]
        subject = fields[4]
        keyInfo = fields[5]
        extensions = fields.dropFirst(6).first { $0.tag == DERTag.context(3) }
    }
}

/// The extensions that matter. Others are passed over, critical ones too: what they restrict is not asked here.
struct CertificateExtensions {
    var usage: HealthUsage = []
    var maySeal = false
    /// The first byte of the bits: 0x80 digitalSignature, 0x04 keyCertSign.
    var keyUsage: UInt8?
    var isAuthority = false
    var subjectKeyIdentifier: [UInt8]?
    var authorityKeyIdentifier: [UInt8]?

    init(_ field: DERElement?) throws(DERFault) {
        guard let field else { return }
        for item in try DERReader.element(field.content).fields() {
            let parts = try item.fields()
            guard let identifier = parts.first, let value = parts.last, value.tag == DERTag.octetString else {
                throw .unexpected
            }
            try note(Array(identifier.whole), value.content)
        }
    }

    private mutating func note(_ identifier: [UInt8], _ value: ArraySlice<UInt8>) throws(DERFault) {
        switch identifier {
        case OID.keyUsage:
            let bits = try DERReader.element(value)
            guard bits.tag == DERTag.bitString, bits.content.count >= 1 else { throw .unexpected }
            keyUsage = bits.content.dropFirst().first ?? 0
        case OID.basicConstraints:
            let fields = try DERReader.element(value).fields()
            isAuthority = fields.first.map { $0.tag == DERTag.boolean && $0.content.first == 0xFF } ?? false
        case OID.extendedKeyUsage:
            let identifiers = try DERReader.element(value).fields().map { Array($0.whole) }
            usage = HealthUsage(identifiers)
            maySeal = identifiers.contains(OID.visibleSeal)
        case OID.subjectKeyIdentifier:
            subjectKeyIdentifier = Array(try DERReader.element(value).content)
        case OID.authorityKeyIdentifier:
            let fields = try DERReader.element(value).fields()
            authorityKeyIdentifier = fields.first { $0.tag == DERTag.implicit(0) }.map { Array($0.content) }
        default: break
        }
    }
}
