/// Base64 and base64url (RFC 4648 sections 4 and 5).
enum Base64 {
    enum Alphabet { case standard, url }

    private static let letters: [Alphabet: [UInt8]] = {
        let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return [.standard: Array((common + "+/").utf8), .url: Array((common + "-_").utf8)]
    }()

    private static let values: [Alphabet: [UInt8]] = letters.mapValues { letters in
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }

    /// Nil for a letter outside the alphabet, a single letter left over, and bits that are lost: every byte string has one
    /// spelling. `=` at the end is only ever read where `isPadded` says so, and then need not be there.
    static func decode(_ text: some Collection<UInt8>, _ alphabet: Alphabet = .url, isPadded: Bool = false) -> [UInt8]?
    {
        guard let values = values[alphabet] else { return nil }
        var letters = Array(text)
        if isPadded { while letters.last == UInt8(ascii: "=") { letters.removeLast() } }
        guard letters.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count / 4 * 3 + 2)
        var (bits, count): (UInt32, Int) = (0, 0)
        for letter in letters {
            let value = values[Int(letter)]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard bits & (1 << UInt32(count) - 1) == 0 else { return nil }
        return bytes
    }

    static func isURLLetter(_ letter: UInt8) -> Bool { (values[.url]?[Int(letter)] ?? 255) < 64 }

    /// In the standard alphabet, filled up with `=`.
    static func padded(_ bytes: [UInt8]) -> String {
        let text = encode(bytes, .standard)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    /// Without padding.
    static func encode(_ bytes: [UInt8], _ alphabet: Alphabet = .url) -> String {
        guard let letters = letters[alphabet] else { return "" }
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0...group.count { text.append(letters[Int(bits >> UInt32(18 - 6 * place) & 63)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
