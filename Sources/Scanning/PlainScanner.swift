import Camera
import Vocabulary

/// One ordinary zbar scan of every whole frame, QR only: what the scanner of a gate is measured against. For one thread.
public final class PlainScanner {
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
