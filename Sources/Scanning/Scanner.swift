import Camera
import Glibc
import Vocabulary

/// The QR scanner of a gate: frames in, sightings out. For one thread.
///
/// Once it is warm, a frame of the same size allocates nothing beyond what zbar does, also while codes stay in view; a
/// caller that keeps a copy of `sightings` over the next call makes it allocate them anew.
public final class Scanner {
    /// What the last frame showed, until the next call of `scan`.
    public private(set) var sightings: [Sighting] = []

    private var decoder = QRDecoder()
    private var pictures = PictureMaker()
    private var gate = MotionGate()
    private var schedule = Schedule()
    private var memory = PayloadMemory()

    public init() { sightings.reserveCapacity(PayloadMemory.capacity) }

    /// Scans one frame; `sightings` holds what it showed until the next call.
    ///
    /// A still frame is not scanned: the sightings of the one before hold for it.
    public func scan(_ frame: Frame) -> ScanReport {
        let plane = Plane(frame)
        guard min(plane.width, plane.height) >= QRDecoder.leastSide else {
            sightings.removeAll(keepingCapacity: true)
            return ScanReport(attempts: [], isStill: false)
        }
        if !gate.isStill(plane) {
            schedule.sceneChanged()
        } else if schedule.isDone {
            memory.frameEnded(sightings)
            return ScanReport(attempts: [], isStill: true)
        }
        gate.noteScan()
        let turn = schedule.next()
        let made = attempt(turn, over: plane)
        schedule.ended(read: !sightings.isEmpty)
        memory.frameEnded(sightings)
        return ScanReport(attempts: turn.attempts.prefix(made), isStill: false)
    }

    /// Makes the attempts of `turn` and returns how many it took.
    private func attempt(_ turn: Schedule.Turn, over frame: Plane) -> Int {
        sightings.removeAll(keepingCapacity: true)
        pictures.begin()
        for (index, kind) in turn.attempts.enumerated() {
            let picture = pictures.picture(kind, of: frame, blocks: gate.blocks)
            decoder.scan(picture.plane) { bytes, outline in note(bytes, at: picture.source(outline)) }
            if turn.endsOnSight, !sightings.isEmpty { return index + 1 }
        }
        return turn.attempts.count
    }

    /// Adds a sighting, where it is not the one that an earlier attempt over this frame has given.
    private func note(_ bytes: UnsafeRawBufferPointer, at outline: Quad) {
        let payload = memory.payload(bytes)
        let isKnown = sightings.contains { $0.payload == payload && $0.outline.isAbout(outline) }
        if !isKnown { sightings.append(Sighting(payload: payload, outline: outline)) }
    }
}

/// How one frame was scanned.
public struct ScanReport: Sendable {
    /// The attempts that were made, in their order; none for a still frame. Where something was read and `attempts`
    /// is not a whole row, the last one read it.
    public var attempts: ArraySlice<AttemptKind>
    /// Whether nothing had changed, so that the sightings of the frame before hold for this one.
    public var isStill: Bool
}

extension Quad {
    /// Whether the other outline's centre is well inside this one: two codes cannot be.
    fileprivate func isAbout(_ other: Quad) -> Bool {
        let (a, b) = (centre, other.centre)
        return hypot(a.x - b.x, a.y - b.y) < area.squareRoot() / 2
    }
}
