/// HMAC-SHA256 of a credential under a key that only this station has; never the identifier itself.
public struct CredentialHash: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }
}
