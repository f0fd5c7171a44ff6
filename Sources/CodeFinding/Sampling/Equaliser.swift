/// Undoes what a blurred picture does to modules: the light of a module spills over its eight neighbours.
///
/// The filter of three by three modules, by which the known modules come nearest to what they should be, is found by least
/// squares and put over all of them. It so follows any blur, of focus or of motion, without knowing it.
struct Equaliser: ~Copyable {
    /// Nine neighbours and a constant.
    private static let unknowns = 10
    private let equations = NormalEquations(unknowns: unknowns)
    private let inputs = Storage<Float>(unknowns)

    /// Filters the samples; does nothing where the known modules do not tell how.
    func equalise(_ samples: inout Samples, _ layout: borrowing Layout) {
        equations.begin()
        for k in 0..<layout.knownCount {
            let known = layout.known(k)
            gather(samples, Int(known.x), Int(known.y))
            equations.add(inputs.base, known.isDark ? 1 : -1)
        }
        // A pull towards no filter at all keeps the noise of few modules out.
        let pull = 0.02 * Float(layout.knownCount)
        for i in 0..<Self.unknowns { equations.pull(i, to: i == 4 ? 1 : 0, by: pull) }
        guard equations.solve() else { return }
        samples.replace { x, y, samples in
            gather(samples, x, y)
            var sum: Float = 0
            for i in 0..<Self.unknowns { sum += equations[i] * inputs.base[i] }
            return sum
        }
    }

    @inline(__always)
    private func gather(_ samples: borrowing Samples, _ x: Int, _ y: Int) {
        let side = samples.side
        for dy in -1...1 {
            for dx in -1...1 {
                let (nx, ny) = (x + dx, y + dy)
                let isInside = nx >= 0 && ny >= 0 && nx < side && ny < side
                // Around the code it is light.
                inputs.base[(dy + 1) * 3 + dx + 1] = isInside ? samples[nx, ny] : -1
            }
        }
        inputs.base[9] = 1
    }
}
