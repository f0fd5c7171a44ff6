import GateIO

/// What a technician saw and heard while each output of a gate was driven, and what that says of the wiring.
public struct OutputTrial {
    /// What was seen for one output.
    public enum Answer: Hashable, Sendable {
        /// The right one.
        case seen
        /// Another one instead.
        case other(OutputRole)
        case nothing
        /// It was driven and nobody was asked, or nobody answered.
        case unasked
        /// It was not driven.
        case untried
        /// It could not be driven.
        case fault(String)
    }

    /// What the door's contact said while the lock was released; nil where there is no contact or nobody tried the door.
    public var doorOpened: Bool?
    private var answers: [OutputRole: Answer] = [:]

    public init() {}

    public mutating func note(_ answer: Answer, for role: OutputRole) { answers[role] = answer }

    /// One check for each output that was noted.
    public var checks: [Check] {
        OutputRole.allCases.compactMap { role in answers[role].map { check(role, $0) } } + door
    }

    private func check(_ role: OutputRole, _ answer: Answer) -> Check {
        let name = role.rawValue
        switch answer {
        case .seen:
            return .ok(
                .output, of: name, role == .lock ? "moved, as the technician says" : "seen or heard by the technician")
        case .unasked: return .ok(.output, of: name, "driven; nobody was asked what was seen")
        case .untried:
            return .ok(.output, of: name, role == .lock ? "not moved; --move-lock moves it" : "not tried")
        case .fault(let what): return .fault(.output, of: name, what, mend: "see the check of line \(role.rawValue)")
        case .nothing:
            return .fault(
                .output, of: name, "driven, and nothing was seen or heard",
                mend:
                    "check the wire, the lamp's supply and active_low of [lines.\(role.rawValue)]; measure at the board's pin"
            )
        case .other(let other):
            if answers[other] == .other(role) {
                return .fault(
                    .output, of: name,
                    "\(other.rawValue) answered instead: \(role.rawValue) and \(other.rawValue) are swapped",
                    mend: """
                        exchange chip and line (or offset) of [lines.\(role.rawValue)] and [lines.\(other.rawValue)], or the two \
                        wires; then scan-appliance reload
                        """)
            }
            return .fault(
                .output, of: name, "\(other.rawValue) answered instead",
                mend: "correct line (or offset) of [lines.\(role.rawValue)], or its wire; then scan-appliance reload")
        }
    }

    private var door: [Check] {
        guard answers[.lock] == .seen || answers[.lock] == .unasked, let doorOpened else { return [] }
        return doorOpened
            ? [.ok(.doorContact, "the door opened while the lock was released")]
            : [
                .warning(
                    .doorContact, "the lock was released and the contact says that the door stayed shut",
                    mend:
                        "open the door while the lock is released; if it was open, check the contact's wire and active_low"
                )
            ]
    }
}
