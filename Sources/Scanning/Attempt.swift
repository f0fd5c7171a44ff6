/// How the picture is made that zbar is given in an attempt.
public enum AttemptKind: String, Sendable, CaseIterable {
    /// Each code that is found, drawn anew as it should look.
    case redrawn
    /// What lies around finder patterns of which no code came, black and white.
    case region
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
}

/// An attempt over the whole frame.
struct WholeAttempt: Hashable {
    let kind: AttemptKind
    /// Source pixels to a pixel of the picture.
    let scale: Int
    /// What becomes black; nil where the greys are kept.
    let ink: LocalThreshold.Ink?

    static let plain = WholeAttempt(kind: .plain, scale: 1, ink: nil)
    static let threshold = WholeAttempt(kind: .threshold, scale: 1, ink: .dark)
    static let thresholdInverted = WholeAttempt(kind: .thresholdInverted, scale: 1, ink: .light)
    static let half = WholeAttempt(kind: .half, scale: 2, ink: nil)
    static let halfThreshold = WholeAttempt(kind: .halfThreshold, scale: 2, ink: .dark)
    static let halfThresholdInverted = WholeAttempt(kind: .halfThresholdInverted, scale: 2, ink: .light)

    /// What it costs, in hundredths of a plain scan: zbar's work goes with the number of pixels.
    var cost: Int { 100 / (scale * scale) }
}
