/// The normalised correlation of 25 points with a dark middle, a light ring `inner` modules from it and a dark one `outer`
/// modules from it, light counted as high: 1 at best, negative where the picture is inverted. Zero where the rings do not
/// lie wholly in the plane or there is no contrast.
@inline(__always)
func ringCorrelation(_ plane: Plane, _ centre: Vector, _ u: Vector, _ v: Vector, inner: Float, outer: Float) -> Float {
    let reach = (outer + 0.1) * Vector(abs(u.x) + abs(v.x), abs(u.y) + abs(v.y))
    guard plane.allowsTaps(around: centre, reach: reach) else { return 0 }
    var sums = LightSums()
    let (near, far) = (inner * u, outer * u)
    sums.addRow(plane, centre - outer * v, near, far, innerIsLight: false, middleIsLight: false)
    sums.addRow(plane, centre - inner * v, near, far, innerIsLight: true, middleIsLight: true)
    sums.addRow(plane, centre, near, far, innerIsLight: true, middleIsLight: false)
    sums.addRow(plane, centre + inner * v, near, far, innerIsLight: true, middleIsLight: true)
    sums.addRow(plane, centre + outer * v, near, far, innerIsLight: false, middleIsLight: false)
    return sums.correlation(count: 25, lights: 8)
}

/// The normalised correlation of seven points, one `step` apart, with 1:1:3:1:1 around `centre`, light counted as high.
@inline(__always)
func lineCorrelation(_ plane: Plane, _ centre: Vector, _ step: Vector) -> Float {
    guard plane.allowsTaps(around: centre, reach: 3 * Vector(abs(step.x), abs(step.y))) else { return 0 }
    var sums = LightSums()
    for k in -3...3 { sums.add(plane.tap(centre + Float(k) * step), isLight: abs(k) == 2) }
    return sums.correlation(count: 7, lights: 2)
}

/// The sums over points of which some should be light and the others dark.
struct LightSums {
    private var sum: Float = 0
    private var squares: Float = 0
    private var light: Float = 0

    @inline(__always)
    mutating func add(_ luma: Float, isLight: Bool) {
        sum += luma
        squares += luma * luma
        if isLight { light += luma }
    }

    @inline(__always)
    mutating func addRow(
        _ plane: Plane, _ middle: Vector, _ near: Vector, _ far: Vector, innerIsLight: Bool, middleIsLight: Bool
    ) {
        add(plane.tap(middle - far), isLight: false)
        add(plane.tap(middle - near), isLight: innerIsLight)
        add(plane.tap(middle), isLight: middleIsLight)
        add(plane.tap(middle + near), isLight: innerIsLight)
        add(plane.tap(middle + far), isLight: false)
    }

    /// The correlation of luma with light: their covariance over their deviations. Zero where there is no contrast.
    @inline(__always)
    func correlation(count: Float, lights: Float) -> Float {
        let variance = squares - sum * sum / count
        guard variance > 4 * count, lights > 0, lights < count else { return 0 }
        return (light - sum * lights / count) / (variance * lights * (count - lights) / count).squareRoot()
    }
}
