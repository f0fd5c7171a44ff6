import Vocabulary

/// What the controller tells a reader. Descriptors travel beside the packet.
public enum ReaderOrder: Hashable, Sendable {
    /// Look at this, with the descriptors that the description names.
    case look(SourceDescription)
    /// Write one small picture into the memory that comes along.
    case preview

    /// The longest packet: a scene of 32 acts with full payloads.
    public static let maximumLength = 160_000

    public func encode() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .look(let source):
            writer.write(UInt8(1))
            source.write(to: &writer)
        case .preview: writer.write(UInt8(2))
        }
        return writer.bytes
    }

    /// Reads one packet. Throws a `WireFault` for anything that `encode` would not have written.
    public init(packet: ArraySlice<UInt8>) throws(WireFault) {
        var reader = WireReader(packet)
        switch try reader.read(UInt8.self) {
        case 1: self = .look(try SourceDescription(from: &reader))
        case 2: self = .preview
        case let kind: throw WireFault(what: "an order of kind \(kind)")
        }
        try reader.end()
    }
}

extension SourceDescription {
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
        case .stream(let width, let height):
            writer.write(UInt8(2))
            writer.write(Int32(clamping: width))
            writer.write(Int32(clamping: height))
        case .replay(let names, let isLooped, let isPaced):
            writer.write(UInt8(3))
            writer.write(UInt8(clamping: names.count))
            for name in names.prefix(255) { writer.write(name, limit: 255) }
            writer.write(isLooped)
            writer.write(isPaced)
        case .scene(let acts):
            writer.write(UInt8(4))
            writer.write(UInt8(clamping: acts.count))
            for act in acts.prefix(255) {
                writer.write(act.manner.rawValue)
                writer.write(act.payload)
            }
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        switch try reader.read(UInt8.self) {
        case 1: self = .device(try CameraSettings(from: &reader))
        case 2: self = .stream(width: Int(try reader.read(Int32.self)), height: Int(try reader.read(Int32.self)))
        case 3:
            var names: [String] = []
            for _ in 0..<(try reader.read(UInt8.self)) { names.append(try reader.readText(limit: 255)) }
            self = .replay(names: names, isLooped: try reader.readBool(), isPaced: try reader.readBool())
        case 4:
            var acts: [SceneAct] = []
            for _ in 0..<(try reader.read(UInt8.self)) {
                guard let manner = SceneAct.Manner(rawValue: try reader.read(UInt8.self)) else {
                    throw WireFault(what: "an unknown manner of showing a code")
                }
                acts.append(
                    SceneAct(manner: manner, payload: Array(try reader.readBytes(limit: Payload.maximumLength))))
            }
            self = .scene(acts)
        case let kind: throw WireFault(what: "a source of kind \(kind)")
        }
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
    }

    fileprivate init(from reader: inout WireReader) throws(WireFault) {
        self.init()
        for path in Self.always { self[keyPath: path] = Int(try reader.read(Int32.self)) }
        for path in Self.optional {
            let isSet = try reader.readBool()
            let value = Int(try reader.read(Int32.self))
            self[keyPath: path] = isSet ? value : nil
        }
    }
}
