/// The sum of the pixels in each block of 8 by 8: a coarse picture of a plane, in whole numbers.
///
/// Blocks at the right and the bottom edge may hold fewer pixels.
package struct BlockSums {
    /// Pixels along the side of a block.
    package static let side = blockSide
    /// Pixels in a whole block: a mean times this is a sum.
    package static let area = side * side

    /// Pixels of the plane that was measured.
    package private(set) var width = 0
    package private(set) var height = 0
    /// Row by row, `across` to a row; at most 64 times 255.
    package private(set) var sums: [Int16] = []
    /// The sums of one row of blocks, still by column of pixels.
    private var columns: [Int16] = []

    package init() {}

    package var across: Int { (width + Self.side - 1) / Self.side }
    package var down: Int { (height + Self.side - 1) / Self.side }

    /// Takes the sums of `plane`. Allocates only where the size is another than before.
    package mutating func measure(_ plane: Plane) {
        if plane.width != width || plane.height != height {
            (width, height) = (plane.width, plane.height)
            sums = [Int16](repeating: 0, count: across * down)
            columns = [Int16](repeating: 0, count: across * Self.side)
        }
        let (across, down) = (across, down)
        columns.withUnsafeMutableBufferPointer { columns in
            sums.withUnsafeMutableBufferPointer { sums in
                for block in 0..<down {
                    columns.update(repeating: 0)
                    for y in block * Self.side..<min((block + 1) * Self.side, plane.height) {
                        let row = plane.luma + y * plane.stride
                        for x in 0..<plane.width { columns[x] &+= Int16(row[x]) }
                    }
                    for x in 0..<across {
                        var sum: Int16 = 0
                        for column in x * Self.side..<(x + 1) * Self.side { sum &+= columns[column] }
                        sums[block * across + x] = sum
                    }
                }
            }
        }
    }

    /// Writes the mean of every block, rounded down: `down` rows of `across` values.
    func writeMeans(into means: UnsafeMutablePointer<UInt8>) {
        let (across, down) = (across, down)
        let whole = width / Self.side
        sums.withUnsafeBufferPointer { sums in
            for y in 0..<down {
                let rows = min(Self.side, height - y * Self.side)
                let out = means + y * across
                let row = sums.baseAddress! + y * across
                let most = rows == Self.side ? whole : 0
                for x in 0..<most { out[x] = UInt8(truncatingIfNeeded: row[x] &>> 6) }
                for x in most..<across { out[x] = UInt8(Int(row[x]) / (rows * min(Self.side, width - x * Self.side))) }
            }
        }
    }
}
