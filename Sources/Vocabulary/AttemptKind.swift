/// How the picture is made that zbar is given in an attempt.
public enum AttemptKind: String, Sendable, CaseIterable {
    /// Each code that is found, drawn anew as it should look.
    case redrawn
    /// What lies around finder patterns of which no code came, black and white.
    case region
    /// The same, made to four pixels a module and slightly blurred.
    case regionSmooth = "region-smooth"
    /// The same in greys at six pixels a module, light and contrast made even.
    case regionEven = "region-even"
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

    /// Which part of the frame zbar is shown.
    public enum Reach: Sendable {
        /// A drawing of a code: nothing in it is left to search for.
        case drawing
        case region
        case whole
    }

    public var reach: Reach {
        switch self {
        case .redrawn: .drawing
        case .region, .regionSmooth, .regionEven: .region
        case .plain, .threshold, .thresholdInverted, .half, .halfThreshold, .halfThresholdInverted: .whole
        }
    }

    /// What it costs, in hundredths of a plain scan: zbar's work goes with the number of pixels, which of a region is bounded.
    public var cost: Int {
        switch self {
        case .redrawn: 15
        case .region, .regionSmooth, .regionEven, .half, .halfThreshold, .halfThresholdInverted: 25
        case .plain, .threshold, .thresholdInverted: 100
        }
    }
}
