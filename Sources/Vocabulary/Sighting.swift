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

    /// The enclosed area in square pixels, by the shoelace formula.
    public var area: Double {
        let c = corners
        return abs((0..<4).reduce(0) { $0 + c[$1].x * c[($1 + 1) % 4].y - c[($1 + 1) % 4].x * c[$1].y }) / 2
    }

    public var centre: Point {
        Point(x: corners.reduce(0) { $0 + $1.x } / 4, y: corners.reduce(0) { $0 + $1.y } / 4)
    }
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
