/// What of a code is known by its version, as it looks in motion; and which motion that is.
struct BlurredLayout: ~Copyable {
    /// Modules along the side of a piece of the code in which all move alike; a finder pattern with its separator is one.
    static let piece = 8
    /// No more of what falls on a module may be of modules that are not known.
    private static let mostUnknown: Float = 0.2

    /// A module, and how dark it looks: between 1 and -1.
    struct Expected: BitwiseCopyable {
        var x: UInt8
        var y: UInt8
        var darkness: Float
    }

    private(set) var side = 0
    /// 1 where a module is dark in every code of the version, -1 where it is light, 0 where that is not known.
    private let known = ModulePlane()
    private let expected = Storage<Expected>(Layout.longestSide * Layout.longestSide)
    private(set) var expectedCount = 0
    /// How dark the plane shows the modules of the three finder patterns, one pattern after the other.
    private let corners = Storage<Float>(3 * piece * piece)
    private var spread = Spread()

    private var pitch: Int { ModulePlane.pitch(side) }

    /// What is known of the module at a place of a plane of modules.
    @inline(__always)
    func known(_ place: Int) -> Float { known.base[place] }

    @inline(__always)
    func expected(_ index: Int) -> Expected { expected.base[index] }

    mutating func prepare(_ layout: borrowing Layout) {
        side = layout.side
        known.base.update(repeating: -1, count: ModulePlane.count(side))
        for y in 0..<side {
            for x in 0..<side {
                let role = layout.role(x, y)
                known.base[ModulePlane.place(x, y, pitch)] = role == .dark ? 1 : role == .light ? -1 : 0
            }
        }
    }

    /// Notes how all that is known looks in this motion.
    mutating func expect(_ blur: MotionBlur) {
        expectedCount = 0
        for top in stride(from: 0, to: side, by: Self.piece) {
            for left in stride(from: 0, to: side, by: Self.piece) {
                spread.take(blur, left, top, side)
                for y in top..<min(side, top + Self.piece) {
                    for x in left..<min(side, left + Self.piece) {
                        let place = ModulePlane.place(x, y, pitch)
                        guard known(place) != 0, let darkness = darkness(place) else { continue }
                        expected.base[expectedCount] = Expected(x: UInt8(x), y: UInt8(y), darkness: darkness)
                        expectedCount += 1
                    }
                }
            }
        }
    }

    /// How the plane agrees with what is expected, 1 at best.
    func agreement(_ plane: Plane, _ grid: Grid, sign: Float) -> Float {
        // Of large codes some will do.
        let pitch = max(1, expectedCount / 500)
        var likeness = Likeness()
        for k in stride(from: 0, to: expectedCount, by: pitch) {
            let module = expected.base[k]
            let luma = plane.nearestTap(grid.place(Float(module.x) + 0.5, Float(module.y) + 0.5))
            likeness.add(module.darkness, -sign * luma)
        }
        return likeness.correlation
    }

    /// The motion that the finder patterns speak for where the grid has them, and how well they agree with it.
    mutating func likeliest(_ plane: Plane, _ grid: Grid, sign: Float) -> (blur: MotionBlur, agreement: Float) {
        sampleCorners(plane, grid, sign: sign)
        var best = (blur: MotionBlur(), agreement: Float(0))
        let most = MotionBlur.most
        for y in stride(from: 0, through: most, by: 1) {
            // The other half is the same the other way round.
            for x in stride(from: y > 0 ? -most : 0, through: most, by: 1) {
                consider(MotionBlur(way: Vector(x, y)), &best)
            }
        }
        var step: Float = 0.5
        for _ in 0..<3 {
            for _ in 0..<2 { move(by: step, &best) }
            step /= 2
        }
        return best
    }

    /// Moves the blur by steps to where the finder patterns agree better with it.
    private mutating func move(by step: Float, _ best: inout (blur: MotionBlur, agreement: Float)) {
        for sense in [step, -step] {
            consider(best.blur.changed(by: Vector(sense, 0)), &best)
            consider(best.blur.changed(by: Vector(0, sense)), &best)
            consider(best.blur.changed(growth: 2 * sense / Float(side)), &best)
        }
    }

    private mutating func consider(_ blur: MotionBlur, _ best: inout (blur: MotionBlur, agreement: Float)) {
        guard length(blur.way) <= MotionBlur.most else { return }
        var likeness = Likeness()
        for corner in 0..<3 {
            let (left, top) = origin(corner)
            spread.take(blur, left, top, side)
            for k in 0..<Self.piece * Self.piece {
                let place = ModulePlane.place(left + k % Self.piece, top + k / Self.piece, pitch)
                guard let darkness = darkness(place) else { continue }
                likeness.add(darkness, corners.base[corner * Self.piece * Self.piece + k])
            }
        }
        let agreement = likeness.correlation
        if agreement > best.agreement { best = (blur, agreement) }
    }

    private func sampleCorners(_ plane: Plane, _ grid: Grid, sign: Float) {
        for corner in 0..<3 {
            let (left, top) = origin(corner)
            for k in 0..<Self.piece * Self.piece {
                let (x, y) = (left + k % Self.piece, top + k / Self.piece)
                let luma = plane.nearestTap(grid.place(Float(x) + 0.5, Float(y) + 0.5))
                corners.base[corner * Self.piece * Self.piece + k] = -sign * luma
            }
        }
    }

    /// The column and the row of a finder pattern with its separator.
    private func origin(_ corner: Int) -> (Int, Int) {
        (corner == 1 ? side - Self.piece : 0, corner == 2 ? side - Self.piece : 0)
    }

    /// How dark a module looks, as the spread at hand has it; nil where too much of that is not known.
    @inline(__always)
    private func darkness(_ place: Int) -> Float? {
        var (sum, unknown): (Float, Float) = (0, 0)
        for k in 0..<spread.count {
            let (offset, share) = spread[k]
            let value = known(place &+ offset)
            sum += share * value
            if value == 0 { unknown += share }
        }
        return unknown < Self.mostUnknown ? sum : nil
    }
}
