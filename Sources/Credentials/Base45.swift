/// Base45 (RFC 9285): two bytes in three letters of a QR code's alphanumeric mode. Every byte string has one spelling.
package enum Base45 {
    /// RFC 9285 section 4.2.
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    /// The value of each letter; 255 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 1) / 2 * 3)
        for start in stride(from: 0, to: bytes.count, by: 2) {
            let pair = bytes[start..<min(start + 2, bytes.count)]
            var value = pair.reduce(0) { $0 << 8 | Int($1) }
            for _ in 0...pair.count {
                text.append(alphabet[value % 45])
                value /= 45
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for a letter outside the alphabet, a group above 65,535 (of two letters: above 255) and a single letter left over.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let digits = text.map { values[Int($0)] }
        guard digits.count % 3 != 1, digits.allSatisfy({ $0 < 45 }) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 3 * 2 + 1)
        for start in stride(from: 0, to: digits.count, by: 3) {
            let group = digits[start..<min(start + 3, digits.count)]
            let value = group.reversed().reduce(0) { $0 * 45 + Int($1) }
            guard value < 1 << (8 * (group.count - 1)) else { return nil }
            if group.count == 3 { bytes.append(UInt8(value >> 8)) }
            bytes.append(UInt8(value & 255))
        }
        return bytes
    }
}
