import CVideoShim
import Glibc
import Vocabulary

extension V4L2Device {
    /// Sets the configured controls and reads them back. Returns what did not take, one clause each.
    func set(controlsOf settings: CameraSettings) -> [String] {
        // Each behind what must be switched off, or to manual, before it counts.
        [
            set(
                "exposure", V4L2_CID_EXPOSURE_ABSOLUTE, to: settings.exposure,
                after: (V4L2_CID_EXPOSURE_AUTO, CInt(V4L2_EXPOSURE_MANUAL.rawValue))),
            set("gain", V4L2_CID_GAIN, to: settings.gain, after: (V4L2_CID_AUTOGAIN, 0)),
            set("focus", V4L2_CID_FOCUS_ABSOLUTE, to: settings.focus, after: (V4L2_CID_FOCUS_AUTO, 0)),
            set("power line frequency", V4L2_CID_POWER_LINE_FREQUENCY, to: settings.powerLineFrequency),
        ].compactMap { $0 }
    }

    private func set(
        _ name: String, _ id: CInt, to value: Int?, after automatic: (id: CInt, value: CInt)? = nil
    ) -> String? {
        guard let value else { return nil }
        do {
            // A camera without the automatic has nothing to switch off.
            if let automatic { try? set(automatic.id, to: automatic.value) }
            try set(id, to: CInt(clamping: value))
            let taken = try get(id)
            return taken == value ? nil : "\(name) \(value) became \(taken)"
        } catch {
            // EINVAL is how a driver says that it has no such control.
            return error.code == EINVAL
                ? "the camera cannot set \(name)"
                : "\(name) \(value) did not take (\(String(cString: strerror(error.code))))"
        }
    }

    func get(_ id: CInt) throws(V4L2Error) -> CInt {
        var control = v4l2_control(id: UInt32(id), value: 0)
        try ask(.getControl, &control)
        return control.value
    }

    func set(_ id: CInt, to value: CInt) throws(V4L2Error) {
        var control = v4l2_control(id: UInt32(id), value: value)
        try ask(.setControl, &control)
    }
}
