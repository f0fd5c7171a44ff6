/// The number of pixels a block is wide and high.
let blockSide = 8

/// How many blocks cover `pixels`, the last one perhaps in part.
func blocks(_ pixels: Int) -> Int { (pixels + blockSide - 1) / blockSide }

/// Halves a map of block means: what `BlockSums` would say, but for rounding, of the plane at half its size.
func halveMeans(
    _ means: UnsafePointer<UInt8>, across: Int, down: Int, into half: UnsafeMutablePointer<UInt8>, halfAcross: Int,
    halfDown: Int
) {
    for y in 0..<halfDown {
        let upper = means + min(2 * y, down - 1) * across
        let lower = means + min(2 * y + 1, down - 1) * across
        for x in 0..<halfAcross {
            let left = min(2 * x, across - 1)
            let right = min(2 * x + 1, across - 1)
            let sum = Int(upper[left]) + Int(upper[right]) + Int(lower[left]) + Int(lower[right])
            half[y * halfAcross + x] = UInt8((sum + 2) / 4)
        }
    }
}

/// Writes, for every block, the mean of the blocks up to `radius` away from it, as far as there are any.
///
/// `sums` is scratch for `(across + 1) * (down + 1)` values.
func localMeans(
    _ means: UnsafePointer<UInt8>, across: Int, down: Int, radius: Int, into local: UnsafeMutablePointer<UInt8>,
    sums: UnsafeMutablePointer<UInt32>
) {
    let pitch = across + 1
    for x in 0...across { sums[x] = 0 }
    for y in 0..<down {
        var row: UInt32 = 0
        sums[(y + 1) * pitch] = 0
        for x in 0..<across {
            row += UInt32(means[y * across + x])
            sums[(y + 1) * pitch + x + 1] = sums[y * pitch + x + 1] + row
        }
    }
    for y in 0..<down {
        let upper = sums + max(0, y - radius) * pitch
        let lower = sums + min(down, y + radius + 1) * pitch
        let rows = min(down, y + radius + 1) - max(0, y - radius)
        for x in 0..<across {
            let left = max(0, x - radius)
            let right = min(across, x + radius + 1)
            let sum = (lower[right] &- upper[right]) &- (lower[left] &- upper[left])
            local[y * across + x] = UInt8(Int(sum) / (rows * (right - left)))
        }
    }
}
