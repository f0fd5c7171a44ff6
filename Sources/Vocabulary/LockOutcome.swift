/// What became of the lock when something was decided.
public enum LockOutcome: String, Sendable, CaseIterable {
    /// It was released for a pulse.
    case opened
    /// It stayed shut, as it should.
    case held
    /// It should have opened and could not.
    case failed
}
