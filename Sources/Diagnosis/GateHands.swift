import GateIO
import Station
import Vocabulary

/// What a technician's checks do with one gate: by its station where that is at work, with the hardware itself otherwise.
public protocol GateHands: AnyObject {
    /// What the camera did not take of its settings; empty where it took all, or where that is not told.
    var note: String { get }
    /// The walls around the reader, by their names.
    func walls() throws(HandsFault) -> [String]
    /// The next frame, small and measured.
    func picture() throws(HandsFault) -> SmallPicture
    /// Frames a second, held over this time.
    func rate(over time: Duration) throws(HandsFault) -> Double
    /// Makes one output seen or heard; the lock is released once, and the inputs that changed meanwhile are given.
    func drive(_ role: OutputRole) throws(HandsFault) -> Set<InputRole>
    /// How each input stands; without those that cannot be read.
    func inputs() throws(HandsFault) -> [InputRole: InputReading]
}

/// Why something could not be done with a gate, and what mends it.
public struct HandsFault: Error, Hashable, Sendable {
    public var what: String
    public var mend: String

    public init(_ what: String, mend: String) { (self.what, self.mend) = (what, mend) }

    init(_ fault: CameraFault) {
        let mend =
            switch fault.kind {
            case .absent, .unplugged:
                "check the camera's cable; lsusb and ls -l /dev/v4l/by-path show what is there, camera.source must name it"
            case .busy: "fuser -v /dev/video* shows the other program: stop it"
            case .stalled: "unplug the camera and plug it in again; another cable or port if it stays so"
            case .noSignal:
                "check what is plugged into the camera's input, and that it has power; v4l2-ctl -d NODE --query-dv-timings "
                    + "shows what an HDMI input receives"
            case .failed where fault.code == 13: "see the check of the camera's permissions"
            case .failed: "dmesg | tail -n 20 shows what the driver says"
            case .unusable: "choose another camera, or correct camera.source"
            }
        self.init(fault.what, mend: mend)
    }
}
