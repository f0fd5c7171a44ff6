/// What a code's modules look like: for each how dark it is against its neighbourhood.
struct Samples: ~Copyable {
    static let count = Layout.longestSide * Layout.longestSide
    /// Luma in sixteenths, row by row of `side` modules.
    private let lumas = Storage<Int32>(count)
    private var softs = Storage<Float>(count)
    /// How much the modules around each differ, in luma.
    private let contrasts = Storage<Float>(count)
    private var meanContrast: Float = 1
    private var spare = Storage<Float>(count)
    private let columnSums = Storage<SIMD4<Int32>>(Layout.longestSide)
    private(set) var side = 0
    /// From here on a luma tells nothing of its own, but still raises what is dark beside it.
    private static let burntOut: Int32 = 16 * 253
    private static let outside: Int32 = -1

    /// How dark a module is: positive dark, negative light, about 1 in size where it is plain to see.
    @inline(__always)
    subscript(_ x: Int, _ y: Int) -> Float {
        get { softs.base[y &* side &+ x] }
        nonmutating set { softs.base[y &* side &+ x] = newValue }
    }

    /// The luma of a module as it was taken; nothing of sense outside the plane.
    @inline(__always)
    func luma(_ x: Int, _ y: Int) -> Float { Float(lumas.base[y &* side &+ x]) / 16 }

    /// How sure the colour of a module is: about 1 where it is plain to see, less where all around is much the same.
    @inline(__always)
    func plainness(_ x: Int, _ y: Int) -> Float {
        let place = y &* side &+ x
        return abs(softs.base[place]) * min(1, 2 * contrasts.base[place] / meanContrast)
    }

    /// Takes the modules of a code.
    mutating func take(
        _ plane: Plane, _ grid: Grid, _ mesh: borrowing Mesh, _ layout: borrowing Layout, sign: Float
    ) {
        side = grid.version.side
        sample(plane, grid, mesh)
        normalise(layout, sign: sign)
    }

    /// Whether two samplings of the same size are of the same code, by the modules both can tell.
    func resembles(_ other: borrowing Samples) -> Bool {
        guard side == other.side else { return false }
        var (both, one, two): (Float, Float, Float) = (0, 0, 0)
        for k in 0..<side * side {
            let (a, b) = (softs.base[k], other.softs.base[k])
            both += a * b
            one += a * a
            two += b * b
        }
        return both > 0.4 * (one * two).squareRoot()
    }

    mutating func add(_ other: borrowing Samples) {
        for k in 0..<side * side { softs.base[k] += other.softs.base[k] }
    }

    mutating func become(_ other: borrowing Samples) {
        side = other.side
        softs.base.update(from: other.softs.base, count: side * side)
    }

    /// Exchanges rows and columns.
    mutating func transpose() {
        for y in 0..<side {
            for x in 0..<y {
                let (here, there) = (y * side + x, x * side + y)
                (softs.base[here], softs.base[there]) = (softs.base[there], softs.base[here])
                (contrasts.base[here], contrasts.base[there]) = (contrasts.base[there], contrasts.base[here])
            }
        }
    }

    /// Replaces every module's value by what `value` makes of the old ones.
    mutating func replace(_ value: (Int, Int, borrowing Samples) -> Float) {
        for y in 0..<side {
            for x in 0..<side { spare.base[y * side + x] = value(x, y, self) }
        }
        swap(&softs, &spare)
    }

