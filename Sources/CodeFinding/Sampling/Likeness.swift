/// The sums by which two series of values are compared.
struct Likeness {
    private var count: Float = 0
    private var (first, second): (Float, Float) = (0, 0)
    private var (firstSquares, secondSquares): (Float, Float) = (0, 0)
    private var products: Float = 0

    @inline(__always)
    mutating func add(_ a: Float, _ b: Float) {
        count += 1
        first += a
        second += b
        firstSquares += a * a
        secondSquares += b * b
        products += a * b
    }

    /// Their correlation; zero where there is too little to tell, the second being in grey levels.
    var correlation: Float {
        guard count > 20 else { return 0 }
        let (a, b) = (firstSquares - first * first / count, secondSquares - second * second / count)
        guard a > 0.05 * count, b > 4 * count else { return 0 }
        return (products - first * second / count) / (a * b).squareRoot()
    }
}
