import Vocabulary

/// What is asked of the station, with all that is needed to answer it: docs/control-protocol.md. A `gate` is its name; nil where
/// the station has only one, or where `acknowledge` and `service` mean all.
public enum ControlRequest: Hashable, Sendable {
    case hello
    /// With `alone` the token counts from now on, and not who connected.
    case login(token: String, alone: Bool = false)
    case status
    case figures
    case follow
    case admit(gate: String? = nil)
    case override(gate: String? = nil)
    case acknowledge(gate: String? = nil)
    case service(isOn: Bool, gate: String? = nil)
    /// Visitors are let in no longer, or again as the configuration has it.
    case close(isOn: Bool)
    case reload
    case preview(gate: String? = nil)
    case checks
    /// `line` is the output by its name in the configuration.
    case trial(line: String, gate: String? = nil)
    case clockSet(WallTime)
    case clockFloor(WallTime)
    case occupancyDay
    /// How many are inside, 0 to 100,000.
    case occupancySet(Int)
    /// 1 to 4, 0 for none.
    case occupancyLevel(Int)
    /// Whom this gate refused last for coming in twice.
    case passbackForgive(gate: String? = nil)
    /// All passes of the station.
    case passbackForgiveAll

    /// What `fields` say is to be done. Those that are not needed for it are left there.
    public init(_ verb: ControlVerb, takingFrom fields: inout RequestFields) throws(ControlRefusal) {
        switch verb {
        case .hello: self = .hello
        case .login: self = .login(token: try fields.text("token"), alone: try fields.flag(ifAny: "alone") ?? false)
        case .status: self = .status
        case .figures: self = .figures
        case .follow: self = .follow
        case .admit: self = .admit(gate: try fields.gate())
        case .override: self = .override(gate: try fields.gate())
        case .acknowledge: self = .acknowledge(gate: try fields.gate())
        case .service: self = .service(isOn: try fields.flag("on"), gate: try fields.gate())
        case .close: self = .close(isOn: try fields.flag("on"))
        case .reload: self = .reload
        case .preview: self = .preview(gate: try fields.gate())
        case .checks: self = .checks
        case .trial: self = .trial(line: try fields.text("line"), gate: try fields.gate())
        case .clockSet: self = .clockSet(try fields.time("time"))
        case .clockFloor: self = .clockFloor(try fields.time("time"))
        case .occupancyDay: self = .occupancyDay
        case .occupancySet: self = .occupancySet(try fields.number("count", in: 0...100_000))
        case .occupancyLevel: self = .occupancyLevel(try fields.number("level", in: 0...4))
        case .passbackForgive:
            let all = try fields.flag(ifAny: "all") ?? false
            // With `all` a gate is one field too many, and left there.
            self = all ? .passbackForgiveAll : .passbackForgive(gate: try fields.gate())
        }
    }

    public var verb: ControlVerb {
        switch self {
        case .hello: .hello
        case .login: .login
        case .status: .status
        case .figures: .figures
        case .follow: .follow
        case .admit: .admit
        case .override: .override
        case .acknowledge: .acknowledge
        case .service: .service
        case .close: .close
        case .reload: .reload
        case .preview: .preview
        case .checks: .checks
        case .trial: .trial
        case .clockSet: .clockSet
        case .clockFloor: .clockFloor
        case .occupancyDay: .occupancyDay
        case .occupancySet: .occupancySet
        case .occupancyLevel: .occupancyLevel
        case .passbackForgive, .passbackForgiveAll: .passbackForgive
        }
    }

    /// What stands in its line beside its name.
    var fields: [String: RequestFields.Value?] {
        switch self {
        case .hello, .status, .figures, .follow, .reload, .checks, .occupancyDay: [:]
        case .login(let token, let alone): ["token": .text(token), "alone": alone ? .flag(true) : nil]
        case .admit(let gate), .override(let gate), .acknowledge(let gate), .preview(let gate),
            .passbackForgive(let gate):
            ["gate": gate.map { .text($0) }]
        case .service(let isOn, let gate): ["on": .flag(isOn), "gate": gate.map { .text($0) }]
        case .close(let isOn): ["on": .flag(isOn)]
        case .trial(let line, let gate): ["line": .text(line), "gate": gate.map { .text($0) }]
        case .clockSet(let time), .clockFloor(let time): ["time": .text(time.rfc3339)]
        case .occupancySet(let count): ["count": .number(count)]
        case .occupancyLevel(let level): ["level": .number(level)]
        case .passbackForgiveAll: ["all": .flag(true)]
        }
    }
}
