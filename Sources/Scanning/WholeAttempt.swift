import Vocabulary

/// How the picture for an attempt over the whole frame is made.
struct WholeAttempt: Hashable {
    let kind: AttemptKind
    /// Source pixels to a pixel of the picture.
    let scale: Int
    /// What becomes black; nil where the greys are kept.
    let ink: LocalThreshold.Ink?

    /// Nil for an attempt over less than the whole frame.
    init?(_ kind: AttemptKind) {
        self.kind = kind
        switch kind {
        case .plain: (scale, ink) = (1, nil)
        case .threshold: (scale, ink) = (1, .dark)
        case .thresholdInverted: (scale, ink) = (1, .light)
        case .half: (scale, ink) = (2, nil)
        case .halfThreshold: (scale, ink) = (2, .dark)
        case .halfThresholdInverted: (scale, ink) = (2, .light)
        case .redrawn, .region, .regionSmooth, .regionEven: return nil
        }
    }
}
