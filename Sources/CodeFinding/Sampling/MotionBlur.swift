/// How a code moved while a frame was exposed: evenly along a straight way, coming nearer or going away.
struct MotionBlur: BitwiseCopyable {
    /// No module is told from another that is spread farther, half of it to either side: in modules.
    static let most: Float = 6

    /// The way of the code's middle, in modules; to which of its two ends is all the same.
    var way = Vector.zero
    /// By which part of itself the code grew.
    var growth: Float = 0

    /// The way of a place so far from the middle.
    func way(at offset: Vector) -> Vector {
        let way = way + growth * offset
        let length = length(way)
        return length > Self.most ? Self.most / length * way : way
    }

    func changed(by step: Vector = .zero, growth: Float = 0) -> MotionBlur {
        MotionBlur(way: way + step, growth: self.growth + growth)
    }
}

/// Of which modules one shows the light, how far away they are, and how much of each, together 1: those that passed it.
struct Spread: ~Copyable {
    /// How far away such a module can be.
    static let reach = 4
    private static let across = 2 * reach + 1

    private let shares = Storage<Float>(across * across)
    private let offsets = Storage<Int32>(across * across)
    private(set) var count = 0

    /// How far it is to one of them in a plane of modules, and its share.
    @inline(__always)
    subscript(_ index: Int) -> (offset: Int, share: Float) { (Int(offsets.base[index]), shares.base[index]) }

    /// Takes those of a piece of a code of `side` modules on a side: the piece's column and row are given.
    mutating func take(_ blur: MotionBlur, _ left: Int, _ top: Int, _ side: Int) {
        let way = blur.way(at: Vector(Float(left), Float(top)) - Float(side - BlurredLayout.piece) / 2)
        let pitch = ModulePlane.pitch(side)
        shares.base.update(repeating: 0, count: Self.across * Self.across)
        let steps = max(1, Int(4 * length(way)))
        let step = 1 / Float(steps)
        for k in 0..<steps {
            let place = ((Float(k) + 0.5) * step - 0.5) * way
            let (column, right) = Self.split(place.x)
            let (row, below) = Self.split(place.y)
            let corner = shares.base + (row + Self.reach) * Self.across + column + Self.reach
            corner[0] += step * (1 - right) * (1 - below)
            corner[1] += step * right * (1 - below)
            corner[Self.across] += step * (1 - right) * below
            corner[Self.across + 1] += step * right * below
        }
        // Those that have a share, brought together at the front.
        count = 0
        for k in 0..<Self.across * Self.across where shares.base[k] > 0 {
            let (row, column) = (k / Self.across - Self.reach, k % Self.across - Self.reach)
            (shares.base[count], offsets.base[count]) = (shares.base[k], Int32(row * pitch + column))
            count += 1
        }
    }

    /// The module in which a place lies, or the one before, and how much of what is seen there is the next one's: lens and
    /// pixels mix what is near an edge.
    private static func split(_ place: Float) -> (Int, Float) {
        let module = place.rounded(.down)
        return (Int(module), max(0, min(1, (place - module - 0.5) / 0.7 + 0.5)))
    }
}
