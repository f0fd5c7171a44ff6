/// Undoes what motion does to the modules of a code.
///
/// The modules are those, none darker than dark or lighter than light, which the motion makes most like what is seen: found by
/// going downhill with momentum (Beck and Teboulle, 2009), each step projected on what a module can be.
struct Deconvolver: ~Copyable {
    private static let piece = BlurredLayout.piece
    /// What is done at most: the steps, and for large codes the modules times the steps.
    private static let steps = 40
    private static let work = 200_000
    /// A level and a swing, each the same all over the code or more to one side.
    private static let unknowns = 6

    /// How dark each module is seen, 1 and -1 being dark and light at rest.
    private let seen = ModulePlane()
    private let values = ModulePlane()
    /// Where momentum has carried the values.
    private let ahead = ModulePlane()
    private let blurred = ModulePlane()
    private let misses = ModulePlane()
    private let equations = NormalEquations(unknowns: unknowns)
    private let inputs = Storage<Float>(unknowns)
    private var spread = Spread()

    /// Replaces the samples by what the modules are like at rest; does nothing where the levels of dark and light cannot be told.
    mutating func deconvolve(_ samples: inout Samples, _ blur: MotionBlur, _ layout: borrowing BlurredLayout, sign: Float) {
        let side = layout.side
        guard see(samples, layout, sign: sign) else { return }
        let (count, pitch) = (ModulePlane.count(side), ModulePlane.pitch(side))
        for k in 0..<count {
            (values.base[k], ahead.base[k]) = (layout.known(k), layout.known(k))
            (blurred.base[k], misses.base[k]) = (0, 0)
        }
        var momentum: Float = 1
        for _ in 0..<min(Self.steps, Self.work / (side * side)) {
            apply(blur, ahead.base, into: blurred.base, side)
            for y in 0..<side {
                let row = ModulePlane.place(0, y, pitch)
                for k in row..<row + side { misses.base[k] = seen.base[k] - blurred.base[k] }
            }
            // The spread is the same both ways.
            apply(blur, misses.base, into: blurred.base, side)
            let next = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            step(count, push: (momentum - 1) / next, layout)
            momentum = next
        }
        samples.replace { x, y, _ in values.base[ModulePlane.place(x, y, pitch)] }
    }

    private func step(_ count: Int, push: Float, _ layout: borrowing BlurredLayout) {
        let (values, ahead, downhill) = (values.base, ahead.base, blurred.base)
        for k in 0..<count {
            let known = layout.known(k)
            let value = known != 0 ? known : max(-1, min(1, ahead[k] + downhill[k]))
            ahead[k] = value + push * (value - values[k])
            values[k] = value
        }
    }

    /// Spreads the values of a plane as the blur does.
    private mutating func apply(
        _ blur: MotionBlur, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ side: Int
    ) {
        let pitch = ModulePlane.pitch(side)
        for row in stride(from: 0, to: side, by: Self.piece) {
            for column in stride(from: 0, to: side, by: Self.piece) {
                // The last ones overlap with those before.
                let (left, top) = (min(column, side - Self.piece), min(row, side - Self.piece))
                spread.take(blur, left, top, side)
                for y in top..<top + Self.piece {
                    let place = ModulePlane.place(left, y, pitch)
                    var sum = SIMD8<Float>.zero
                    for k in 0..<spread.count {
                        let (offset, share) = spread[k]
                        let from = UnsafeRawPointer(source + place + offset)
                        sum += share * from.loadUnaligned(as: SIMD8<Float>.self)
                    }
                    UnsafeMutableRawPointer(target + place).storeBytes(of: sum, as: SIMD8<Float>.self)
                }
            }
        }
    }

    /// Takes the lumas between what dark and light would have at rest: both change evenly over the code, as what is known of it
    /// tells.
    private func see(_ samples: borrowing Samples, _ layout: borrowing BlurredLayout, sign: Float) -> Bool {
        let side = layout.side
        equations.begin()
        for k in 0..<layout.expectedCount {
            let module = layout.expected(k)
            setInputs(Int(module.x), Int(module.y), side, module.darkness)
            equations.add(inputs.base, -sign * samples.luma(Int(module.x), Int(module.y)))
        }
        guard equations.solve() else { return false }
        for y in 0..<side {
            for x in 0..<side {
                setInputs(x, y, side, 1)
                let level = equations[0] + equations[1] * inputs.base[1] + equations[2] * inputs.base[2]
                let swing = equations[3] + equations[4] * inputs.base[1] + equations[5] * inputs.base[2]
                seen.base[ModulePlane.place(x, y, ModulePlane.pitch(side))] =
                    (-sign * samples.luma(x, y) - level) / max(1, swing)
            }
        }
        return true
    }

    private func setInputs(_ x: Int, _ y: Int, _ side: Int, _ darkness: Float) {
        let (right, down) = (Float(x) / Float(side) - 0.5, Float(y) / Float(side) - 0.5)
        inputs.base[0] = 1
        inputs.base[1] = right
        inputs.base[2] = down
        inputs.base[3] = darkness
        inputs.base[4] = darkness * right
        inputs.base[5] = darkness * down
    }
}
