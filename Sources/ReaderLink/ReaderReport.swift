import Vocabulary

/// What a reader says to the controller: these messages, bounded, and nothing else.
public enum ReaderReport: Hashable, Sendable {
    /// It has locked itself in and waits for orders.
    case ready(Confinement)
    /// The frame of the preview that follows was measured.
    case measured(FrameMeasurement)
    /// It could not lock itself in, for this reason, and ends.
    case refused(String)
    /// One frame showed codes.
    case sightings(FrameSightings)
    /// The camera delivers, or was lost.
    case camera(CameraState)
    /// A sign of life with its figures, every 250 ms.
    case figures(ReaderFigures)
    /// zbar is about to search this part of the frame itself: should nothing more be heard, that was too much for it.
    case attempting(AttemptKind, FrameArea)
    /// The frame that `ReaderOrder.step` asked for.
    case scanned(FrameScan)
    /// A preview was written into the memory it was given.
    case previewWritten(width: UInt16, height: UInt16)

    /// The longest packet: as many sightings as are told with full payloads and room to spare.
    public static let maximumLength = FrameSightings.capacity * 80 + FrameSightings.payloadCapacity + 64
}

/// Which walls stand around a reader.
public struct Confinement: Hashable, Sendable {
    public var isFiltered: Bool
    /// The Landlock ABI in force; 0 where the kernel has none.
    public var landlock: UInt8

    public init(isFiltered: Bool, landlock: UInt8) {
        self.isFiltered = isFiltered
        self.landlock = landlock
    }
}

/// The codes of one frame.
public struct FrameSightings: Hashable, Sendable {
    /// As many as are told of one frame.
    public static let capacity = 64
    /// As many bytes of payloads as are told of one frame: sixteen of the longest.
    public static let payloadCapacity = 16 * Payload.maximumLength

    public var sequence: UInt64
    public var captured: MonotonicTime
    public var sightings: [Sighting]

    public init(sequence: UInt64, captured: MonotonicTime, sightings: [Sighting]) {
        self.sequence = sequence
        self.captured = captured
        // The same storage where all are told: the frame path makes no new one.
        let told = Self.told(of: sightings)
        self.sightings = told == sightings.count ? sightings : Array(sightings.prefix(told))
    }

    /// How many of them fit.
    private static func told(of sightings: [Sighting]) -> Int {
        var left = payloadCapacity
        for index in 0..<min(sightings.count, capacity) {
            left -= sightings[index].payload.bytes.count
            if left < 0 { return index }
        }
        return min(sightings.count, capacity)
    }
}

/// How one frame was scanned.
public struct FrameScan: Hashable, Sendable {
    public var frame: FrameSightings
    /// By which attempt each of the sightings was read.
    public var readers: [AttemptKind]
    /// The attempts that were made, in their order.
    public var attempts: [AttemptKind]
    /// CPU time that it took.
    public var cpuMicroseconds: UInt32

    public init(frame: FrameSightings, readers: [AttemptKind], attempts: [AttemptKind], cpuMicroseconds: UInt32) {
        self.frame = frame
        self.readers = Array(readers.prefix(frame.sightings.count))
        self.attempts = attempts
        self.cpuMicroseconds = cpuMicroseconds
    }
}

/// How the camera is.
public enum CameraState: Hashable, Sendable {
    /// Frames of this size come. `note` says what did not take, such as a control.
    case streaming(width: UInt16, height: UInt16, note: String)
    /// Closed; the controller finds it anew.
    case lost(CameraFault)
    /// A replay is over or a pipe was closed.
    case ended
}

/// Counts since the reader started.
public struct ReaderFigures: Hashable, Sendable {
    /// How often they come.
    public static let interval = Duration.milliseconds(250)

    public var frames: UInt64 = 0
    /// Runs of zbar.
    public var attempts: UInt64 = 0
    /// Frames that were recognised as still and not scanned.
    public var still: UInt64 = 0
    /// CPU time of the process in microseconds (getrusage).
    public var cpuMicroseconds: UInt64 = 0
    /// Resident memory at its highest, KiB (getrusage).
    public var residentKiB: UInt64 = 0

    public init() {}
}
