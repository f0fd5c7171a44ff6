import Crypto
import Glibc

/// The public key of an issuer: Ed25519 (RFC 8032), and nothing else is tried with it.
public struct PublicKey: Hashable, Sendable {
    /// EdDSA (RFC 9053 section 2.2). The key says so, whatever a message claims.
    static let algorithm: CBOR = -8

    /// The 32 bytes of the encoded point.
    let bytes: [UInt8]

    /// 8 bytes: the head of the key's COSE thumbprint (RFC 9679), so that a key always has the same id.
    public let identifier: [UInt8]

    /// Any 32 bytes; what is no point of the curve verifies nothing.
    init(bytes: [UInt8]) {
        precondition(bytes.count == 32)
        self.bytes = bytes
        // kty (1) OKP, crv (-1) Ed25519, x (-2): RFC 9679 section 4.1.
        let thumbprint = SHA256.hash(data: CBOR.map([1: 1, -1: 6, -2: .bytes(bytes)]).encoded)
        identifier = Array(thumbprint.prefix(8))
    }

    /// Reads the text of a `.pub` file. The fault names the line, not the file.
    public init(fileText: String) throws(KeyFault) {
        self.init(bytes: try KeyFile.key(KeyFile.publicWord, in: fileText))
    }

    /// Reads a `.pub` file.
    public init(file: String) throws(KeyFault) {
        let bytes: [UInt8]
        do { bytes = try OpenFile(file, O_RDONLY).read(limit: KeyFile.maximumLength) } catch {
            throw KeyFault(file: file, line: nil, problem: "the key cannot be read: \(error.words)")
        }
        do { try self.init(fileText: String(decoding: bytes, as: UTF8.self)) } catch { throw error.inFile(file) }
    }

    /// The text of a `.pub` file.
    public var fileText: String {
        KeyFile.text(
            KeyFile.publicWord, bytes,
            comment: "Public key \(Hex.text(identifier)) of an issuer of passes, for the trust folder of a gate.")
    }

    /// Writes a new `.pub` file for everybody to read. Throws a `KeyFault`, also where there is one.
    public func write(to file: String) throws(KeyFault) { try KeyFile.make(file, mode: 0o644, fileText) }

    /// Whether `message` claims this key's algorithm and carries this key's signature.
    func verifies(_ message: COSESign1) -> Bool {
        message.algorithm == Self.algorithm && isSignature(message.signature, of: message.signatureInput)
    }

    func isSignature(_ signature: [UInt8], of data: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: data)
    }
}
