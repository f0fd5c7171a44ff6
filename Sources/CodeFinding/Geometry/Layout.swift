/// What a module of a code is for.
enum Role: UInt8, BitwiseCopyable {
    /// Always light, always dark: part of a function pattern or of the version information.
    case light, dark
    /// Codewords and remainder bits.
    case data
    case format

    var isKnown: Bool { self == .light || self == .dark }
}

/// A module whose colour the version alone tells.
struct KnownModule: BitwiseCopyable {
    var x: UInt8
    var y: UInt8
    var isDark: Bool
}

/// Which module of a version is for what (ISO/IEC 18004, 6.3); made once and kept until another version is asked for.
struct Layout: ~Copyable {
    static let longestSide = 177
    private(set) var version = Version(1)!
    // Not let: Swift 6.2 holds that `make` would mutate them.
    private var roles = Storage<Role>(longestSide * longestSide)
    private var knownModules = Storage<KnownModule>(longestSide * longestSide)
    private(set) var knownCount = 0

    init() { make() }

    var side: Int { version.side }

    @inline(__always)
    func role(_ x: Int, _ y: Int) -> Role { roles.base[y &* side &+ x] }

    @inline(__always)
    func known(_ index: Int) -> KnownModule { knownModules.base[index] }

    mutating func prepare(_ version: Version) {
        guard version != self.version else { return }
        self.version = version
        make()
    }

    private mutating func make() {
        let side = side
        for k in 0..<side * side { roles.base[k] = .data }
        for k in 8..<side - 8 {
            set(k, 6, isDark: k % 2 == 0)
            set(6, k, isDark: k % 2 == 0)
        }
        finder(0, 0)
        finder(side - 7, 0)
        finder(0, side - 7)
        for row in 0..<version.alignmentCount {
            for column in 0..<version.alignmentCount where version.hasAlignment(row, column) {
                alignment(version.alignmentPlace(column), version.alignmentPlace(row))
            }
        }
        for bit in 0..<15 {
            let (x, y) = FormatInformation.place(bit)
            roles.base[y * side + x] = .format
            let (otherX, otherY) = FormatInformation.otherPlace(bit, side: side)
            roles.base[otherY * side + otherX] = .format
        }
        set(8, side - 8, isDark: true)
        if version.number >= 7 {
            let information = version.information
            for bit in 0..<18 {
                let isDark = information >> UInt32(bit) & 1 == 1
                set(side - 11 + bit % 3, bit / 3, isDark: isDark)
                set(bit / 3, side - 11 + bit % 3, isDark: isDark)
            }
        }
        listKnown()
    }

    private mutating func listKnown() {
        knownCount = 0
        for y in 0..<side {
            for x in 0..<side where role(x, y).isKnown {
                knownModules.base[knownCount] = KnownModule(x: UInt8(x), y: UInt8(y), isDark: role(x, y) == .dark)
                knownCount += 1
            }
        }
    }

    private func set(_ x: Int, _ y: Int, isDark: Bool) { roles.base[y * side + x] = isDark ? .dark : .light }

    /// A finder pattern with its separator, as much of that as lies in the code.
    private func finder(_ left: Int, _ top: Int) {
        for y in max(0, top - 1)...min(side - 1, top + 7) {
            for x in max(0, left - 1)...min(side - 1, left + 7) {
                let ring = max(abs(x - left - 3), abs(y - top - 3))
                set(x, y, isDark: ring == 3 || ring < 2)
            }
        }
    }

    private func alignment(_ x: Int, _ y: Int) {
        for dy in -2...2 {
            for dx in -2...2 { set(x + dx, y + dy, isDark: max(abs(dx), abs(dy)) != 1) }
        }
    }
}
