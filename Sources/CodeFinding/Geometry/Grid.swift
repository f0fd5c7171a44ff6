/// Where the modules of a code lie in a plane: the homography that takes the square between the finder patterns' centres to
/// four points.
struct Grid: BitwiseCopyable {
    let version: Version
    /// The centres of the three finder patterns, and the point that makes a square of them, from the top left clockwise.
    private(set) var topLeft: Vector
    private(set) var topRight: Vector
    private(set) var far: Vector
    private(set) var bottomLeft: Vector

    /// How paper that is no plane, or a lens, moves what lies between the centres: at most so many pixels.
    private(set) var bend = Bend()

    private var origin: Vector
    private var across: Vector
    private var down: Vector
    private var perspective: Vector

    init?(version: Version, topLeft: Vector, topRight: Vector, far: Vector, bottomLeft: Vector) {
        let right = topRight - far
        let below = bottomLeft - far
        let bend = topLeft - topRight + far - bottomLeft
        let determinant = cross(right, below)
        // Convex, and as the code is read.
        guard determinant < 0 else { return nil }
        self.version = version
        self.topLeft = topLeft
        self.topRight = topRight
        self.far = far
        self.bottomLeft = bottomLeft
        perspective = Vector(cross(bend, below), cross(right, bend)) / determinant
        guard perspective.x > -0.9, perspective.y > -0.9, perspective.x + perspective.y > -0.9 else { return nil }
        let modules = Float(version.side - 7)
        across = (topRight - topLeft + perspective.x * topRight) / modules
        down = (bottomLeft - topLeft + perspective.y * bottomLeft) / modules
        perspective /= modules
        // Counted from the outer corner, three and a half modules before the centre.
        origin = topLeft - 3.5 * (across + down)
        let weight = 1 - 3.5 * (perspective.x + perspective.y)
        guard weight > 0.05 else { return nil }
        origin /= weight
        across /= weight
        down /= weight
        perspective /= weight
    }

    /// The place in the plane of a place in the code, in modules from its outer top left corner.
    @inline(__always)
    func place(_ x: Float, _ y: Float) -> Vector {
        let place = (origin + x * across + y * down) / (1 + x * perspective.x + y * perspective.y)
        guard bend.isBent else { return place }
        let modules = Float(version.side - 7)
        return place + bend.shift((x - 3.5) / modules, (y - 3.5) / modules)
    }

    /// One module to the right, and one down, at a place.
    func sides(_ x: Float, _ y: Float) -> (Vector, Vector) {
        let here = place(x, y)
        return (place(x + 1, y) - here, place(x, y + 1) - here)
    }

    /// The same with the corners moved; nil where that makes no square seen from a front.
    func moved(_ corner: Int, by step: Vector) -> Grid? {
        var moved = Grid(
            version: version, topLeft: corner == 0 ? topLeft + step : topLeft,
            topRight: corner == 1 ? topRight + step : topRight, far: corner == 2 ? far + step : far,
            bottomLeft: corner == 3 ? bottomLeft + step : bottomLeft)
        moved?.bend = bend
        return moved
    }

    /// The same bent more in one of `Bend.count` ways.
    func bent(_ way: Int, by step: Vector) -> Grid {
        var bent = self
        bent.bend.add(way, step)
        return bent
    }
}

/// A displacement between the centres of the finder patterns, nothing at the centres themselves: across and down the code
/// one arc each, as of paper held bent, and one double arc, as of a roll or a lens.
struct Bend: BitwiseCopyable {
    static let count = 4
    private(set) var isBent = false
    private var acrossArc = Vector.zero
    private var downArc = Vector.zero
    private var acrossDouble = Vector.zero
    private var downDouble = Vector.zero

    mutating func add(_ way: Int, _ step: Vector) {
        isBent = true
        switch way {
        case 0: acrossArc += step
        case 1: downArc += step
        case 2: acrossDouble += step
        default: downDouble += step
        }
    }

    /// The displacement at a place, of which 0 and 1 are the centres.
    @inline(__always)
    func shift(_ s: Float, _ t: Float) -> Vector {
        let (arcS, arcT) = (4 * s * (1 - s), 4 * t * (1 - t))
        return arcS * (acrossArc + 2.6 * (1 - 2 * s) * acrossDouble) + arcT * (downArc + 2.6 * (1 - 2 * t) * downDouble)
    }
}
