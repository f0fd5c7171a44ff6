/// A point of a frame: pixels from its top left corner, x to the right, y down.
public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// The outline of a code: its four corners from the code's own top left, clockwise as the code is read.
public struct Quad: Hashable, Sendable {
    public var topLeft: Point
    public var topRight: Point
    public var bottomRight: Point
    public var bottomLeft: Point

    public init(topLeft: Point, topRight: Point, bottomRight: Point, bottomLeft: Point) {
        self.topLeft = topLeft
        self.topRight = topRight
        self.bottomRight = bottomRight
        self.bottomLeft = bottomLeft
    }

    public var corners: [Point] { [topLeft, topRight, bottomRight, bottomLeft] }

    /// The enclosed area in square pixels: half the cross product of the diagonals.
    public var area: Double {
        let (a, b) = (bottomRight - topLeft, bottomLeft - topRight)
        return abs(a.x * b.y - a.y * b.x) / 2
    }

    /// The mean of the corners. Like `area` asked for each frame, and so without an array.
    public var centre: Point {
        Point(
            x: (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4,
            y: (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4)
    }
}

extension Point {
    fileprivate static func - (a: Point, b: Point) -> Point { Point(x: a.x - b.x, y: a.y - b.y) }
}

/// What one code carries: hostile bytes, at most `maximumLength` of them kept.
public struct Payload: Hashable, Sendable {
    /// The longest a QR code can hold in the modes a credential uses: 4,296 alphanumeric characters (ISO/IEC 18004, table 7).
    public static let maximumLength = 4296

    /// The bytes; where the code held more, the first `maximumLength`.
    public let bytes: [UInt8]
    /// Whether the code held more than is kept: such a payload is refused as too long.
    public let isCut: Bool

    public init(_ bytes: some Collection<UInt8>) {
        isCut = bytes.count > Self.maximumLength
        self.bytes = Array(bytes.prefix(Self.maximumLength))
    }

    /// What is left of a payload that was cut before it came here.
    public init(cut bytes: some Collection<UInt8>) {
        isCut = true
        self.bytes = Array(bytes.prefix(Self.maximumLength))
    }
}

/// A code seen in a frame.
public struct Sighting: Hashable, Sendable {
    public var payload: Payload
    /// Where it was, in pixels of the source frame.
    public var outline: Quad

    public init(payload: Payload, outline: Quad) {
        self.payload = payload
        self.outline = outline
    }
}
