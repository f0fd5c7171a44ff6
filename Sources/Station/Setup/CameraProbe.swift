import Vocabulary

/// One small picture of what a camera sees, taken without a gate: a reader of its own looks, behind its walls, and ends.
public struct CameraProbe: Sendable {
    public let picture: SmallPicture
    /// The size of the camera's own frames.
    public let frame: (width: Int, height: Int)

    /// What `camera.source` may be on this machine.
    public static var candidates: [String] { CameraFinder().sources }

    /// Looks through `source`; `settings` as of the configuration. `executable` is this program.
    ///
    /// Throws a `CameraFault`.
    public init(
        _ source: CameraSource, settings: CameraSettings, executable: String = Controller.ownProgram
    ) throws(CameraFault) {
        let look = try CameraLook(source, settings: settings, executable: executable)
        try look.settle()
        picture = try look.picture()
        frame = look.frame
    }
}
