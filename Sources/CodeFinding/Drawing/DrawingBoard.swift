/// Draws codes as they should look into one piece of memory, again and again: two pixels a module, dark on light, the quiet
/// zone around.
struct DrawingBoard: ~Copyable {
    static let quietZone = 4
    private let pixels = Storage<UInt8>(
        4 * (Layout.longestSide + 2 * quietZone) * (Layout.longestSide + 2 * quietZone))

    /// Draws what the layout knows, the format information most like the samples, and for the rest the samples' signs.
    func draw(_ layout: borrowing Layout, _ samples: borrowing Samples) -> Drawing {
        let side = layout.side
        let pitch = 2 * (side + 2 * Self.quietZone)
        pixels.base.update(repeating: 255, count: pitch * pitch)
        for y in 0..<side {
            for x in 0..<side {
                let isDark =
                    switch layout.role(x, y) {
                    case .dark: true
                    case .light: false
                    case .data, .format: samples[x, y] > 0
                    }
                if isDark { fill(x, y, pitch, 0) }
            }
        }
        drawFormat(side, pitch, samples)
        return Drawing(luma: UnsafePointer(pixels.base), width: pitch, height: pitch)
    }

    @inline(__always)
    private func fill(_ x: Int, _ y: Int, _ pitch: Int, _ luma: UInt8) {
        let corner = pixels.base + 2 * (y + Self.quietZone) * pitch + 2 * (x + Self.quietZone)
        corner[0] = luma
        corner[1] = luma
        corner[pitch] = luma
        corner[pitch + 1] = luma
    }

    private func drawFormat(_ side: Int, _ pitch: Int, _ samples: borrowing Samples) {
        let word = FormatReading(samples, isMirrored: false).word
        for bit in 0..<15 {
            let luma: UInt8 = word >> UInt32(bit) & 1 == 1 ? 0 : 255
            let (x, y) = FormatInformation.place(bit)
            fill(x, y, pitch, luma)
            let (otherX, otherY) = FormatInformation.otherPlace(bit, side: side)
            fill(otherX, otherY, pitch, luma)
        }
    }
}
