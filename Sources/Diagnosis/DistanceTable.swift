import Glibc
import Vocabulary

/// How far away codes of some sizes can be held from this camera.
public struct DistanceTable: Hashable, Sendable {
    /// Pixels a module below which codes held by hand are not read reliably.
    public static let leastModule = 2.0
    /// What most cameras of gates see from side to side, where nobody measured it.
    public static let standardAngle = 60.0
    /// What lenses of cameras see: what makes another one was not measured well.
    public static let angles = 10.0...150.0
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
        /// From the camera, mm.
        public var distance: Double
        /// The code's, without the white around it, mm.
        public var side: Double

        public init(distance: Double, side: Double) { (self.distance, self.side) = (distance, side) }

        /// As a technician writes it: the distance and the side, in mm. Nil where it is neither.
        public init?(_ text: String) {
            let numbers = text.split { " ,;x".contains($0) }.map { Double($0) }
            guard numbers.count == 2, let distance = numbers[0], let side = numbers[1],
                (1...10_000).contains(distance), (1...1000).contains(side)
            else { return nil }
            self.init(distance: distance, side: side)
        }
    }

    /// By what the lens was measured; nil: `standardAngle` is taken.
    public let sample: Sample?
    public let modules: Int
    /// The angle from side to side, degrees.
    public let angle: Double
    public let rows: [Row]

    /// `sample` tells how far away and how large the code is that `measured` is of.
    public init(_ measured: FrameMeasurement, sample: Sample? = nil) {
        modules = measured.modules ?? Self.standardModules
        let (width, height) = (Double(measured.width), Double(measured.height))
        let focal: Double
        if let sample, let size = measured.moduleSize {
            focal = size * Double(modules) * sample.distance / sample.side
            self.sample = sample
        } else {
            focal = width / 2 / tan(Self.standardAngle / 2 * .pi / 180)
            self.sample = nil
        }
        angle = 2 * atan(width / 2 / focal) * 180 / .pi
        let side = Double(modules)
        let sizes = [("badge", 25.0), ("small phone", 45), ("phone", 60), ("paper", 80)]
        rows = sizes.map { what, millimetres in
            Row(
                what: what, side: millimetres, farthest: focal * millimetres / side / Self.leastModule / 10,
                nearest: focal * millimetres / (height * 0.9) / 10)
        }
    }

    /// By what it is filled in.
    public var origin: String {
        let lens = "a lens that sees \(Int(angle.rounded()))° from side to side"
        guard let sample else { return "computed for \(lens), which was taken and not measured" }
        return "measured with a code of \(sample.side.words) mm at \(sample.distance.words) mm: \(lens)"
    }
}
