/// A fourcc, as `V4L2_PIX_FMT_*` has it (videodev2.h, `v4l2_fourcc`).
struct V4L2Format: Hashable, Sendable, CustomStringConvertible {
    let code: UInt32

    init(code: UInt32) { self.code = code }

    /// From its four letters.
    init(_ letters: StaticString) {
        precondition(letters.utf8CodeUnitCount == 4)
        code = (0..<4).reduce(0) { $0 | UInt32(letters.utf8Start[$1]) << UInt32(8 * $1) }
    }

    /// Its letters, with question marks for what is not printable ASCII.
    var description: String {
        let letters = (0..<4).map { UInt8(truncatingIfNeeded: code >> UInt32(8 * $0)) }
        return String(decoding: letters.map { (32...126).contains($0) ? $0 : 63 }, as: UTF8.self)
    }

    /// Where its luma is; nil where only libv4lconvert may know.
    var layout: LumaLayout? { Self.layouts[self] }

    static let planar420 = Self("YU12")

    private static let layouts: [Self: LumaLayout] = [
        "GREY": .plane(bits: 8), "NV12": .plane(bits: 12), "NV21": .plane(bits: 12), "YU12": .plane(bits: 12),
        "YV12": .plane(bits: 12), "NV16": .plane(bits: 16), "NV61": .plane(bits: 16), "422P": .plane(bits: 16),
        "NV24": .plane(bits: 24), "NV42": .plane(bits: 24),
        "YUYV": .packed(first: 0), "YVYU": .packed(first: 0), "UYVY": .packed(first: 1), "VYUY": .packed(first: 1),
        "MJPG": .jpeg, "JPEG": .jpeg,
    ]
}

extension V4L2Format: ExpressibleByStringLiteral {
    init(stringLiteral letters: StaticString) { self.init(letters) }
}

/// Where the luma is in what a camera delivers, and so what it costs to come by.
enum LumaLayout: Hashable, Sendable {
    /// The first plane is the luma: used where it lies. `bits` a pixel come with it, the colours that nobody looks at too.
    case plane(bits: Int)
    /// Every second byte from `first` on.
    case packed(first: Int)
    /// JPEG pictures; only their luma is decoded.
    case jpeg

    /// The order of what they cost: what the bus carries counts least, copying a frame's luma takes a fraction of a
    /// millisecond, decoding it some.
    var cost: Int {
        switch self {
        case .plane(let bits): bits
        case .packed: 100
        case .jpeg: 200
        }
    }
}
