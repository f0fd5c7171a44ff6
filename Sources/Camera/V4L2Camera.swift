import CVideoShim
import Glibc
import Vocabulary

/// A V4L2 camera: single-planar capture through mapped buffers (uvcvideo, v4l2loopback, vivid and most others).
///
/// It opens nothing and makes no thread: it lives behind the reader's walls, from a descriptor that was handed to it.
public final class V4L2Camera: FrameSource {
    /// Webcams take up to two seconds to their first frame; after it a second without one is a stall.
    private static let firstPatience = Duration.seconds(3)
    private static let patience = Duration.seconds(1)

    public var width: Int { luma.width }
    public var height: Int { luma.height }
    /// What did not take, in printable ASCII: the size, the frame rate, a control. Empty where all did.
    public let note: String
    /// What the camera was set to.
    let format: V4L2Format

    private let device: V4L2Device
    private let luma: V4L2Luma
    private let stream: V4L2Stream
    private var deadline: MonotonicTime
    private var signal: V4L2Signal
    private var damaged = 0
    private var sequence: UInt64 = 0
    private var driverSequence: UInt32?
    private let isBracketing: Bool
    private var exposure = V4L2Exposure()

    /// Sets the camera up and starts it. Takes the descriptor over, also where it throws; it must be newly opened,
    /// read-write and non-blocking.
    public convenience init(
        descriptor: CInt, settings: CameraSettings, at now: MonotonicTime
    ) throws(CameraFault) {
        try self.init(device: V4L2Device(descriptor: descriptor), settings: settings, at: now)
    }

    init(device: V4L2Device, settings: CameraSettings, at now: MonotonicTime) throws(CameraFault) {
        self.device = device
        try device.requireCapture()
        signal = try V4L2Signal(on: device, at: now)
        (format, luma) = try device.setUp(settings)
        let notes = device.notes(on: settings, luma: luma) + device.set(controlsOf: settings)
        note = notes.joined(separator: "; ")
        stream = try V4L2Stream(on: device)
        deadline = now + Self.firstPatience
        isBracketing = settings.isBracketing
    }

    public var descriptor: CInt? { device.descriptor }

    public var due: MonotonicTime? { deadline }

    public func multiplyExposure(by factor: Double) -> Bool {
        isBracketing && exposure.multiply(by: factor, on: device)
    }

    public func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken {
        try signal.look(on: device, at: now)
        guard let buffer = try newest() else {
            guard now < deadline else { throw stalled }
            if device.isBroken { throw CameraFault.unplugged(code: 0, "poll: POLLERR") }
            return .notYet
        }
        var taken = Taken.notYet
        do {
            if let plane = luma.plane(of: stream.contents(of: buffer)) {
                deadline = now + Self.patience
                damaged = 0
                taken = .frame
                try body(
                    Frame(
                        luma: plane.luma, width: width, height: height, stride: plane.stride,
                        sequence: count(buffer.sequence), captured: min(buffer.captured ?? now, now)))
            } else {
                damaged += 1
            }
        } catch {
            try? stream.giveBack(buffer)
            throw error
        }
        try stream.giveBack(buffer)
        if taken == .notYet && now >= deadline { throw stalled }
        return taken
    }

    /// The newest whole buffer; older ones, and those that the driver marked as damaged, go back unread.
    private func newest() throws(CameraFault) -> v4l2_buffer? {
        var newest: v4l2_buffer?
        // A camera faster than this loop must not keep it here.
        for _ in 0..<stream.bufferCount {
            guard let next = try stream.next() else { break }
            if next.isDamaged {
                damaged += 1
                try stream.giveBack(next)
            } else {
                if let newest { try stream.giveBack(newest) }
                newest = next
            }
        }
        return newest
    }

    /// The driver's 32 bits made 64; drivers that do not count are counted for.
    private func count(_ number: UInt32) -> UInt64 {
        if let driverSequence { sequence += UInt64(max(number &- driverSequence, 1)) }
        driverSequence = number
        return sequence
    }

    private var stalled: CameraFault {
        damaged == 0
            ? CameraFault(.stalled, "the camera delivers no frames: unplug it and plug it in again")
            : CameraFault(.stalled, "the camera delivers damaged frames only: check its cable and power")
    }
}

extension V4L2Device {
    /// Refuses what is no camera that streams.
    fileprivate func requireCapture() throws(CameraFault) {
        var capability = v4l2_capability()
        try require(.queryCapability, &capability)
        // Of a device with several nodes `capabilities` tells what all of them can; `device_caps` this one.
        let all = capability.capabilities
        let flags = all & UInt32(V4L2_CAP_DEVICE_CAPS) != 0 ? capability.device_caps : all
        let wanted = UInt32(V4L2_CAP_VIDEO_CAPTURE) | UInt32(V4L2_CAP_STREAMING)
        guard flags & wanted == wanted else {
            throw CameraFault(.unusable, "this device node captures no video: name the camera's other node")
        }
    }

    /// Sets format, size and frame rate; returns what the camera made of it.
    fileprivate func setUp(_ settings: CameraSettings) throws(CameraFault) -> (V4L2Format, V4L2Luma) {
        guard let mode = V4L2Mode.best(of: modes(near: settings), for: settings) else {
            let converter = try V4L2Converter(on: self, for: settings)
            setRate(settings.framesPerSecond)
            return (converter.format, V4L2Luma(converter))
        }
        var wanted = v4l2_format()
        wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        wanted.fmt.pix.pixelformat = mode.format.code
        wanted.fmt.pix.width = UInt32(clamping: mode.width)
        wanted.fmt.pix.height = UInt32(clamping: mode.height)
        wanted.fmt.pix.field = V4L2_FIELD_NONE.rawValue
        try require(.setFormat, &wanted)
        // A driver may take another format than it offered.
        let picture = wanted.fmt.pix
        let format = V4L2Format(code: picture.pixelformat)
        let sizes: ClosedRange<UInt32> = 16...8192
        guard let layout = format.layout, sizes.contains(picture.width), sizes.contains(picture.height) else {
            throw CameraFault(
                .unusable, "the camera insists on \(format) \(picture.width)x\(picture.height): choose another camera")
        }
        setRate(settings.framesPerSecond)
        return (format, try V4L2Luma(layout, of: picture))
    }

    /// Many drivers have no say in their rate, and the nearest they choose is what there is.
    private func setRate(_ framesPerSecond: Int) {
        var parameters = v4l2_streamparm()
        parameters.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        parameters.parm.capture.timeperframe = v4l2_fract(numerator: 1, denominator: UInt32(clamping: framesPerSecond))
        try? ask(.setRate, &parameters)
    }

    /// Where size and frame rate are not the wanted ones.
    fileprivate func notes(on settings: CameraSettings, luma: V4L2Luma) -> [String] {
        var notes: [String] = []
        if (luma.width, luma.height) != (settings.width, settings.height) {
            notes.append("\(luma.width)x\(luma.height) instead of \(settings.width)x\(settings.height)")
        }
        var parameters = v4l2_streamparm()
        parameters.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        if (try? ask(.getRate, &parameters)) != nil, let rate = parameters.parm.capture.timeperframe.perSecond,
            Int(rate.rounded()) < settings.framesPerSecond
        {
            notes.append("\(Int(rate.rounded())) frames a second instead of \(settings.framesPerSecond)")
        }
        return notes
    }
}
