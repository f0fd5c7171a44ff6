import Vocabulary

/// What the picture of a camera tells of where it hangs: light, glare, sharpness, and what can be read.
public struct PictureChecks {
    /// Mean luma below and above which codes are lost.
    static let brightness = 45.0...205.0
    /// More of the picture than this must not be white.
    static let mostGlare = 0.08
    /// A sharp picture of a room is above it, one that is two pixels out of focus below.
    static let leastFocus = 2.0
    /// Of the wanted frames a second as many must come, and what nobody can work with.
    static let leastRate = (part: 2.0 / 3, fault: 5.0)

    let settings: CameraSettings

    public init(_ settings: CameraSettings) { self.settings = settings }

    /// What was measured on one frame.
    public func checks(_ measured: FrameMeasurement) -> [Check] {
        [brightness(measured.brightness), glare(measured), focus(measured.focus), code(measured)]
    }

    /// The frame rate that was held over some seconds; `note` is what the camera did not take.
    public func rate(_ held: Double, note: String) -> Check {
        let wanted = settings.framesPerSecond
        let found = "\(held.words) frames a second over 3 s, \(wanted) wanted"
        if held < Self.leastRate.fault {
            return .fault(
                .cameraFrames, found,
                mend: "give the door light; if it stays so, another cable or port: lsusb -t shows its speed")
        }
        if held < Self.leastRate.part * Double(wanted) {
            return .warning(
                .cameraFrames, found,
                mend:
                    "give the door light, or a fixed exposure: [camera] exposure = 80 (8 ms), then scan-appliance reload"
            )
        }
        guard note.isEmpty else {
            return .warning(.cameraFrames, "\(found); \(note)", mend: "correct what did not take in [camera]")
        }
        return .ok(.cameraFrames, found)
    }

    private func brightness(_ mean: Double) -> Check {
        let found = "the mean grey is \(Int(mean.rounded())) of 255"
        if mean < Self.brightness.lowerBound {
            return .warning(
                .cameraBrightness, "\(found): too dark",
                mend: settings.exposure == nil
                    ? "light the place where codes are held"
                    : "light the place where codes are held, or raise [camera] exposure, then scan-appliance reload")
        }
        if mean > Self.brightness.upperBound {
            return .warning(
                .cameraBrightness, "\(found): too bright",
                mend:
                    "turn the camera away from the window or lamp, or lower [camera] exposure, then scan-appliance reload"
            )
        }
        return .ok(.cameraBrightness, found)
    }

    private func glare(_ measured: FrameMeasurement) -> Check {
        let found = "\(Int((measured.glare * 100).rounded())) % of the picture is white"
        // A bright screen that is read is none.
        guard measured.glare > Self.mostGlare, measured.codes == 0 else { return .ok(.cameraGlare, found) }
        return .warning(
            .cameraGlare, found,
            mend: "move or shade the lamp or window in the picture: scan-appliance diagnose --aim shows where it is")
    }

    private func focus(_ measure: Double) -> Check {
        let found = "sharpness \(measure.words)"
        guard measure < Self.leastFocus else { return .ok(.cameraFocus, found) }
        return .warning(
            .cameraFocus, "\(found): blurred, or nothing but a wall in view",
            mend: "hold a code up and turn the lens until the bar is longest: scan-appliance diagnose --aim")
    }

    private func code(_ measured: FrameMeasurement) -> Check {
        guard measured.codes > 0 else { return .ok(.code, "none is held up now") }
        var found = "read by the attempt \(measured.attempt ?? "of an earlier frame")"
        if !measured.isStill { found += " in \(measured.scanMilliseconds.words) ms" }
        guard let size = measured.moduleSize else { return .ok(.code, found) }
        found +=
            ", \(size.words) pixels a module: readable up to \((size / DistanceTable.leastModule).words) times as far away"
        guard size < DistanceTable.leastModule * 1.2 else { return .ok(.code, found) }
        return .warning(
            .code, found,
            mend:
                "bring the camera nearer, or choose more pixels: [camera] width = 1920, height = 1080, then scan-appliance reload"
        )
    }
}

extension Double {
    /// One decimal, none from 20 on: as people read figures.
    public var words: String {
        let tenths = (self * 10).rounded() / 10
        return abs(self) >= 20 ? "\(Int(rounded()))" : "\(tenths)"
    }
}
