import Crypto
import Glibc

/// The private key of an issuer (Ed25519). It makes passes and is never needed on a gate.
public struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    public let publicKey: PublicKey

    /// A new key from the system's random numbers.
    public init() { self.init(Curve25519.Signing.PrivateKey()) }

    private init(_ key: Curve25519.Signing.PrivateKey) {
        self.key = key
        publicKey = PublicKey(bytes: Array(key.publicKey.rawRepresentation))
    }

    /// Reads a key file.
    ///
    /// Throws a `KeyFault` for a file that is no key, and for one that group or others can get at: chmod 600 mends it.
    public init(file: String) throws(KeyFault) {
        let bytes: [UInt8]
        let mode: mode_t
        do throws(SystemError) {
            let open = try OpenFile(file, O_RDONLY)
            mode = try open.status().st_mode & 0o7777
            bytes = try open.read(limit: KeyFile.maximumLength)
        } catch {
            throw KeyFault(file: file, line: nil, problem: "the key cannot be read: \(error.words)")
        }
        do throws(KeyFault) {
            let seed = try KeyFile.key(KeyFile.privateWord, in: String(decoding: bytes, as: UTF8.self))
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
                throw KeyFault(file: nil, line: nil, problem: "not an Ed25519 key")
            }
            guard mode & 0o077 == 0 else {
                throw KeyFault(
                    file: nil, line: nil,
                    problem: "group or others can get at this private key (mode 0\(String(mode, radix: 8))): "
                        + "chmod 600 it, and make a new key if somebody may have copied this one")
            }
            self.init(key)
        } catch {
            throw error.inFile(file)
        }
    }

    /// Writes the key as a new file of mode 0600 and waits for the disk.
    ///
    /// Throws a `KeyFault` where the file exists: a key is never overwritten.
    public func write(to file: String) throws(KeyFault) {
        let text = KeyFile.text(
            KeyFile.privateWord, Array(key.rawRepresentation),
            comment: "PRIVATE key \(Hex.text(publicKey.identifier)) of an issuer of passes: keep it off every gate.")
        try KeyFile.make(file, mode: 0o600, text)
    }

    /// The signature of `data`, 64 bytes (RFC 8032 section 5.1.6).
    func sign(_ data: [UInt8]) -> [UInt8] {
        guard let signature = try? key.signature(for: data) else {
            preconditionFailure("Ed25519 signs any bytes")
        }
        return Array(signature)
    }
}
