/// One of the forty sizes of a QR code (ISO/IEC 18004, 5.3.1).
struct Version: Hashable, BitwiseCopyable {
    static let most = 40
    let number: Int

    init?(_ number: Int) {
        guard (1...Self.most).contains(number) else { return nil }
        self.number = number
    }

    /// Modules on a side.
    var side: Int { 17 + 4 * number }

    /// How many rows, and how many columns, of alignment patterns there are (annex E).
    var alignmentCount: Int { number == 1 ? 0 : number / 7 + 2 }

    /// The row, or the column, of the centres of the `index`-th row of alignment patterns. They are evenly spaced from the last
    /// one backwards by an even number of modules; the first is in line with the timing pattern.
    func alignmentPlace(_ index: Int) -> Int {
        guard index > 0 else { return 6 }
        let gaps = alignmentCount - 1
        let spacing = number == 32 ? 26 : (side - 13 + 2 * gaps - 1) / (2 * gaps) * 2
        return side - 7 - (gaps - index) * spacing
    }

    /// Whether there is an alignment pattern at that row and column of them: three places are taken by finder patterns.
    func hasAlignment(_ row: Int, _ column: Int) -> Bool {
        let last = alignmentCount - 1
        return !(row == 0 && (column == 0 || column == last) || column == 0 && row == last)
    }

    /// The 18 bits that tell the version from number 7 on: 6 of data, 12 of the BCH code (annex D).
    var information: UInt32 {
        var remainder = UInt32(number) << 12
        for bit in stride(from: 17, through: 12, by: -1) where remainder >> UInt32(bit) & 1 == 1 {
            remainder ^= 0x1F25 << UInt32(bit - 12)
        }
        return UInt32(number) << 12 | remainder
    }
}

/// The 32 words of 15 bits that tell error correction level and mask (annex C).
enum FormatInformation {
    static func word(_ data: UInt32) -> UInt32 {
        var remainder = data << 10
        for bit in stride(from: 14, through: 10, by: -1) where remainder >> UInt32(bit) & 1 == 1 {
            remainder ^= 0x537 << UInt32(bit - 10)
        }
        return (data << 10 | remainder) ^ 0x5412
    }

    /// Where bit `bit` stands around the upper left finder pattern, as column and row.
    static func place(_ bit: Int) -> (Int, Int) {
        // Around the timing pattern and the corner.
        if bit < 6 { return (8, bit) }
        if bit < 8 { return (8, bit + 1) }
        return bit == 8 ? (7, 8) : (14 - bit, 8)
    }

    /// Where it stands the second time, beside the two other finder patterns.
    static func otherPlace(_ bit: Int, side: Int) -> (Int, Int) {
        bit < 8 ? (side - 1 - bit, 8) : (8, side - 15 + bit)
    }
}
