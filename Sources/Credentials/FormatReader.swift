import Vocabulary

/// One format of credential: how its payloads are recognised, and what is made of them. Each has a file of its own.
protocol FormatReader: Sendable {
    /// Nil where the gate cannot tell what it is.
    static var format: CredentialFormat? { get }

    /// By shape alone.
    static func recognises(_ bytes: [UInt8]) -> Bool

    /// Only for what was recognised.
    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination
}

extension TrustStore {
    /// The formats in the order in which they are tried.
    private static let formats: [any FormatReader.Type] = [
        SitePassFormat.self, HealthCertificateFormat.self, SmartHealthCardFormat.self, VisibleSealFormat.self,
        TokenFormat.self, BadgeFormat.self, NamedFormat.self,
    ]

    /// The format that these bytes are taken for; nil for none.
    static func format(of bytes: [UInt8]) -> (any FormatReader.Type)? { formats.first { $0.recognises(bytes) } }

    /// Bytes in, a verified credential or a refusal out.
    ///
    /// What has the shape of no credential is `notAPass`: web addresses, Wi-Fi, payment codes, plain text.
    public func examine(_ payload: Payload) -> Examination {
        let reader = Self.format(of: payload.bytes)
        if payload.isCut {
            return Examination(format: reader?.format, signature: .none, outcome: .failure(.tooLong))
        }
        guard let reader else {
            return Examination(format: nil, signature: .none, outcome: .failure(.notAPass))
        }
        return reader.examine(payload.bytes, with: self).marked(by: self)
    }
}

extension Examination {
    /// The same, with the denylist of `trust` held against it.
    func marked(by trust: TrustStore) -> Examination {
        guard case .success(var credential) = outcome, trust.isDenied(credential.identifier) else { return self }
        credential.isDenied = true
        var marked = self
        marked.outcome = .success(credential)
        return marked
    }
}

extension [UInt8] {
    /// Whether it begins with an ASCII word, in letters of either case, as a scheme may be written.
    func begins(with word: String) -> Bool {
        func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
        return count >= word.utf8.count && zip(self, word.utf8).allSatisfy { lower($0) == lower($1) }
    }
}
