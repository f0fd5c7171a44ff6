import Glibc

/// The empty doorway as the gate's camera sees it: a tiled wall, an open door into a bright hall, a floor.
///
/// Everything stands on one floor under one horizon, so that people can walk through it.
enum Backdrop {
    static let width = 1280
    static let height = 720
    /// The height of the camera: what is level with it stays at this row, near and far.
    static let horizon: Float = 300
    /// Where the wall stands on the floor.
    static let wallFoot: Float = 560
    /// Where the hall behind the door ends.
    static let hallFoot: Float = 452
    /// The door's opening.
    static let door = Box(left: 470, top: 118, right: 810, bottom: 560)

    /// Draws it, with grain and light fall-off. Slow, and done once.
    static func draw(on plane: LumaPlane, grain: Grain) {
        for y in 0..<height {
            let noise = grain.row(y)
            for x in 0..<width {
                let u = (Float(x) - 640) / 640
                let v = (Float(y) - 360) / 360
                let fallOff = 1.04 - 0.22 * u * u - 0.13 * v * v - 0.05 * u
                let light = surface(Float(x), Float(y), in: (x, y)) * fallOff + Float(noise[x & 255])
                plane.pixels[y * width + x] = UInt8(min(max(light, 1), 255))
            }
        }
    }

    private static func surface(_ x: Float, _ y: Float, in pixel: (x: Int, y: Int)) -> Float {
        let edge = min(x - Float(door.left), Float(door.right) - x, y - Float(door.top))
        if edge >= 0, y < wallFoot { return behindTheDoor(x, y) }
        if edge >= -18, y < wallFoot { return frame(edge) }
        return y < wallFoot ? wall(x, y) : floor(x, y)
    }

    /// Brushed metal with a bright and a dark edge.
    private static func frame(_ edge: Float) -> Float {
        switch edge {
        case ..<(-15): 70
        case ..<(-6): 96
        case ..<(-3): 128
        default: 58
        }
    }

    /// Tiles with joints, no two quite alike; a dark skirting, a sign beside the door, its shadow.
    private static func wall(_ x: Float, _ y: Float) -> Float {
        if y > 534 { return y < 537 ? 120 : 74 - (y - 534) * 0.4 }
        if let sign = sign(x, y) { return sign }
        let row = (y / 62).rounded(.down)
        let shifted = x + (row.truncatingRemainder(dividingBy: 2)) * 62
        let column = (shifted / 124).rounded(.down)
        var numbers = SeededNumbers(seed: UInt64(row * 64 + column + 7))
        let tile = 164 + Float(numbers.unit()) * 9
        let fromJoint = min(shifted - column * 124, y - row * 62)
        let joint: Float = fromJoint < 2 ? -26 : fromJoint < 3.5 ? 9 : 0
        let fromDoor = max(Float(door.left) - x, x - Float(door.right), Float(door.top) - y, 0)
        let nearDoor = max(0, 1 - fromDoor / 90)
        return tile + joint - 16 * nearDoor + (240 - y) * 0.05
    }

    /// A panel with an arrow and lines of writing, to the right of the door.
    private static func sign(_ x: Float, _ y: Float) -> Float? {
        let u = x - 960
        let v = y - 180
        guard (0..<170).contains(u), (0..<112).contains(v) else {
            return (6..<178).contains(u) && (112..<119).contains(v) ? 110 : nil
        }
        guard (4..<166).contains(u), (4..<108).contains(v) else { return 60 }
        let isShaft = (26..<60).contains(u) && abs(v - 40) < 7
        let isHead = (16..<38).contains(u) && abs(v - 40) < u - 16
        if isShaft || isHead { return 225 }
        if (78..<150).contains(u), abs(v - 32) < 5 { return 215 }
        if (78..<128).contains(u), abs(v - 50) < 4 { return 190 }
        if (16..<150).contains(u), abs(v - 82) < 3 { return 170 }
        return 48 + v * 0.12
    }

    /// A bright hall: its far wall with a window, its floor.
    private static func behindTheDoor(_ x: Float, _ y: Float) -> Float {
        let shade = min(max((x - Float(door.left)) / 26, 0), 1)
        if y > hallFoot {
            return (168 + (y - hallFoot) * 0.16 + joints(x, y) * 0.5) * (0.82 + 0.18 * shade)
        }
        let isWindow = (560..<735).contains(x) && (165..<345).contains(y)
        let isBar = abs(x - 647) < 4 || abs(y - 250) < 4
        let light: Float = isWindow ? (isBar ? 150 : 236 - (y - 165) * 0.09) : 186 - (y - 118) * 0.07
        let skirting: Float = y > hallFoot - 10 ? -62 : 0
        return (light + skirting) * (0.82 + 0.18 * shade)
    }

    /// Large tiles, with the door's light on them.
    private static func floor(_ x: Float, _ y: Float) -> Float {
        let near = (y - wallFoot) / (720 - wallFoot)
        let glow = max(0, 1 - abs(x - 640) / (210 + 160 * near)) * (1 - 0.55 * near)
        return 96 + 12 * near + 58 * glow + joints(x, y)
    }

    /// The joints of tiles of 60 cm in perspective.
    private static func joints(_ x: Float, _ y: Float) -> Float {
        let depth = 861 / (y - horizon)
        let across = (x - 640) * depth / 250 + 0.5
        let along = depth * 2.1
        let width = 0.006 * depth + 0.012
        let isJoint = across - across.rounded(.down) < width || along - along.rounded(.down) < width * 1.6
        return isJoint ? -26 : 0
    }
}
