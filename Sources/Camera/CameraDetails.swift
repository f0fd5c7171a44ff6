import CVideoShim
import Vocabulary

/// What a V4L2 camera says of itself, without being started: it may be at work for a gate meanwhile.
public struct CameraDetails: Hashable, Sendable {
    /// A control as it stands now.
    public struct Control: Hashable, Sendable {
        /// Its key in the configuration, or `auto exposure` and its sisters.
        public var name: String
        public var value: Int
        /// What it may be.
        public var range: ClosedRange<Int>
    }

    /// What the driver calls it, and the driver's own name.
    public var card: String
    public var driver: String
    /// Each format that can be used, with its size nearest to the wanted one: `MJPG 1280x720 30/s`.
    public var offered: [String]
    /// The one that a gate takes of them; nil where only libv4lconvert may find a way.
    public var chosen: String?
    /// The most frames a second of it; nil where the driver does not tell.
    public var framesPerSecond: Double?
    /// Those that the configuration can set, and their automatics, as far as the camera has them.
    public var controls: [Control]

    private static let known: [(id: CInt, name: String)] = [
        (V4L2_CID_EXPOSURE_AUTO, "auto exposure"), (V4L2_CID_EXPOSURE_ABSOLUTE, "exposure"),
        (V4L2_CID_AUTOGAIN, "auto gain"), (V4L2_CID_GAIN, "gain"), (V4L2_CID_FOCUS_AUTO, "auto focus"),
        (V4L2_CID_FOCUS_ABSOLUTE, "focus"), (V4L2_CID_POWER_LINE_FREQUENCY, "power_line_frequency"),
    ]

    /// Asks the device at `descriptor`, which is taken over and closed.
    public init(descriptor: CInt, settings: CameraSettings) throws(CameraFault) {
        let device = V4L2Device(descriptor: descriptor)
        var capability = v4l2_capability()
        try device.require(.queryCapability, &capability)
        card = Self.text(capability.card)
        driver = Self.text(capability.driver)
        let modes = device.modes(near: settings)
        offered = modes.map(\.words)
        let best = V4L2Mode.best(of: modes, for: settings)
        chosen = best?.words
        framesPerSecond = best?.framesPerSecond
        controls = Self.known.compactMap { id, name in
            var query = v4l2_queryctrl()
            query.id = UInt32(id)
            var control = v4l2_control(id: UInt32(id), value: 0)
            guard (try? device.ask(.queryControl, &query)) != nil, (try? device.ask(.getControl, &control)) != nil,
                query.flags & UInt32(V4L2_CTRL_FLAG_DISABLED) == 0, query.minimum <= query.maximum
            else { return nil }
            return Control(
                name: name, value: Int(control.value), range: Int(query.minimum)...Int(query.maximum))
        }
    }

    /// Printable ASCII up to the first zero: a device chooses its own name.
    private static func text<Bytes>(_ bytes: Bytes) -> String {
        withUnsafeBytes(of: bytes) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }.map { (32...126).contains($0) ? $0 : 63 }, as: UTF8.self)
        }
    }
}

extension V4L2Mode {
    fileprivate var words: String {
        let rate = framesPerSecond.map { " \(Int($0.rounded()))/s" } ?? ""
        return "\(format) \(width)x\(height)\(rate)"
    }
}
