/// The field of 256 elements over which the codewords' error correction is reckoned: x^8 + x^4 + x^3 + x^2 + 1 is zero
/// (ISO/IEC 18004, 7.5.2).
struct GaloisField: ~Copyable {
    private let powers = Storage<UInt8>(2 * 255)
    private let logarithms = Storage<Int16>(256)

    init() {
        var power = 1
        for exponent in 0..<255 {
            powers.base[exponent] = UInt8(power)
            powers.base[exponent + 255] = UInt8(power)
            logarithms.base[power] = Int16(exponent)
            power <<= 1
            if power > 255 { power ^= 0x11D }
        }
        logarithms.base[0] = 0
    }

    /// The `exponent`-th power of the generator; exponents count modulo 255.
    @inline(__always)
    func power(_ exponent: Int) -> UInt8 { powers.base[exponent % 255] }

    @inline(__always)
    func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        guard a != 0, b != 0 else { return 0 }
        return powers.base[Int(logarithms.base[Int(a)]) &+ Int(logarithms.base[Int(b)])]
    }

    /// `a` over `b`, which is not zero.
    @inline(__always)
    func quotient(_ a: UInt8, _ b: UInt8) -> UInt8 {
        guard a != 0 else { return 0 }
        return powers.base[Int(logarithms.base[Int(a)]) &+ 255 &- Int(logarithms.base[Int(b)])]
    }
}
