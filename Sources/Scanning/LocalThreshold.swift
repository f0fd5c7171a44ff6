import CodeFinding

/// Turns a plane into black and white by the mean around each block, so that light that falls off, a dim display and a
/// washed-out print come out the same: sharp edges, nothing else for zbar to search in.
struct LocalThreshold {
    /// Blocks on either side that count into a mean: 40 pixels across in all, more than a finder pattern held before a gate.
    static let reach = 2
    /// How far a pixel must be from the mean to count as ink: less is noise on an even surface.
    static let margin = 5

    /// Which pixels become black.
    enum Ink { case dark, light }

    /// The means' sums by column of blocks, over the rows of blocks in reach.
    private var columns: [Int32] = []
    /// For each pixel of one row of blocks the value that ink is beyond.
    private var limits: [UInt8] = []

    /// Draws `plane`, whose block sums are `blocks`, in rows without padding into `out`.
    mutating func draw(
        _ plane: Plane, blocks: borrowing BlockSums, ink: Ink, into out: UnsafeMutablePointer<UInt8>
    ) {
        let side = BlockSums.side
        // Kept for the widest, so that planes of several sizes can take turns.
        if columns.count < blocks.across {
            columns = [Int32](repeating: 0, count: blocks.across)
            limits = [UInt8](repeating: 0, count: blocks.across * side)
        }
        for block in 0..<blocks.down {
            setLimits(row: block, of: blocks, ink: ink)
            limits.withUnsafeBufferPointer { limits in
                for y in block * side..<min((block + 1) * side, plane.height) {
                    let row = plane.luma + y * plane.stride
                    let line = out + y * plane.width
                    switch ink {
                    case .dark: for x in 0..<plane.width { line[x] = row[x] < limits[x] ? 0 : 255 }
                    case .light: for x in 0..<plane.width { line[x] = row[x] > limits[x] ? 0 : 255 }
                    }
                }
            }
        }
    }

    private mutating func setLimits(row: Int, of blocks: borrowing BlockSums, ink: Ink) {
        let side = BlockSums.side
        let across = blocks.across
        let rows = max(0, row - Self.reach)..<min(blocks.down, row + Self.reach + 1)
        let pixelsDown = min(blocks.height, rows.upperBound * side) - rows.lowerBound * side
        for x in 0..<across {
            var sum: Int32 = 0
            for y in rows { sum &+= Int32(blocks.sums[y * across + x]) }
            columns[x] = sum
        }
        for x in 0..<across {
            let range = max(0, x - Self.reach)..<min(across, x + Self.reach + 1)
            let pixelsAcross = min(blocks.width, range.upperBound * side) - range.lowerBound * side
            var sum = 0
            for column in range { sum &+= Int(columns[column]) }
            let mean = sum / (pixelsAcross * pixelsDown)
            let limit = UInt8(clamping: ink == .dark ? mean - Self.margin : mean + Self.margin)
            for pixel in x * side..<(x + 1) * side { limits[pixel] = limit }
        }
    }
}
