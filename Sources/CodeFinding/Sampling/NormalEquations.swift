/// The normal equations of a least squares fit of a few unknowns.
struct NormalEquations: ~Copyable {
    private let unknowns: Int
    private let pitch: Int
    /// Row by row, each with its right side last; the right sides hold the solution once they are solved.
    private let matrix: Storage<Float>

    init(unknowns: Int) {
        (self.unknowns, pitch) = (unknowns, unknowns + 1)
        matrix = Storage(unknowns * (unknowns + 1))
    }

    /// The solution.
    @inline(__always)
    subscript(_ unknown: Int) -> Float { matrix.base[unknown &* pitch &+ unknowns] }

    func begin() { matrix.base.update(repeating: 0, count: unknowns * pitch) }

    /// Adds an equation: what the inputs, each times its unknown, should come to.
    @inline(__always)
    func add(_ inputs: UnsafePointer<Float>, _ target: Float) {
        for i in 0..<unknowns {
            let row = matrix.base + i &* pitch
            for j in i..<unknowns { row[j] += inputs[i] * inputs[j] }
            row[unknowns] += inputs[i] * target
        }
    }

    /// Pulls an unknown towards a value, as so many equations would.
    func pull(_ unknown: Int, to value: Float, by weight: Float) {
        matrix.base[unknown * pitch + unknown] += weight
        matrix.base[unknown * pitch + unknowns] += weight * value
    }

    /// Gauss-Jordan elimination; false where the equations tell nothing. The matrix is positive definite.
    func solve() -> Bool {
        for i in 0..<unknowns {
            for j in 0..<i { matrix.base[i * pitch + j] = matrix.base[j * pitch + i] }
        }
        for pivot in 0..<unknowns {
            let row = matrix.base + pivot * pitch
            guard row[pivot] > 1e-6 else { return false }
            let scale = 1 / row[pivot]
            for j in pivot...unknowns { row[j] *= scale }
            for other in 0..<unknowns where other != pivot {
                let factor = matrix.base[other * pitch + pivot]
                for j in pivot...unknowns { matrix.base[other * pitch + j] -= factor * row[j] }
            }
        }
        return true
    }
}
