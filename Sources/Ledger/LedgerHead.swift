/// Where the chain stands: the last row's sequence and HMAC. Told to the journal each hour, so that a cut tail shows.
public struct LedgerHead: Hashable, Sendable, LosslessStringConvertible {
    /// Of the last row; 0 before the first.
    public let sequence: Int64
    /// 32 bytes; zeros before the first row.
    public let hmac: [UInt8]

    init(sequence: Int64, hmac: [UInt8]) {
        self.sequence = sequence
        self.hmac = hmac
    }

    /// Before the first row.
    static let beginning = Self(sequence: 0, hmac: [UInt8](repeating: 0, count: Chain.length))

    /// `4711:` and 64 hexadecimal digits, as the journal has it.
    public var description: String {
        "\(sequence):" + hmac.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Reads what `description` writes; nil for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int64(parts[0]), sequence >= 0 else { return nil }
        let digits = parts[1].compactMap(\.hexDigitValue)
        guard parts[1].count == 2 * Chain.length, digits.count == parts[1].count else { return nil }
        self.init(
            sequence: sequence,
            hmac: stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
    }
}
