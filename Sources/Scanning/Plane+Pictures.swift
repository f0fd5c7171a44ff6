extension Plane {
    /// Writes the plane at half its width and height, rounded down, each pixel the mean of four, without padding.
    func halve(into out: UnsafeMutablePointer<UInt8>) {
        let half = width / 2
        for y in 0..<height / 2 {
            let upper = luma + 2 * y * stride
            let lower = upper + stride
            let line = out + y * half
            for x in 0..<half {
                let above = UInt16(upper[2 * x]) &+ UInt16(upper[2 * x + 1])
                let below = UInt16(lower[2 * x]) &+ UInt16(lower[2 * x + 1])
                line[x] = UInt8(truncatingIfNeeded: (above &+ below &+ 2) >> 2)
            }
        }
    }

    /// Writes the rows without their padding.
    func pack(into out: UnsafeMutablePointer<UInt8>) {
        for y in 0..<height { (out + y * width).update(from: luma + y * stride, count: width) }
    }
}
