import Camera
import Vocabulary

/// The QR scanner of a gate: frames in, sightings out. For one thread.
public final class Scanner {
    /// What the last frame showed, until the next call of `scan`.
    public private(set) var sightings: [Sighting] = []
    private var decoder = QRDecoder()

    public init() {}

    /// Scans one frame; `sightings` holds what it showed until the next call.
    public func scan(_ frame: Frame) -> ScanReport {
        sightings.removeAll(keepingCapacity: true)
        decoder.scan(Plane(frame)) { bytes, outline in
            sightings.append(Sighting(payload: Payload(bytes), outline: outline))
        }
        return ScanReport(attempts: [.plain], isStill: false)
    }
}

/// How one frame was scanned.
public struct ScanReport: Hashable, Sendable {
    /// The attempts made, in their order; none for a still frame.
    public var attempts: [AttemptKind]
    /// Whether nothing had changed, so that the last frame's sightings hold for this one.
    public var isStill: Bool
}
