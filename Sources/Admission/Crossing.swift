/// Which way somebody went through a gate.
public enum Crossing: String, Sendable, CaseIterable {
    case entry = "in"
    case exit = "out"
}
