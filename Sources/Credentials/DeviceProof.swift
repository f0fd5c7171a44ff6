import Vocabulary

/// What a phone puts after the pass that is bound to it, anew every 15 s: the time, and its signature over the pass and that.
///
/// 68 bytes: seconds since 1970 in four, the greatest first, and r and s of ES256. They stand after the bytes of the pass,
/// inside the one Base45 text.
struct DeviceProof {
    static let length = 68

    /// By the phone's clock.
    let time: WallTime
    let signature: [UInt8]
    private let timeBytes: [UInt8]

    /// Nil where there are not 68 bytes.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        timeBytes = Array(bytes.prefix(4))
        time = WallTime(seconds: timeBytes.reduce(0) { $0 << 8 | Int64($1) })
        signature = Array(bytes.dropFirst(4))
    }

    /// A Sig_structure (RFC 9052 section 4.4) of ES256 whose external data is the pass and whose payload is the time, so that
    /// the phone's signature stands for this pass and no other.
    func signatureInput(over pass: [UInt8]) -> [UInt8] {
        CBOR.array([
            .text("Signature1"), .bytes(CBOR.map([1: -7]).encoded), .bytes(pass), .bytes(timeBytes),
        ]).encoded
    }
}

extension Payload {
    /// Whether both are one code in front of the camera: the same bytes, or a pass whose phone only signed anew.
    public func isSameCode(as other: Payload) -> Bool {
        if self == other { return true }
        guard bytes.count == other.bytes.count, bytes.count > SitePass.maximumLength, SitePassFormat.recognises(bytes)
        else { return false }
        // 68 bytes are 102 letters of Base45.
        let pass = bytes.count - DeviceProof.length / 2 * 3
        return bytes[..<pass] == other.bytes[..<pass]
    }
}
