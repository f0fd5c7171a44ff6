/// An attempt is one run of zbar over one picture made of the frame; this is how the picture is made.
public enum AttemptKind: String, Sendable, CaseIterable {
    /// The frame as it is.
    case plain
    /// Black and white by the mean around each block.
    case threshold
    /// The same for light codes on dark ground, as a display in dark mode shows them.
    case thresholdInverted = "threshold-inverted"
    /// Half the width and height: large and blurred codes, less noise, a quarter of the work.
    case half
    case halfThreshold = "half-threshold"
    case halfThresholdInverted = "half-threshold-inverted"

    /// Source pixels to a pixel of the picture.
    var scale: Int {
        switch self {
        case .plain, .threshold, .thresholdInverted: 1
        case .half, .halfThreshold, .halfThresholdInverted: 2
        }
    }

    /// What becomes black; nil where the greys are kept.
    var ink: LocalThreshold.Ink? {
        switch self {
        case .plain, .half: nil
        case .threshold, .halfThreshold: .dark
        case .thresholdInverted, .halfThresholdInverted: .light
        }
    }
}
