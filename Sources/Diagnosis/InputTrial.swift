import GateIO

/// What a gate's inputs said while a technician pressed and moved them, one after the other.
public struct InputTrial {
    public enum Answer: Hashable, Sendable {
        /// It was at rest and became active.
        case answered
        /// It was active and came to rest: the wrong way round.
        case inverted
        /// Another one changed instead.
        case other(InputRole)
        /// Nothing changed in time.
        case nothing
        /// Nobody was asked to.
        case unasked(isActive: Bool?)
    }

    /// Whether a low level counts as active, as it is configured; nothing of lines that are only simulated.
    private let isActiveLow: [InputRole: Bool]
    private var answers: [InputRole: Answer] = [:]

    public init(isActiveLow: [InputRole: Bool] = [:]) { self.isActiveLow = isActiveLow }

    public mutating func note(_ answer: Answer, for role: InputRole) { answers[role] = answer }

    /// The order in which they are tried: a door that was opened shuts while nothing else is looked at.
    public static let order: [InputRole] = [.exit, .officer, .tamper, .door]

    /// What has changed from `before` to `after`, looked at for `role`; nil: nothing yet. Before, nobody pressed and the door
    /// was shut. Another one that comes to rest was let go, and is no answer.
    public static func answer(
        for role: InputRole, before: [InputRole: InputReading], after: [InputRole: InputReading]
    ) -> Answer? {
        let changed = InputRole.allCases.filter { before[$0] != nil && after[$0] != nil && before[$0] != after[$0] }
        if changed.contains(role) { return before[role]?.isActive == true ? .inverted : .answered }
        return changed.first { before[$0]?.isActive == false || after[$0]?.isActive == true }.map { .other($0) }
    }

    /// What the technician is asked to do first, so that it is at rest; nil where it is so by itself.
    public static func rest(for role: InputRole) -> String? {
        role == .door ? "shut the door and press Enter" : nil
    }

    /// What the technician is asked to do.
    public static func task(for role: InputRole) -> String {
        switch role {
        case .exit: "Press the exit button now"
        case .officer: "Press the officer's button shortly now"
        case .door: "Open the door now"
        case .tamper: "Open the case or press the fire contact's test now"
        }
    }

    public var checks: [Check] {
        InputRole.allCases.compactMap { role in answers[role].map { check(role, $0) } }
    }

    private func check(_ role: InputRole, _ answer: Answer) -> Check {
        let name = role.rawValue
        switch answer {
        case .answered: return .ok(.input, of: name, "answered")
        case .inverted: return inverted(role)
        case .unasked(let isActive):
            let level = isActive.map { $0 ? "active" : "at rest" }
            guard let level else {
                return .fault(.input, of: name, "cannot be read", mend: "see the check of line \(role.rawValue)")
            }
            guard role == .exit || role == .officer, isActive == true else {
                return .ok(.input, of: name, "\(level); not tried")
            }
            return .warning(
                .input, of: name, "stands pressed",
                mend: "check the button, and active_low of [inputs.\(role.rawValue)]")
        case .nothing:
            return .fault(
                .input, of: name, "nothing came",
                mend:
                    "check the wire at button and board, and bias of [inputs.\(role.rawValue)]; gpiomon shows edges while the gate is stopped"
            )
        case .other(let other):
            let isSwapped = answers[other] == .other(role)
            let words = isSwapped ? ": \(role.rawValue) and \(other.rawValue) are swapped" : ""
            return .fault(
                .input, of: name, "\(other.rawValue) answered instead\(words)",
                mend: """
                    exchange chip and line (or offset) of [inputs.\(role.rawValue)] and [inputs.\(other.rawValue)], or the two \
                    wires; then scan-appliance reload
                    """)
        }
    }

    private func inverted(_ role: InputRole) -> Check {
        let words =
            switch role {
            case .door: "it says open while the door is shut, and shut while it is open"
            case .exit, .officer: "it stands pressed, and is let go while it is pressed"
            case .tamper: "it is in alarm, and at rest while it is moved"
            }
        return .fault(
            .input, of: role.rawValue, "inverted: \(words)",
            mend:
                "active_low = \(isActiveLow[role] != true) in [inputs.\(role.rawValue)]; then scan-appliance reload")
    }
}
