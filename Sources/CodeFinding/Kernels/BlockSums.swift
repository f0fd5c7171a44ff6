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

    package init() {}

    package var across: Int { (width + Self.side - 1) / Self.side }
    package var down: Int { (height + Self.side - 1) / Self.side }

    /// Takes the sums of `plane`. Allocates only where the size is another than before.
    package mutating func measure(_ plane: Plane) {
        if plane.width != width || plane.height != height {
            (width, height) = (plane.width, plane.height)
            sums = [Int16](repeating: 0, count: across * down)
        }
        let (across, down) = (across, down)
        sums.withUnsafeMutableBufferPointer { sums in
            for block in 0..<down {
                let first = block * Self.side
                var rows = plane
                rows.luma += first * plane.stride
                rows.height = min(Self.side, plane.height - first)
                rows.sumBlocks(into: sums.baseAddress! + block * across)
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

extension Plane {
    /// Writes the sum of each block of a plane of no more rows than a block has.
    fileprivate func sumBlocks(into sums: UnsafeMutablePointer<Int16>) {
        let step = 4 * blockSide
        let steps = width / step
        for k in 0..<steps {
            // Two pixels to a lane: the sum of the lanes, which overflows, less that of their upper halves is that of the lower.
            var (both, upper) = (SIMD16<UInt16>.zero, SIMD16<UInt16>.zero)
            var row = UnsafeRawPointer(luma + step &* k)
            for _ in 0..<height {
                let lanes = row.loadUnaligned(as: SIMD16<UInt16>.self)
                both &+= lanes
                upper &+= lanes &>> 8
                row += stride
            }
            // Four lanes to a block, whose sum is in the upper lane of the product.
            let four = unsafeBitCast((both &- upper &<< 8) &+ upper, to: SIMD4<UInt64>.self)
            for block in 0..<4 {
                sums[4 &* k &+ block] = Int16(truncatingIfNeeded: (four[block] &* 0x0001_0001_0001_0001) &>> 48)
            }
        }
        for block in 4 * steps..<blocks(width) {
            var sum: Int16 = 0
            for y in 0..<height {
                for x in block * blockSide..<min((block + 1) * blockSide, width) { sum += Int16(luma[y * stride + x]) }
            }
            sums[block] = sum
        }
    }
}
