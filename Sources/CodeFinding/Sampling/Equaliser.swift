/// Undoes what a blurred picture does to modules: the light of a module spills over its eight neighbours.
///
/// The filter of three by three modules, by which the known modules come nearest to what they should be, is found by least
/// squares and put over all of them. It so follows any blur, of focus or of motion, without knowing it.
struct Equaliser: ~Copyable {
    /// Nine neighbours and a constant.
    private static let unknowns = 10
    private let matrix = Storage<Float>(unknowns * (unknowns + 1))
    private let inputs = Storage<Float>(unknowns)

    /// Filters the samples; does nothing where the known modules do not tell how.
    func equalise(_ samples: inout Samples, _ layout: borrowing Layout) {
        let n = Self.unknowns
        matrix.base.update(repeating: 0, count: n * (n + 1))
        for k in 0..<layout.knownCount {
            let known = layout.known(k)
            gather(samples, Int(known.x), Int(known.y))
            let target: Float = known.isDark ? 1 : -1
            for i in 0..<n {
                let row = matrix.base + i * (n + 1)
                for j in i..<n { row[j] += inputs.base[i] * inputs.base[j] }
                row[n] += inputs.base[i] * target
            }
        }
        // A pull towards no filter at all keeps the noise of few modules out.
        let pull = 0.02 * Float(layout.knownCount)
        for i in 0..<n {
            for j in 0..<i { matrix.base[i * (n + 1) + j] = matrix.base[j * (n + 1) + i] }
            matrix.base[i * (n + 1) + i] += pull
        }
        matrix.base[4 * (n + 1) + n] += pull
        guard solve() else { return }
        samples.replace { x, y, samples in
            gather(samples, x, y)
            var sum: Float = 0
            for i in 0..<n { sum += matrix.base[i * (n + 1) + n] * inputs.base[i] }
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

    /// Gauss-Jordan elimination; the last column then holds the solution. The matrix is positive definite.
    private func solve() -> Bool {
        let n = Self.unknowns
        let pitch = n + 1
        for pivot in 0..<n {
            let row = matrix.base + pivot * pitch
            guard row[pivot] > 1e-6 else { return false }
            let scale = 1 / row[pivot]
            for j in pivot...n { row[j] *= scale }
            for other in 0..<n where other != pivot {
                let factor = matrix.base[other * pitch + pivot]
                for j in pivot...n { matrix.base[other * pitch + j] -= factor * row[j] }
            }
        }
        return true
    }
}
