/// Numbers that look like chance and are the same in every run (SplitMix64, Steele and others 2014).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Between 0 and 1.
    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

/// A tile of sensor noise, repeated over the plane and shifted from frame to frame.
final class Grain {
    static let side = 256
    private let values: UnsafeMutablePointer<Int8>
    private var shift = 0

    init() {
        values = .allocate(capacity: Self.side * Self.side)
        var numbers = SeededNumbers(seed: 1)
        for index in 0..<Self.side * Self.side {
            // Four dice are near enough to a bell curve: deviation 2.3, never beyond 8.
            let bits = numbers.next()
            let sum = (bits & 3) &+ (bits >> 2 & 3) &+ (bits >> 4 & 3) &+ (bits >> 6 & 3)
            values[index] = Int8(truncatingIfNeeded: Int(sum) - 6)
        }
    }

    deinit { values.deallocate() }

    /// Takes another part of the tile, as the next exposure would.
    func shift(to frame: UInt64) {
        var numbers = SeededNumbers(seed: frame)
        shift = Int(truncatingIfNeeded: numbers.next() & 0xFFFF)
    }

    /// The noise of one row; index it with `x & 255`.
    func row(_ y: Int) -> UnsafePointer<Int8> {
        UnsafePointer(values + ((y + shift) & (Self.side - 1)) * Self.side)
    }

    /// What to add to x before it indexes a row.
    var column: Int { shift >> 8 }
}
