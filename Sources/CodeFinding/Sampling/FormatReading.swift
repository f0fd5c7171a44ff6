/// The format information that samples speak for.
struct FormatReading {
    /// Error correction level and mask, the five bits of data in the word.
    private(set) var data: UInt32 = 0
    /// One of the 32 words there are.
    private(set) var word: UInt32 = 0
    /// How well both its copies agree with the samples.
    private(set) var agreement = -Float.infinity

    /// Whether the samples are of a code that is seen as in a mirror.
    static func isMirrored(_ samples: borrowing Samples) -> Bool {
        FormatReading(samples, isMirrored: true).agreement > FormatReading(samples, isMirrored: false).agreement
    }

    /// The word most like the samples, of a code that is seen as in a mirror or not.
    init(_ samples: borrowing Samples, isMirrored: Bool) {
        for data in 0..<32 {
            let word = FormatInformation.word(UInt32(data))
            var agreement: Float = 0
            for bit in 0..<15 {
                let (x, y) = FormatInformation.place(bit)
                let (otherX, otherY) = FormatInformation.otherPlace(bit, side: samples.side)
                let dark =
                    isMirrored ? samples[y, x] + samples[otherY, otherX] : samples[x, y] + samples[otherX, otherY]
                agreement += word >> UInt32(bit) & 1 == 1 ? dark : -dark
            }
            if agreement > self.agreement {
                (self.data, self.word, self.agreement) = (UInt32(data), word, agreement)
            }
        }
    }
}
