import Camera
import CodeFinding
import Glibc
import Vocabulary

/// The QR scanner of a gate: frames in, sightings out. For one thread.
///
/// Once it is warm, a frame of the same size allocates nothing beyond what zbar does, also while codes stay in view; a
/// caller that keeps a copy of `sightings` over the next call makes it allocate them anew.
public final class Scanner {
    /// Told before zbar searches a part of the frame itself: the attempt and the part.
    public typealias Announcement = (AttemptKind, FrameArea) -> Void

    /// What the last frame showed, until the next call of `scan`.
    public private(set) var sightings: [Sighting] = []
    /// By which attempt each of the sightings was read.
    public private(set) var readers: [AttemptKind] = []
    /// Parts of the frame of which zbar is shown nothing but drawings; of the whole frame then nothing else either.
    public var leftOut: [FrameArea] = []

    /// Modules along the side of the code that was drawn anew and read last, and pixels a module; nil where there is none.
    public private(set) var drawn: (modules: Int, pixels: Double)?

    private let redrawer = Redrawer()
    private var decoder = QRDecoder()
    private var pictures = PictureMaker()
    private var gate = MotionGate()
    private var schedule: Schedule
    private var memory = PayloadMemory()
    private var hasUnreadCode = false
    /// The attempts made over the last frame.
    private var made: [AttemptKind] = []

    public init(_ plan: ReadingPlan = ReadingPlan(.balanced)) {
        schedule = Schedule(plan)
        sightings.reserveCapacity(PayloadMemory.capacity)
        readers.reserveCapacity(PayloadMemory.capacity)
        made.reserveCapacity(AttemptKind.allCases.count)
    }

    /// Scans one frame; `sightings` holds what it showed until the next call.
    ///
    /// What was read holds for as long as nothing changes: further attempts over the same scene only add to it, and when
    /// all have been made, a still frame is not scanned.
    public func scan(_ frame: Frame, announce: Announcement = { _, _ in }) -> ScanReport {
        let plane = Plane(frame)
        guard min(plane.width, plane.height) >= QRDecoder.leastSide else {
            forget()
            return ScanReport(attempts: [], isStill: false, hasUnreadCode: false)
        }
        let isStill = gate.isStill(plane)
        if isStill, schedule.isDone {
            memory.frameEnded(sightings)
            return ScanReport(attempts: [], isStill: true, hasUnreadCode: hasUnreadCode)
        }
        gate.noteScan()
        if !isStill { forget() }
        made.removeAll(keepingCapacity: true)
        let isSearched = schedule.begin(isStill: isStill)
        let isRead = isSearched && findCodes(frame, announce)
        schedule.save(read: isRead)
        if leftOut.isEmpty, !isSearched || !redrawer.isCrowded {
            while let attempt = schedule.whole() { make(attempt, over: plane, announce) }
        }
        memory.frameEnded(sightings)
        hasUnreadCode = isSearched && sightings.isEmpty && redrawer.hasUnreadPatterns
        return ScanReport(attempts: made[...], isStill: false, hasUnreadCode: hasUnreadCode)
    }

    private func forget() {
        sightings.removeAll(keepingCapacity: true)
        readers.removeAll(keepingCapacity: true)
        drawn = nil
    }

    /// Reads the codes that can be found, and says whether there are any.
    private func findCodes(_ frame: Frame, _ announce: Announcement) -> Bool {
        made.append(.redrawn)
        var isRead = false
        // Of a scene that has come to rest each code is drawn until it is read, and then the others.
        redrawer.redraw(
            frame, blocks: gate.blocks, isKnown: { isSighted($0) },
            { drawing, outline in
                var isOne = false
                decoder.scan(Plane(drawing)) { bytes, _ in
                    isOne = true
                    note(bytes, at: outline, by: .redrawn)
                }
                if isOne {
                    isRead = true
                    drawn = (drawing.modules, outline.area.squareRoot() / Double(drawing.modules))
                }
                return isOne
            })
        guard redrawer.hasUnreadPatterns, let kind = schedule.region(),
            let region = redrawer.region(frame, as: kind), !isLeftOut(region.area)
        else { return isRead }
        made.append(kind)
        announce(kind, region.area)
        decoder.scan(Plane(region.drawing)) { bytes, outline in
            isRead = true
            note(bytes, at: region.source(outline), by: kind)
        }
        return isRead
    }

    /// Whether a code around this middle is among the sightings.
    private func isSighted(_ middle: Point) -> Bool {
        for index in sightings.indices where sightings[index].outline.isAbout(middle) { return true }
        return false
    }

    private func isLeftOut(_ area: FrameArea) -> Bool {
        for other in leftOut where other.overlaps(area) { return true }
        return false
    }

    private func make(_ attempt: WholeAttempt, over frame: Plane, _ announce: Announcement) {
        made.append(attempt.kind)
        announce(attempt.kind, FrameArea(left: 0, top: 0, width: frame.width, height: frame.height))
        pictures.begin()
        let picture = pictures.picture(attempt, of: frame, blocks: gate.blocks)
        decoder.scan(picture.plane) { bytes, outline in note(bytes, at: picture.source(outline), by: attempt.kind) }
    }

    /// Adds a sighting, where it is not one that an earlier attempt over this scene has given.
    private func note(_ bytes: UnsafeRawBufferPointer, at outline: Quad, by kind: AttemptKind) {
        let payload = memory.payload(bytes)
        for index in sightings.indices
        where sightings[index].payload == payload && sightings[index].outline.isAbout(outline.middle) { return }
        sightings.append(Sighting(payload: payload, outline: outline))
        readers.append(kind)
    }
}

/// How one frame was scanned.
public struct ScanReport: Sendable {
    /// The attempts that were made, in their order.
    public var attempts: ArraySlice<AttemptKind>
    /// Whether nothing had changed and no attempt was needed: the sightings of the frame before hold for this one.
    public var isStill: Bool
    /// Whether something looked like a code and nothing at all was read.
    public var hasUnreadCode: Bool
}

extension Quad {
    /// Whether the middle of a code is well inside this outline: that of another code cannot be.
    fileprivate func isAbout(_ other: Point) -> Bool {
        let middle = middle
        return hypot(middle.x - other.x, middle.y - other.y) < hypot(topLeft.x - middle.x, topLeft.y - middle.y) / 2
    }

    /// Halfway between two opposite corners; unlike `centre` it makes no array on the frame path.
    fileprivate var middle: Point { Point(x: (topLeft.x + bottomRight.x) / 2, y: (topLeft.y + bottomRight.y) / 2) }
}

extension Plane {
    fileprivate init(_ drawing: Drawing) {
        self.init(luma: drawing.luma, width: drawing.width, height: drawing.height, stride: drawing.width)
    }
}
