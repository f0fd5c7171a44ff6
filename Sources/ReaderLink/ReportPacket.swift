import Vocabulary

extension ReaderReport {
    /// Of a sentence no more is told, in bytes.
    fileprivate static let textLimit = 400

    /// The packet for this report, written over `buffer`, which keeps its storage.
    public func encode(into buffer: inout [UInt8]) {
        var writer = WireWriter(over: &buffer)
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
            writer.write(figures.frames)
            writer.write(figures.attempts)
            writer.write(figures.still)
            writer.write(figures.cpuMicroseconds)
            writer.write(figures.residentKiB)
        case .previewWritten(let width, let height):
            writer.write(UInt8(5))
            writer.write(width)
            writer.write(height)
        case .measured(let measurement):
            writer.write(UInt8(9))
            measurement.write(to: &writer)
        case .refused(let why):
            writer.write(UInt8(6))
            writer.write(why.utf8, limit: Self.textLimit)
        case .attempting(let kind, let area):
            writer.write(UInt8(7))
            writer.write(kind)
            area.write(to: &writer)
        case .scanned(let scan):
            writer.write(UInt8(8))
            scan.write(to: &writer)
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
            self = .previewWritten(
                width: UInt16(try reader.read(UInt16.self, in: 1...PreviewMemory.maximumWidth)),
                height: UInt16(try reader.read(UInt16.self, in: 1...PreviewMemory.maximumHeight)))
        case 6: self = .refused(try reader.readText(limit: Self.textLimit))
        case 7: self = .attempting(try reader.readKind(), try FrameArea(from: &reader))
        case 8: self = .scanned(try FrameScan(from: &reader))
        case 9: self = .measured(try FrameMeasurement(from: &reader))
        case let kind: throw WireFault(what: "a report of kind \(kind)")
        }
        try reader.end()
    }
}

extension FrameSightings {
    func write(to writer: inout WireWriter) {
        writer.write(sequence)
        writer.write(captured.nanoseconds)
        writer.write(UInt8(sightings.count))
        for index in 0..<sightings.count { sightings[index].write(to: &writer) }
    }

    init(from reader: inout WireReader) throws(WireFault) {
        sequence = try reader.read(UInt64.self)
        captured = MonotonicTime(nanoseconds: try reader.read(UInt64.self))
        sightings = []
        for _ in 0..<(try reader.read(UInt8.self, in: 0...Self.capacity)) {
            sightings.append(try Sighting(from: &reader))
        }
    }
}

extension Sighting {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(payload.isCut)
        writer.write(payload.bytes, limit: Payload.maximumLength)
        outline.topLeft.write(to: &writer)
        outline.topRight.write(to: &writer)
        outline.bottomRight.write(to: &writer)
        outline.bottomLeft.write(to: &writer)
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        let isCut = try reader.readBool()
        let bytes = try reader.readBytes(limit: Payload.maximumLength)
        self.init(
            payload: isCut ? Payload(cut: bytes) : Payload(bytes),
            outline: Quad(
                topLeft: try Point(from: &reader), topRight: try Point(from: &reader),
                bottomRight: try Point(from: &reader), bottomLeft: try Point(from: &reader)))
    }
}

extension Point {
    /// No frame is larger; a corner that a decoder guessed may lie outside of its frame.
    private static let bounds = -65536.0...65536.0

    fileprivate func write(to writer: inout WireWriter) {
        writer.write(x)
        writer.write(y)
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        self.init(x: try reader.readDouble(in: Self.bounds), y: try reader.readDouble(in: Self.bounds))
    }
}

extension CameraState {
    fileprivate func write(to writer: inout WireWriter) {
        switch self {
        case .streaming(let width, let height, let note):
            writer.write(UInt8(1))
            writer.write(width)
            writer.write(height)
            writer.write(note.utf8, limit: ReaderReport.textLimit)
        case .lost(let fault):
            writer.write(UInt8(2))
            writer.write(fault.kind.rawValue)
            writer.write(fault.code)
            writer.write(fault.what.utf8, limit: ReaderReport.textLimit)
        case .ended: writer.write(UInt8(3))
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        switch try reader.read(UInt8.self) {
        case 1:
            self = .streaming(
                width: try reader.read(UInt16.self), height: try reader.read(UInt16.self),
                note: try reader.readText(limit: ReaderReport.textLimit))
        case 2:
            guard let kind = CameraFault.Kind(rawValue: try reader.read(UInt8.self)) else {
                throw WireFault(what: "an unknown camera fault")
            }
            let code = try reader.read(Int32.self)
            self = .lost(CameraFault(kind, code: code, try reader.readText(limit: ReaderReport.textLimit)))
        case 3: self = .ended
        case let state: throw WireFault(what: "a camera state of kind \(state)")
        }
    }
}

extension FrameMeasurement {
    /// The longest name of an attempt, in bytes.
    private static let nameLimit = 40
    private static let figures = 0.0...1e9

    fileprivate func write(to writer: inout WireWriter) {
        writer.write(UInt16(clamping: width))
        writer.write(UInt16(clamping: height))
        for figure in [focus, brightness, glare, scanMilliseconds, moduleSize ?? 0] { writer.write(figure) }
        writer.write(UInt8(clamping: codes))
        writer.write(UInt8(clamping: modules ?? 0))
        writer.write((attempt ?? "").utf8, limit: Self.nameLimit)
        writer.write(isStill)
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        self.init(width: Int(try reader.read(UInt16.self)), height: Int(try reader.read(UInt16.self)))
        focus = try reader.readDouble(in: Self.figures)
        brightness = try reader.readDouble(in: Self.figures)
        glare = try reader.readDouble(in: Self.figures)
        scanMilliseconds = try reader.readDouble(in: Self.figures)
        let size = try reader.readDouble(in: Self.figures)
        codes = Int(try reader.read(UInt8.self))
        let side = Int(try reader.read(UInt8.self))
        let name = try reader.readText(limit: Self.nameLimit)
        isStill = try reader.readBool()
        moduleSize = size > 0 ? size : nil
        modules = side > 0 ? side : nil
        attempt = name.isEmpty ? nil : name
    }
}
