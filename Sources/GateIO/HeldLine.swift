import Vocabulary

/// A line that is held as an output. Letting go of it gives it back.
protocol HeldLine: AnyObject {
    /// Drives it: true is energised. Throws what the chip says.
    func set(_ isEnergised: Bool) throws(LineError)

    /// Throws if the chip is gone.
    func look() throws(LineError)
}

/// Where a gate's lines are requested: real chips, or the simulated board.
protocol LineSource: Sendable {
    /// Where the role's line is; nil where the gate has none.
    func address(of role: OutputRole) -> LineAddress?

    /// Takes the role's line, at rest. Only for a role that has an address.
    func request(_ role: OutputRole) throws(LineError) -> any HeldLine
}

/// A line that is held as an input. Letting go of it gives it back.
protocol HeldInput: AnyObject {
    /// Readable when an edge waits; nil where the chip gives none and the level has to be asked for.
    var descriptor: CInt? { get }

    /// Takes the next edge that waits; nil where none does. Throws what the chip says.
    func takeEdge() throws(LineError) -> Edge?

    /// Whether it is active now. Throws what the chip says.
    func level() throws(LineError) -> Bool
}

/// A line became active or inactive, seen as it happened.
struct Edge: Hashable, Sendable {
    var isActive: Bool
    var time: MonotonicTime
}

/// Where a gate's inputs are requested.
protocol InputSource {
    /// Where the role's line is; nil where the gate has none.
    func address(of role: InputRole) -> LineAddress?

    /// Takes the role's line. Only for a role that has an address.
    func request(_ role: InputRole) throws(LineError) -> any HeldInput
}
