import Glibc
import Vocabulary

/// How far away codes of some sizes can be held from this camera.
public struct DistanceTable: Hashable, Sendable {
    /// Pixels a module below which codes held by hand are not read reliably.
    public static let leastModule = 2.0
    /// What most cameras of gates see from side to side, where nobody measured it.
    public static let standardAngle = 60.0
    /// Modules of a site pass as it is usually drawn (version 8, ISO/IEC 18004 table 1), where none was seen.
    public static let standardModules = 49

    public struct Row: Hashable, Sendable {
        public var what: String
        /// The code's side, mm.
        public var side: Double
        /// The farthest it can be read, cm.
        public var farthest: Double
        /// The nearest at which it is in the picture whole, with room around, cm.
        public var nearest: Double
    }

    /// A known code at a known distance.
    public struct Sample: Hashable, Sendable {
        /// mm.
        public var side: Double
        public var distance: Double

        public init(side: Double, distance: Double) { (self.side, self.distance) = (side, distance) }
    }

    /// Whether the lens was measured by a code at a known distance.
    public let isMeasured: Bool
    public let modules: Int
    /// The angle from side to side, degrees.
    public let angle: Double
    public let rows: [Row]

    /// `sample` tells how large and far the code was that was measured; nil: an angle of `standardAngle` is taken.
    public init(_ measured: FrameMeasurement, sample: Sample? = nil) {
        modules = measured.modules ?? Self.standardModules
        let (width, height) = (Double(measured.width), Double(measured.height))
        var focal = width / 2 / tan(Self.standardAngle / 2 * .pi / 180)
        isMeasured = sample != nil && measured.moduleSize != nil
        if let sample, let size = measured.moduleSize { focal = size * Double(modules) * sample.distance / sample.side }
        angle = 2 * atan(width / 2 / focal) * 180 / .pi
        let side = Double(modules)
        let sizes = [("badge", 25.0), ("small phone", 45), ("phone", 60), ("paper", 80)]
        rows = sizes.map { what, millimetres in
            Row(
                what: what, side: millimetres, farthest: focal * millimetres / side / Self.leastModule / 10,
                nearest: focal * millimetres / (height * 0.9) / 10)
        }
    }
}
