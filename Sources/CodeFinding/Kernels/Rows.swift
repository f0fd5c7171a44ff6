/// Writes one row of the plane at half its size: the mean of two by two pixels, rounded to the nearest.
func halveRow(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, width: Int, into half: UnsafeMutablePointer<UInt8>
) {
    let whole = width & ~15
    for x in stride(from: 0, to: whole, by: 16) {
        // Two pixels to a lane.
        let a = UnsafeRawPointer(upper + 2 &* x).loadUnaligned(as: SIMD16<UInt16>.self)
        let b = UnsafeRawPointer(lower + 2 &* x).loadUnaligned(as: SIMD16<UInt16>.self)
        let sums = (a & 255) &+ (a &>> 8) &+ (b & 255) &+ (b &>> 8)
        let means = SIMD16<UInt8>(truncatingIfNeeded: (sums &+ 2) &>> 2)
        UnsafeMutableRawPointer(half + x).storeBytes(of: means, as: SIMD16<UInt8>.self)
    }
    for x in whole..<width {
        let a = UInt16(truncatingIfNeeded: upper[2 &* x]) &+ UInt16(truncatingIfNeeded: upper[2 &* x &+ 1])
        let b = UInt16(truncatingIfNeeded: lower[2 &* x]) &+ UInt16(truncatingIfNeeded: lower[2 &* x &+ 1])
        half[x] = UInt8(truncatingIfNeeded: (a &+ b &+ 2) &>> 2)
    }
}

/// Writes one row slightly blurred, by 1, 2, 1 across and down. The outermost pixels are copied.
func blurRow(
    _ above: UnsafePointer<UInt8>, _ row: UnsafePointer<UInt8>, _ below: UnsafePointer<UInt8>, width: Int,
    into blurred: UnsafeMutablePointer<UInt8>
) {
    blurred[0] = row[0]
    blurred[width - 1] = row[width - 1]
    guard width > 2 else { return }
    for x in 1..<width - 1 {
        let a =
            UInt16(truncatingIfNeeded: above[x &- 1]) &+ 2 &* UInt16(truncatingIfNeeded: above[x])
            &+ UInt16(truncatingIfNeeded: above[x &+ 1])
        let b =
            UInt16(truncatingIfNeeded: row[x &- 1]) &+ 2 &* UInt16(truncatingIfNeeded: row[x])
            &+ UInt16(truncatingIfNeeded: row[x &+ 1])
        let c =
            UInt16(truncatingIfNeeded: below[x &- 1]) &+ 2 &* UInt16(truncatingIfNeeded: below[x])
            &+ UInt16(truncatingIfNeeded: below[x &+ 1])
        blurred[x] = UInt8(truncatingIfNeeded: (a &+ 2 &* b &+ c &+ 8) &>> 4)
    }
}

/// Writes one bit for each pixel, set where it is lighter than its block's threshold; bit 0 of word 0 is the first pixel.
/// The bits after the last pixel are clear.
func binariseRow(
    _ row: UnsafePointer<UInt8>, width: Int, thresholds: UnsafePointer<UInt8>,
    into words: UnsafeMutablePointer<UInt64>
) {
    words[(width - 1) / 64] = 0
    let bytes = UnsafeMutableRawPointer(words).assumingMemoryBound(to: UInt8.self)
    let whole = width / blockSide
    for b in 0..<whole {
        let eight = UnsafeRawPointer(row + b &* blockSide).loadUnaligned(as: SIMD8<UInt8>.self)
        let lighter = eight .> SIMD8<UInt8>(repeating: thresholds[b])
        let lanes = unsafeBitCast(lighter, to: UInt64.self).littleEndian
        // One bit of each lane, each at another place, brought together in the top byte.
        bytes[b] = UInt8(truncatingIfNeeded: ((lanes & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) &>> 56)
    }
    if width % blockSide != 0 {
        var byte: UInt8 = 0
        for x in whole * blockSide..<width where row[x] > thresholds[whole] { byte |= 1 << UInt8(x % blockSide) }
        bytes[whole] = byte
    }
}

/// Writes the places where a row of bits changes, each the first pixel of another colour, and returns their number.
func changes(_ words: UnsafePointer<UInt64>, width: Int, into places: UnsafeMutablePointer<Int32>) -> Int {
    var count = 0
    var before = words[0].littleEndian & 1
    for w in 0..<(width + 63) / 64 {
        let word = words[w].littleEndian
        var edges = word ^ ((word &<< 1) | before)
        before = word &>> 63
        while edges != 0 {
            let place = w &* 64 &+ edges.trailingZeroBitCount
            if place >= width { return count }
            places[count] = Int32(truncatingIfNeeded: place)
            count &+= 1
            edges &= edges &- 1
        }
    }
    return count
}

/// Writes eight by eight pixels with their columns as rows.
func transposeEight(
    _ luma: UnsafePointer<UInt8>, _ stride: Int, into out: UnsafeMutablePointer<UInt8>, _ outStride: Int
) {
    var rows: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
    func row(_ k: Int) -> UInt64 { UnsafeRawPointer(luma + k &* stride).loadUnaligned(as: UInt64.self).littleEndian }
    func put(_ k: Int, _ row: UInt64) {
        UnsafeMutableRawPointer(out + k &* outStride).storeBytes(of: row.littleEndian, as: UInt64.self)
    }
    rows = (row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7))
    // Squares of one pixel change places across the diagonal, then of two, then of four.
    exchange(&rows.0, &rows.1, 8, 0x00FF_00FF_00FF_00FF)
    exchange(&rows.2, &rows.3, 8, 0x00FF_00FF_00FF_00FF)
    exchange(&rows.4, &rows.5, 8, 0x00FF_00FF_00FF_00FF)
    exchange(&rows.6, &rows.7, 8, 0x00FF_00FF_00FF_00FF)
    exchange(&rows.0, &rows.2, 16, 0x0000_FFFF_0000_FFFF)
    exchange(&rows.1, &rows.3, 16, 0x0000_FFFF_0000_FFFF)
    exchange(&rows.4, &rows.6, 16, 0x0000_FFFF_0000_FFFF)
    exchange(&rows.5, &rows.7, 16, 0x0000_FFFF_0000_FFFF)
    exchange(&rows.0, &rows.4, 32, 0x0000_0000_FFFF_FFFF)
    exchange(&rows.1, &rows.5, 32, 0x0000_0000_FFFF_FFFF)
    exchange(&rows.2, &rows.6, 32, 0x0000_0000_FFFF_FFFF)
    exchange(&rows.3, &rows.7, 32, 0x0000_0000_FFFF_FFFF)
    put(0, rows.0)
    put(1, rows.1)
    put(2, rows.2)
    put(3, rows.3)
    put(4, rows.4)
    put(5, rows.5)
    put(6, rows.6)
    put(7, rows.7)
}

/// Exchanges the upper parts of one word, of those in the mask, with the lower ones of the other.
@inline(__always)
private func exchange(_ one: inout UInt64, _ other: inout UInt64, _ shift: UInt64, _ mask: UInt64) {
    let difference = (one &>> shift ^ other) & mask
    other ^= difference
    one ^= difference &<< shift
}
