/// An attempt is one run of zbar over one picture made of the frame.
public enum AttemptKind: String, Sendable, CaseIterable {
    /// The frame as it is.
    case plain
}
