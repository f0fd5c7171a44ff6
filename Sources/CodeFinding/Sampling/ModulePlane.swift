/// One value for each module of a code and of the quiet zone around it, as far as light is spread from there.
struct ModulePlane: ~Copyable {
    private static let margin = Spread.reach
    private static let longest = Layout.longestSide + 2 * margin
    private let values = Storage<Float>(longest * longest)

    var base: UnsafeMutablePointer<Float> { values.base }

    /// Values to a row where a code has `side` modules on a side, and in all.
    static func pitch(_ side: Int) -> Int { side + 2 * margin }
    static func count(_ side: Int) -> Int { pitch(side) * pitch(side) }

    /// Where the value of a module stands.
    @inline(__always)
    static func place(_ x: Int, _ y: Int, _ pitch: Int) -> Int { (y &+ margin) &* pitch &+ x &+ margin }
}
