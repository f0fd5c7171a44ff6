/// What a reader is told to look at. Descriptors travel beside the message; a reader opens nothing itself.
public enum SourceDescription: Hashable, Sendable {
    /// A V4L2 device: one descriptor, newly opened read-write and non-blocking.
    case device(CameraSettings)
    /// y4m (frame size 0x0 given) or bare frames of a fixed size from a pipe, luma alone or with the two planes of 4:2:0
    /// behind it: one descriptor.
    case stream(width: Int, height: Int, hasChroma: Bool = false)
    /// Files, one descriptor each, in this order; names only for messages.
    case replay(names: [String], isLooped: Bool, isPaced: Bool)
    /// The synthetic doorway of the demo: no descriptor.
    case scene([SceneAct])
}

/// What is set on a V4L2 camera after every open, and read back. Nil leaves a control as it is.
public struct CameraSettings: Hashable, Sendable {
    public var width: Int = 1280
    public var height: Int = 720
    public var framesPerSecond: Int = 30
    /// V4L2_CID_EXPOSURE_ABSOLUTE, units of 100 µs, and with it V4L2_EXPOSURE_MANUAL.
    public var exposure: Int?
    /// V4L2_CID_GAIN, the driver's units.
    public var gain: Int?
    /// V4L2_CID_FOCUS_ABSOLUTE, the driver's units, and with it autofocus off.
    public var focus: Int?
    /// V4L2_CID_POWER_LINE_FREQUENCY: 0 off, 1 50 Hz, 2 60 Hz, 3 automatic. Indonesia has 50 Hz.
    public var powerLineFrequency: Int?
    /// Whether other exposures are tried while something looks like a code and cannot be read.
    public var isBracketing = true

    public init() {}
}

/// One person of the synthetic doorway.
public struct SceneAct: Hashable, Sendable {
    /// How the code is shown.
    public enum Manner: UInt8, Sendable, CaseIterable {
        case phone, paper, darkMode, crooked, blurred, passerBy, nothing
    }

    public var manner: Manner
    /// What the code says; empty where nothing is shown.
    public var payload: [UInt8]

    public init(manner: Manner, payload: [UInt8]) {
        self.manner = manner
        self.payload = payload
    }
}
