import CVideoShim
import Vocabulary

/// A camera's exposure, changed for a while and then given back to whoever had it: the configuration or the camera itself.
struct V4L2Exposure {
    /// What was in force when it was first changed; nil while nothing is.
    private var own: (mode: CInt?, value: CInt)?

    /// Multiplies the camera's own exposure; 1 gives it back. False where the camera cannot.
    mutating func multiply(by factor: Double, on device: V4L2Device) -> Bool {
        do throws(V4L2Error) {
            guard factor != 1 else {
                if let own {
                    try device.set(V4L2_CID_EXPOSURE_ABSOLUTE, to: own.value)
                    if let mode = own.mode { try device.set(V4L2_CID_EXPOSURE_AUTO, to: mode) }
                }
                own = nil
                return true
            }
            var range = v4l2_queryctrl()
            range.id = UInt32(V4L2_CID_EXPOSURE_ABSOLUTE)
            try device.ask(.queryControl, &range)
            if own == nil {
                // A camera without the automatic has nothing to switch off.
                let mode = try? device.get(V4L2_CID_EXPOSURE_AUTO)
                own = (mode, try device.get(V4L2_CID_EXPOSURE_ABSOLUTE))
                if mode != nil { try device.set(V4L2_CID_EXPOSURE_AUTO, to: CInt(V4L2_EXPOSURE_MANUAL.rawValue)) }
            }
            let wanted = Double(own!.value) * factor
            let value = min(max(wanted, Double(range.minimum)), Double(range.maximum))
            try device.set(V4L2_CID_EXPOSURE_ABSOLUTE, to: CInt(value))
            return true
        } catch { return false }
    }
}
