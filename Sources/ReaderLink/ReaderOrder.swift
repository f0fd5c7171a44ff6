import CProcessShim
import Vocabulary

/// What the controller tells a reader. Descriptors travel beside the packet.
public enum ReaderOrder: Hashable, Sendable {
    /// Look at this, with the descriptors that the description names.
    case look(SourceDescription)
    /// Write one small picture into the memory that comes along.
    case preview
    /// Read in this way, from the next `look` on.
    case read(ReadingPlan)
    /// Show zbar nothing of these parts of the frame but drawings, until told otherwise.
    case leaveOut([FrameArea])
    /// From now on take frames only when told.
    case halt
    /// Take the frame of this number, pass over those before it, and tell what came of it; then halt.
    case step(UInt64)

    /// The longest packet: a scene of as many acts as may be, with full payloads.
    public static let maximumLength = SourceDescription.maximumActs * (Payload.maximumLength + 3) + 3

    /// How many descriptors go with it.
    public var descriptorCount: Int {
        switch self {
        case .look(let source): source.descriptorCount
        case .preview: 1
        case .read, .leaveOut, .halt, .step: 0
        }
    }

    /// The packet for this order; acts and names beyond the most that there may be are left out.
    public func encode() -> [UInt8] {
        var packet: [UInt8] = []
        var writer = WireWriter(over: &packet)
        switch self {
        case .look(let source):
            writer.write(UInt8(1))
            source.write(to: &writer)
        case .preview: writer.write(UInt8(2))
        case .read(let plan):
            writer.write(UInt8(3))
            plan.write(to: &writer)
        case .leaveOut(let areas):
            writer.write(UInt8(4))
            let told = areas.suffix(LeftOut.capacity)
            writer.write(UInt8(told.count))
            for area in told { area.write(to: &writer) }
        case .step(let number):
            writer.write(UInt8(5))
            writer.write(number)
        case .halt: writer.write(UInt8(6))
        }
        return writer.bytes
    }

    /// Reads one packet. Throws a `WireFault` for anything that `encode` would not have written.
    public init(packet: ArraySlice<UInt8>) throws(WireFault) {
        var reader = WireReader(packet)
        switch try reader.read(UInt8.self) {
        case 1: self = .look(try SourceDescription(from: &reader))
        case 2: self = .preview
        case 3: self = .read(try ReadingPlan(from: &reader))
        case 4:
            var areas: [FrameArea] = []
            for _ in 0..<(try reader.read(UInt8.self, in: 0...LeftOut.capacity)) {
                areas.append(try FrameArea(from: &reader))
            }
            self = .leaveOut(areas)
        case 5: self = .step(try reader.read(UInt64.self))
        case 6: self = .halt
        case let kind: throw WireFault(what: "an order of kind \(kind)")
        }
        try reader.end()
    }
}

extension SourceDescription {
    /// The most files of one replay: as many descriptors as may go with one packet.
    public static let maximumFiles = Int(link_descriptor_limit)
    /// The most people of one scene.
    public static let maximumActs = 32
    /// The longest name of a file that is told.
    private static let nameLimit = 255
    /// The largest side of a frame, pixels; far beyond any camera, and a frame of it still fits in memory.
    private static let maximumSide = 16_384

    /// How many descriptors come with it.
    public var descriptorCount: Int {
        switch self {
        case .device, .stream: 1
        case .replay(let names, _, _): names.count
        case .scene: 0
        }
    }

    fileprivate func write(to writer: inout WireWriter) {
        switch self {
        case .device(let settings):
            writer.write(UInt8(1))
            settings.write(to: &writer)
        case .stream(let width, let height, let hasChroma):
            writer.write(UInt8(2))
            writer.write(UInt16(clamping: width))
            writer.write(UInt16(clamping: height))
            writer.write(hasChroma)
        case .replay(let names, let isLooped, let isPaced):
            writer.write(UInt8(3))
            let told = names.prefix(Self.maximumFiles)
            writer.write(UInt8(told.count))
            for name in told { writer.write(name.utf8, limit: Self.nameLimit) }
            writer.write(isLooped)
            writer.write(isPaced)
        case .scene(let acts):
            writer.write(UInt8(4))
            let told = acts.prefix(Self.maximumActs)
            writer.write(UInt8(told.count))
            for act in told {
                writer.write(act.manner.rawValue)
                writer.write(act.payload, limit: Payload.maximumLength)
            }
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        switch try reader.read(UInt8.self) {
        case 1: self = .device(try CameraSettings(from: &reader))
        case 2:
            self = .stream(
                width: try reader.read(UInt16.self, in: 0...Self.maximumSide),
                height: try reader.read(UInt16.self, in: 0...Self.maximumSide),
                hasChroma: try reader.readBool())
        case 3:
            var names: [String] = []
            for _ in 0..<(try reader.read(UInt8.self, in: 0...Self.maximumFiles)) {
                names.append(try reader.readText(limit: Self.nameLimit))
            }
            self = .replay(names: names, isLooped: try reader.readBool(), isPaced: try reader.readBool())
        case 4:
            var acts: [SceneAct] = []
            for _ in 0..<(try reader.read(UInt8.self, in: 0...Self.maximumActs)) {
                acts.append(try SceneAct(from: &reader))
            }
            self = .scene(acts)
        case let kind: throw WireFault(what: "a source of kind \(kind)")
        }
    }
}

extension SceneAct {
    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        guard let manner = Manner(rawValue: try reader.read(UInt8.self)) else {
            throw WireFault(what: "an unknown manner of showing a code")
        }
        self.init(manner: manner, payload: Array(try reader.readBytes(limit: Payload.maximumLength)))
    }
}

extension CameraSettings {
    /// Values that are always there, then those that may be left to the camera.
    private static var always: [WritableKeyPath<Self, Int>] { [\.width, \.height, \.framesPerSecond] }
    private static var optional: [WritableKeyPath<Self, Int?>] {
        [\.exposure, \.gain, \.focus, \.powerLineFrequency]
    }

    fileprivate func write(to writer: inout WireWriter) {
        for path in Self.always { writer.write(Int32(clamping: self[keyPath: path])) }
        for path in Self.optional {
            writer.write(self[keyPath: path] != nil)
            writer.write(Int32(clamping: self[keyPath: path] ?? 0))
        }
        writer.write(isBracketing)
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        self.init()
        for path in Self.always { self[keyPath: path] = Int(try reader.read(Int32.self)) }
        for path in Self.optional {
            let isSet = try reader.readBool()
            let value = Int(try reader.read(Int32.self))
            self[keyPath: path] = isSet ? value : nil
        }
        isBracketing = try reader.readBool()
    }
}
