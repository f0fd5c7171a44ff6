import Vocabulary

/// What a reader says to the controller: these messages, bounded, and nothing else.
public enum ReaderReport: Hashable, Sendable {
    /// It has locked itself in and waits for orders.
    case ready(Confinement)
    /// One frame showed codes.
    case sightings(FrameSightings)
    /// The camera delivers, or was lost.
    case camera(CameraState)
    /// A sign of life with its figures, every 250 ms.
    case figures(ReaderFigures)
    /// A preview was written into the memory it was given.
    case previewWritten(width: UInt16, height: UInt16)

    /// The longest packet: eight sightings with full payloads and room to spare.
    public static let maximumLength = 8 * (Payload.maximumLength + 80) + 64
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
    public static let capacity = 8

    public var sequence: UInt64
    public var captured: MonotonicTime
    public var sightings: [Sighting]

    public init(sequence: UInt64, captured: MonotonicTime, sightings: [Sighting]) {
        self.sequence = sequence
        self.captured = captured
        self.sightings = Array(sightings.prefix(Self.capacity))
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

extension ReaderReport {
    /// The packet for this report, written over `buffer`, which keeps its storage.
    public func encode(into buffer: inout [UInt8]) {
        var writer = WireWriter(reusing: buffer)
        buffer = []
        switch self {
        case .ready(let walls):
            writer.write(UInt8(1))
            writer.write(walls.isFiltered)
            writer.write(walls.landlock)
        case .sightings(let frame):
            writer.write(UInt8(2))
            frame.write(to: &writer)
        case .camera(let state):
            writer.write(UInt8(3))
            state.write(to: &writer)
        case .figures(let figures):
            writer.write(UInt8(4))
            for count in [
                figures.frames, figures.attempts, figures.still, figures.cpuMicroseconds, figures.residentKiB,
            ] { writer.write(count) }
        case .previewWritten(let width, let height):
            writer.write(UInt8(5))
            writer.write(width)
            writer.write(height)
        }
        buffer = writer.bytes
    }

    /// Reads one packet. Throws a `WireFault` for anything that `encode` would not have written.
    public init(packet: ArraySlice<UInt8>) throws(WireFault) {
        var reader = WireReader(packet)
        switch try reader.read(UInt8.self) {
        case 1:
            self = .ready(
                Confinement(isFiltered: try reader.readBool(), landlock: try reader.read(UInt8.self)))
        case 2: self = .sightings(try FrameSightings(from: &reader))
        case 3: self = .camera(try CameraState(from: &reader))
        case 4:
            var figures = ReaderFigures()
            figures.frames = try reader.read(UInt64.self)
            figures.attempts = try reader.read(UInt64.self)
            figures.still = try reader.read(UInt64.self)
            figures.cpuMicroseconds = try reader.read(UInt64.self)
            figures.residentKiB = try reader.read(UInt64.self)
            self = .figures(figures)
        case 5:
            self = .previewWritten(width: try reader.read(UInt16.self), height: try reader.read(UInt16.self))
        case let kind: throw WireFault(what: "a report of kind \(kind)")
        }
        try reader.end()
    }
}

extension FrameSightings {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(sequence)
        writer.write(captured.nanoseconds)
        writer.write(UInt8(sightings.count))
        for sighting in sightings {
            writer.write(sighting.payload.isCut)
            writer.write(sighting.payload.bytes)
            for corner in sighting.outline.corners {
                writer.write(corner.x)
                writer.write(corner.y)
            }
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        sequence = try reader.read(UInt64.self)
        captured = MonotonicTime(nanoseconds: try reader.read(UInt64.self))
        let count = Int(try reader.read(UInt8.self))
        guard count <= Self.capacity else { throw WireFault(what: "\(count) sightings in one frame") }
        sightings = []
        for _ in 0..<count {
            let isCut = try reader.readBool()
            let bytes = try reader.readBytes(limit: Payload.maximumLength)
            let payload = isCut ? Payload(cut: bytes) : Payload(bytes)
            sightings.append(
                Sighting(
                    payload: payload,
                    outline: Quad(
                        topLeft: try Point(from: &reader), topRight: try Point(from: &reader),
                        bottomRight: try Point(from: &reader), bottomLeft: try Point(from: &reader))))
        }
    }
}

extension Point {
    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        let bounds = -65536.0...65536.0
        self.init(x: try reader.readDouble(in: bounds), y: try reader.readDouble(in: bounds))
    }
}

extension CameraState {
    /// Of a note or a fault's sentence no more is told.
    private static let textLimit = 400

    fileprivate func write(to writer: inout WireWriter) {
        switch self {
        case .streaming(let width, let height, let note):
            writer.write(UInt8(1))
            writer.write(width)
            writer.write(height)
            writer.write(note, limit: Self.textLimit)
        case .lost(let fault):
            writer.write(UInt8(2))
            writer.write(fault.kind.rawValue)
            writer.write(Int32(fault.code))
            writer.write(fault.what, limit: Self.textLimit)
        case .ended: writer.write(UInt8(3))
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        switch try reader.read(UInt8.self) {
        case 1:
            self = .streaming(
                width: try reader.read(UInt16.self), height: try reader.read(UInt16.self),
                note: try reader.readText(limit: Self.textLimit))
        case 2:
            guard let kind = CameraFault.Kind(rawValue: try reader.read(UInt8.self)) else {
                throw WireFault(what: "an unknown camera fault")
            }
            let code = try reader.read(Int32.self)
            self = .lost(CameraFault(kind, code: code, try reader.readText(limit: Self.textLimit)))
        case 3: self = .ended
        case let state: throw WireFault(what: "a camera state of kind \(state)")
        }
    }
}
