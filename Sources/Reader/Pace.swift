/// When a frame is taken.
enum Pace {
    /// When the source has one.
    case source
    /// Now, and none is told of before this number.
    case step(UInt64)
    /// Not before the next step is ordered.
    case halt

    var takes: Bool { if case .halt = self { false } else { true } }

    func passes(_ number: UInt64) -> Bool { if case .step(let wanted) = self { number < wanted } else { false } }
}
