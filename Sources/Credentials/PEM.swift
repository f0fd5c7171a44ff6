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
