/// The normalised correlation of 25 points with a dark middle, a light ring `inner` modules from it and a dark one `outer`
/// modules from it, light counted as high: 1 at best, negative where the picture is inverted. Zero where the rings do not
/// lie wholly in the plane or there is no contrast.
@inline(__always)
func ringCorrelation(_ plane: Plane, _ centre: Vector, _ u: Vector, _ v: Vector, inner: Float, outer: Float) -> Float {
    let reach = (outer + 0.1) * Vector(abs(u.x) + abs(v.x), abs(u.y) + abs(v.y))
    guard plane.allowsTaps(around: centre, reach: reach) else { return 0 }
    var sum: Float = 0
    var squares: Float = 0
    var light: Float = 0
    @inline(__always)
    func row(_ j: Float, _ isInnerLight: Float, _ isMiddleLight: Float) {
        let from = centre + j * v
        @inline(__always)
        func point(_ i: Float, _ isLight: Float) {
            let luma = plane.tap(from + i * u)
            sum += luma
            squares += luma * luma
            light += isLight * luma
        }
        point(-outer, 0)
        point(-inner, isInnerLight)
        point(0, isMiddleLight)
        point(inner, isInnerLight)
        point(outer, 0)
    }
    row(-outer, 0, 0)
    row(-inner, 1, 1)
    row(0, 1, 0)
    row(inner, 1, 1)
    row(outer, 0, 0)
    // 8 of the 25 are light: covariance over the two deviations.
    let variance = squares - sum * sum / 25
    guard variance > 25 * 4 else { return 0 }
    return (light - sum * 8 / 25) / (variance * (8 * 17 / 25)).squareRoot()
}

/// The normalised correlation of seven points, one `step` apart, with 1:1:3:1:1 around `centre`, light counted as high.
@inline(__always)
func lineCorrelation(_ plane: Plane, _ centre: Vector, _ step: Vector) -> Float {
    guard plane.allowsTaps(around: centre, reach: 3 * Vector(abs(step.x), abs(step.y))) else { return 0 }
    var (sum, squares, light): (Float, Float, Float) = (0, 0, 0)
    for k in -3...3 {
        let luma = plane.tap(centre + Float(k) * step)
        sum += luma
        squares += luma * luma
        if abs(k) == 2 { light += luma }
    }
    let variance = squares - sum * sum / 7
    guard variance > 7 * 4 else { return 0 }
    return (light - sum * 2 / 7) / (variance * (2 * 5 / 7)).squareRoot()
}
