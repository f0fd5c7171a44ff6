/// The sum of the pixels in each block of 8 by 8: a coarse picture of a plane, in whole numbers.
///
/// Blocks at the right and the bottom edge may hold fewer pixels.
struct BlockSums {
    /// Pixels along the side of a block.
    static let side = 8
    /// Pixels in a whole block: a mean times this is a sum.
    static let area = side * side

    /// Pixels of the plane that was measured.
    private(set) var width = 0
    private(set) var height = 0
    /// Row by row, `across` to a row; at most 64 times 255.
    private(set) var sums: [Int16] = []
    /// The sums of one row of blocks, still by column of pixels.
    private var columns: [Int16] = []

    var across: Int { (width + Self.side - 1) / Self.side }
    var down: Int { (height + Self.side - 1) / Self.side }

    /// Takes the sums of `plane`. Allocates only where the size is another than before.
    mutating func measure(_ plane: Plane) {
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
}
