/// Bytes as lower-case hexadecimal digits, as key ids and pass ids are written for people.
package enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Nil for an odd number of digits and for anything that is not one; upper case is read too.
    package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let values = text.utf8.map { letter in
            switch letter {
            case 48...57: letter - 48
            case 65...70: letter - 55
            case 97...102: letter - 87
            default: UInt8.max
            }
        }
        guard values.count % 2 == 0, values.allSatisfy({ $0 < 16 }) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
