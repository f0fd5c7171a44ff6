extension Signer {
    /// CBOR items of one signer in a bundle, at most: the map, its keys and its values.
    static let maximumItems = 19

    private enum Label {
        static let role: CBOR = 0
        static let identifier: CBOR = 1
        static let key: CBOR = 2
        static let issuer: CBOR = 3
        static let notBefore: CBOR = 4
        static let notAfter: CBOR = 5
        static let usage: CBOR = 6
        static let fingerprint: CBOR = 7
        static let subject: CBOR = 8
    }

    var cbor: CBOR {
        var fields: [CBOR: CBOR] = [
            Label.role: .unsigned(UInt64(role.rawValue)), Label.identifier: .bytes(identifier),
            Label.key: .bytes(keyInfo),
        ]
        fields[Label.issuer] = issuer.map(CBOR.text)
        fields[Label.notBefore] = notBefore.map { .unsigned(UInt64(max(0, $0.seconds))) }
        fields[Label.notAfter] = notAfter.map { .unsigned(UInt64(max(0, $0.seconds))) }
        fields[Label.usage] = usage.isEmpty ? nil : .unsigned(UInt64(usage.rawValue))
        fields[Label.fingerprint] = fingerprint.map(CBOR.bytes)
        fields[Label.subject] = subject.map(CBOR.bytes)
        return .map(fields)
    }

    /// Nil where something in it cannot be read.
    init?(_ item: CBOR) {
        guard let fields = item.entries,
            let role = fields[Label.role]?.count.flatMap({ Role(rawValue: UInt8(clamping: $0)) }),
            case .bytes(let identifier) = fields[Label.identifier], case .bytes(let keyInfo) = fields[Label.key],
            let key = VerificationKey(subjectPublicKeyInfo: keyInfo[...])
        else { return nil }
        self.init(
            role: role, identifier: identifier, issuer: fields[Label.issuer]?.string, key: key, keyInfo: keyInfo,
            notBefore: fields[Label.notBefore]?.numericDate, notAfter: fields[Label.notAfter]?.numericDate,
            usage: HealthUsage(rawValue: UInt8(clamping: fields[Label.usage]?.count ?? 0)),
            fingerprint: fields[Label.fingerprint]?.byteString, subject: fields[Label.subject]?.byteString)
    }
}

extension CBOR {
    var byteString: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
}
