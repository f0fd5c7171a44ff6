import CVideoShim
import Glibc
import Vocabulary

/// Whether anything comes to the input that a device is set to: of an HDMI bridge, a capture card, an analogue grabber.
/// Their drivers may go on delivering frames of noise. A webcam has always a signal.
struct V4L2Signal {
    /// How often the driver is asked.
    static let pause = Duration.seconds(1)

    /// Nil where the driver knows of no inputs.
    private let input: UInt32?
    private var next: MonotonicTime

    /// Asks for the first time, and follows the timings of a digital source. To be done before the format is set.
    init(on device: V4L2Device, at now: MonotonicTime) throws(CameraFault) {
        var index: CInt = 0
        input = (try? device.ask(.getInput, &index)).map { UInt32(bitPattern: index) }
        next = now + Self.pause
        let entry = Self.entry(input, of: device)
        if let fault = Self.fault(ofStatus: entry.status) { throw fault }
        if entry.capabilities & UInt32(V4L2_IN_CAP_DV_TIMINGS) != 0 { try device.followTimings() }
    }

    /// Throws once there is no signal any more; asks the driver no more than once in `pause`.
    mutating func look(on device: V4L2Device, at now: MonotonicTime) throws(CameraFault) {
        guard now >= next else { return }
        next = now + Self.pause
        if let fault = Self.fault(ofStatus: Self.entry(input, of: device).status) { throw fault }
    }

    /// What the driver says of the input; nothing is wrong with one it does not know.
    private static func entry(_ input: UInt32?, of device: V4L2Device) -> v4l2_input {
        guard let input else { return v4l2_input() }
        var entry = v4l2_input()
        entry.index = input
        return (try? device.ask(.enumerateInput, &entry)) != nil ? entry : v4l2_input()
    }

    /// What these flags mean (V4L2 specification, VIDIOC_ENUMINPUT, Input Status Flags). Colour is not missed.
    static func fault(ofStatus status: UInt32) -> CameraFault? {
        let causes = [
            (V4L2_IN_ST_NO_POWER, "is without power"), (V4L2_IN_ST_NO_SIGNAL, "gets no signal"),
            (V4L2_IN_ST_NO_H_LOCK, "gets a signal and no lock on its lines"),
            (V4L2_IN_ST_NO_SYNC, "gets a signal and no sync"), (V4L2_IN_ST_NO_CARRIER, "gets no carrier"),
        ]
        return causes.first { status & UInt32($0.0) != 0 }.map { .noSignal($0.1) }
    }
}

extension V4L2Device {
    /// Sets a digital input to the timings of what comes in: until then it delivers nothing, or another size.
    fileprivate func followTimings() throws(CameraFault) {
        var timings = v4l2_dv_timings()
        do {
            try ask(.queryTimings, &timings)
        } catch {
            switch error.code {
            case ENOLINK: throw .noSignal("gets no signal")
            case ENOLCK: throw .noSignal("gets a signal and cannot lock on it")
            case ERANGE: throw .noSignal("gets a signal beyond what it can take")
            // It cannot tell: then it is as somebody set it.
            default: return
            }
        }
        try require(.setTimings, &timings)
    }
}

extension CameraFault {
    fileprivate static func noSignal(_ what: String) -> Self {
        Self(.noSignal, "the camera's input \(what): check what is plugged into it, and that it has power")
    }
}
