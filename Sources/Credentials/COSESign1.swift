/// A COSE_Sign1 message (RFC 9052 section 4.2) as it was read: nothing of it is believed yet.
struct COSESign1 {
    /// The protected header as its bytes stand in the message; empty where it is an empty map.
    let protectedBytes: [UInt8]
    let protectedHeader: [CBOR: CBOR]
    let unprotectedHeader: [CBOR: CBOR]
    let payload: [UInt8]
    let signature: [UInt8]

    /// The tag of a COSE_Sign1 (RFC 9052 section 4.2).
    private static let tag: UInt64 = 18
    /// The tag of a CWT, outside of the other (RFC 8392 section 6).
    private static let tokenTag: UInt64 = 61

    /// Header labels (RFC 9052 section 3.1).
    private enum Label {
        static let algorithm: CBOR = 1
        static let critical: CBOR = 2
        static let keyIdentifier: CBOR = 4
    }

    /// Reads a tagged or an untagged message.
    ///
    /// Throws `malformed` also for a label that stands in both headers and for a critical header (RFC 9052 section 3): none
    /// is understood here. A message of somebody else (`isForeign`) may stand in the tag of a CWT and repeat a label: there
    /// are such health certificates, and the protected header goes before.
    init(_ bytes: [UInt8], isForeign: Bool = false) throws(Refusal) {
        var item = try CBOR(reading: bytes)
        if isForeign, case .tagged(Self.tokenTag, let inner) = item { item = inner }
        if case .tagged(Self.tag, let inner) = item { item = inner }
        guard case .array(let parts) = item, parts.count == 4, case .bytes(let header) = parts[0],
            case .map(let unprotected) = parts[1], case .bytes(let payload) = parts[2],
            case .bytes(let signature) = parts[3],
            case .map(let protected) = header.isEmpty ? .map([:]) : try CBOR(reading: header),
            isForeign || protected.keys.allSatisfy({ unprotected[$0] == nil }),
            protected[Label.critical] == nil, unprotected[Label.critical] == nil
        else { throw .malformed }
        protectedBytes = protected.isEmpty ? [] : header
        protectedHeader = protected
        unprotectedHeader = unprotected
        self.payload = payload
        self.signature = signature
    }

    /// Signs `payload`; algorithm and key id stand in the protected header, nothing in the other.
    init(payload: [UInt8], signedBy key: SigningKey) {
        let header = CBOR.map(Self.header(of: key.publicKey.identifier)).encoded
        self.init(
            payload: payload, keyIdentifier: key.publicKey.identifier,
            signature: key.sign(Self.signatureInput(header, payload)))
    }

    /// A message as it is signed here, put together again from what differs; nothing of it is believed yet.
    init(payload: [UInt8], keyIdentifier: [UInt8], signature: [UInt8]) {
        protectedHeader = Self.header(of: keyIdentifier)
        protectedBytes = CBOR.map(protectedHeader).encoded
        unprotectedHeader = [:]
        self.payload = payload
        self.signature = signature
    }

    /// The protected header of what is signed here.
    private static func header(of keyIdentifier: [UInt8]) -> [CBOR: CBOR] {
        [Label.algorithm: PublicKey.algorithm, Label.keyIdentifier: .bytes(keyIdentifier)]
    }

    /// Whether the message, read from `bytes`, is in the one form that is signed here: what else is in a header, stands
    /// untagged or is longer than needed makes it another.
    func isOwnForm(of bytes: [UInt8]) -> Bool {
        guard let keyIdentifier else { return false }
        return protectedBytes == CBOR.map(Self.header(of: keyIdentifier)).encoded && unprotectedHeader.isEmpty
            && encoded == bytes
    }

    /// The message in its one deterministic spelling, tagged.
    var encoded: [UInt8] {
        let parts: [CBOR] = [
            .bytes(protectedBytes), .map(unprotectedHeader), .bytes(payload), .bytes(signature),
        ]
        return CBOR.tagged(Self.tag, .array(parts)).encoded
    }

    /// The algorithm the message claims: an integer, a text, or nothing.
    var algorithm: CBOR? { protectedHeader[Label.algorithm] }

    /// The id of the key, from the protected header alone.
    var keyIdentifier: [UInt8]? {
        guard case .bytes(let identifier) = protectedHeader[Label.keyIdentifier] else { return nil }
        return identifier
    }

    /// The algorithm, and the key id, from the protected header, and from the other only where that says nothing of it: many
    /// countries' certificates say it there alone.
    var foreignAlgorithm: CBOR? { algorithm ?? unprotectedHeader[Label.algorithm] }

    var foreignKeyIdentifier: [UInt8]? {
        guard
            case .bytes(let identifier) = protectedHeader[Label.keyIdentifier] ?? unprotectedHeader[Label.keyIdentifier]
        else { return nil }
        return identifier
    }

    /// What the signature is over: the Sig_structure of RFC 9052 section 4.4, without external data.
    var signatureInput: [UInt8] { Self.signatureInput(protectedBytes, payload) }

    private static func signatureInput(_ protectedBytes: [UInt8], _ payload: [UInt8]) -> [UInt8] {
        CBOR.array([.text("Signature1"), .bytes(protectedBytes), .bytes([]), .bytes(payload)]).encoded
    }
}

extension CBOR {
    /// Reads exactly one item; whatever is wrong with it, the credential is malformed.
    init(reading bytes: [UInt8]) throws(Refusal) {
        do { self = try CBORReader.read(bytes) } catch { throw .malformed }
    }
}
