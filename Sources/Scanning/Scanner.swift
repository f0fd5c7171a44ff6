import Camera
import CodeFinding
import Glibc
import Vocabulary

/// The QR scanner of a gate: frames in, sightings out. For one thread.
///
/// Once it is warm, a frame of the same size allocates nothing beyond what zbar does, also while codes stay in view; a
/// caller that keeps a copy of `sightings` over the next call makes it allocate them anew.
public final class Scanner {
    /// What the last frame showed, until the next call of `scan`.
    public private(set) var sightings: [Sighting] = []

    /// The attempt that read the last of them; nil where there are none.
    public private(set) var lastRead: AttemptKind?
    /// Modules along the side of the code that was drawn anew and read last, and pixels a module; nil where there is none.
    public private(set) var drawn: (modules: Int, pixels: Double)?

    private let redrawer = Redrawer()
    private var decoder = QRDecoder()
    private var pictures = PictureMaker()
    private var gate = MotionGate()
    private var schedule = Schedule()
    private var memory = PayloadMemory()
    /// The attempts made over the last frame.
    private var made: [AttemptKind] = []

    public init() {
        sightings.reserveCapacity(PayloadMemory.capacity)
        made.reserveCapacity(AttemptKind.allCases.count)
    }

    /// Scans one frame; `sightings` holds what it showed until the next call.
    ///
    /// What was read holds for as long as nothing changes: further attempts over the same scene only add to it, and when
    /// all have been made, a still frame is not scanned.
    public func scan(_ frame: Frame) -> ScanReport {
        let plane = Plane(frame)
        guard min(plane.width, plane.height) >= QRDecoder.leastSide else {
            forget()
            return ScanReport(attempts: [], isStill: false)
        }
        let isStill = gate.isStill(plane)
        if isStill, schedule.isDone {
            memory.frameEnded(sightings)
            return ScanReport(attempts: [], isStill: true)
        }
        gate.noteScan()
        if !isStill { forget() }
        made.removeAll(keepingCapacity: true)
        let read = findCodes(frame)
        for attempt in schedule.next(isStill: isStill, read: read) where !redrawer.isCrowded {
            make(attempt, over: plane)
        }
        memory.frameEnded(sightings)
        return ScanReport(attempts: made[...], isStill: false)
    }

    private func forget() {
        sightings.removeAll(keepingCapacity: true)
        (lastRead, drawn) = (nil, nil)
    }

    /// Reads the codes that can be found, and says whether there are any.
    private func findCodes(_ frame: Frame) -> Bool {
        made.append(.redrawn)
        var isRead = false
        redrawer.redraw(frame) { drawing, outline in
            var isOne = false
            decoder.scan(Plane(drawing)) { bytes, _ in
                isOne = true
                note(bytes, at: outline)
                drawn = (drawing.modules, outline.area.squareRoot() / Double(drawing.modules))
            }
            isRead = isRead || isOne
            return isOne
        }
        if let region = redrawer.region(frame) {
            made.append(.region)
            decoder.scan(Plane(region.drawing)) { bytes, outline in
                isRead = true
                note(bytes, at: region.source(outline))
            }
        }
        return isRead
    }

    private func make(_ attempt: WholeAttempt, over frame: Plane) {
        made.append(attempt.kind)
        pictures.begin()
        let picture = pictures.picture(attempt, of: frame, blocks: gate.blocks)
        decoder.scan(picture.plane) { bytes, outline in note(bytes, at: picture.source(outline)) }
    }

    /// Adds a sighting, where it is not one that an earlier attempt over this scene has given.
    private func note(_ bytes: UnsafeRawBufferPointer, at outline: Quad) {
        let payload = memory.payload(bytes)
        for index in sightings.indices
        where sightings[index].payload == payload && sightings[index].outline.isAbout(outline) { return }
        sightings.append(Sighting(payload: payload, outline: outline))
        lastRead = made.last
    }
}

/// How one frame was scanned.
public struct ScanReport: Sendable {
    /// The attempts that were made, in their order.
    public var attempts: ArraySlice<AttemptKind>
    /// Whether nothing had changed and no attempt was needed: the sightings of the frame before hold for this one.
    public var isStill: Bool
}

extension Quad {
    /// Whether the middle of the other outline is well inside this one: that of another code cannot be.
    fileprivate func isAbout(_ other: Quad) -> Bool {
        let (a, b) = (middle, other.middle)
        return hypot(a.x - b.x, a.y - b.y) < hypot(topLeft.x - a.x, topLeft.y - a.y) / 2
    }

    /// Halfway between two opposite corners; unlike `centre` it makes no array on the frame path.
    private var middle: Point { Point(x: (topLeft.x + bottomRight.x) / 2, y: (topLeft.y + bottomRight.y) / 2) }
}

extension Plane {
    fileprivate init(_ drawing: Drawing) {
        self.init(luma: drawing.luma, width: drawing.width, height: drawing.height, stride: drawing.width)
    }
}
