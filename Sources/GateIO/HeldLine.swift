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