    /// The mean of five taps in every module.
    private func sample(_ plane: Plane, _ grid: Grid, _ mesh: borrowing Mesh) {
        for y in 0..<side {
            let row = Float(y) + 0.5
            let v = 0.22 * grid.sides(Float(side) / 2, Float(y)).1
            var here = grid.place(0.5, row) + mesh.shift(0.5, row)
            var u = Vector.zero
            for x in 0..<side {
                let next = x + 1 < side ? grid.place(Float(x) + 1.5, row) + mesh.shift(Float(x) + 1.5, row) : here
                if x + 1 < side { u = 0.22 * (next - here) }
                if plane.allowsTaps(around: here, reach: .zero) {
                    let sum =
                        plane.nearestTap(here) + plane.nearestTap(here + u) + plane.nearestTap(here - u)
                        + plane.nearestTap(here + v) + plane.nearestTap(here - v)
                    lumas.base[y &* side &+ x] = Int32(sum * (16 / 5))
                } else {
                    lumas.base[y &* side &+ x] = Self.outside
                }
                here = next
            }
        }
    }

    /// Takes mean and deviation of the neighbourhood out: of the modules up to four away that belong to no finder pattern.
    private mutating func normalise(_ layout: borrowing Layout, sign: Float) {
        let reach = 4
        let burntOut = burntOut(layout, sign: sign)
        let sums = columnSums.base
        for x in 0..<side { sums[x] = .zero }
        for y in -reach..<side {
            if y + reach < side { add(y + reach, layout, 1) }
            guard y >= 0 else { continue }
            if y - reach > 0 { add(y - reach - 1, layout, -1) }
            var window = SIMD4<Int32>.zero
            for x in 0..<min(reach, side) { window &+= sums[x] }
            for x in 0..<side {
                if x + reach < side { window &+= sums[x + reach] }
                if x - reach > 0 { window &-= sums[x - reach - 1] }
                let place = y * side + x
                let (mean, deviation) = Self.spread(window)
                contrasts.base[place] = deviation
                softs.base[place] = Self.soft(lumas.base[place], mean, deviation, sign, burntOut)
            }
        }
        var sum: Float = 0
        for k in 0..<side * side { sum += contrasts.base[k] }
        meanContrast = sum / Float(side * side)
    }

    /// From which luma on a module is burnt out. None is where most of those are so that are bright in every code: as in a picture
    /// that no camera took, that is its white.
    private func burntOut(_ layout: borrowing Layout, sign: Float) -> Int32 {
        var (bright, burnt) = (0, 0)
        for k in 0..<layout.knownCount {
            let module = layout.known(k)
            guard module.isDark == (sign < 0) else { continue }
            bright += 1
            if lumas.base[Int(module.y) * side + Int(module.x)] >= Self.burntOut { burnt += 1 }
        }
        return 3 * burnt > 2 * bright ? .max : Self.burntOut
    }

    /// The mean of a window and how far its modules are from it.
    private static func spread(_ window: SIMD4<Int32>) -> (mean: Float, deviation: Float) {
        let n = Float(max(1, window[0]))
        let mean = Float(window[1]) / n
        let variance = Float(window[2]) / n - mean * mean / 16
        return (mean, (max(variance, 4) * 16).squareRoot())
    }

    private static func soft(
        _ luma: Int32, _ mean: Float, _ deviation: Float, _ sign: Float, _ burntOut: Int32
    ) -> Float {
        // Where the light has burnt everything out there is nothing to tell from.
        guard mean > 0, luma < burntOut, luma != outside else { return 0 }
        return max(-2, min(2, sign * (mean - Float(luma)) / deviation))
    }

    /// Adds a row's modules, or takes them away, to the sums of the columns: their number, luma, and its square in 16ths.
    private func add(_ y: Int, _ layout: borrowing Layout, _ times: Int32) {
        let sums = columnSums.base
        for x in 0..<side where !Self.isFinder(x, y, side) && lumas.base[y * side + x] != Self.outside {
            let luma = lumas.base[y * side + x]
            sums[x] &+= SIMD4(1, luma, luma &* luma / 16, 0) &* SIMD4(repeating: times)
        }
    }

    @inline(__always)
    private static func isFinder(_ x: Int, _ y: Int, _ side: Int) -> Bool {
        x < 8 && y < 8 || x >= side - 8 && y < 8 || x < 8 && y >= side - 8
    }
}
