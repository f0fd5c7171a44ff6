import Foundation
import Vocabulary

/// What can be asked at the control socket. The raw value is the name in the request.
public enum ControlVerb: String, Sendable, CaseIterable {
    case hello, login
    case status, figures, follow
    case admit, override, acknowledge
    case service, reload, preview, trial, checks
    case clockSet = "clock-set"
    case clockFloor = "clock-floor"
    case occupancyDay = "occupancy-day"
    case occupancySet = "occupancy-set"
    case occupancyLevel = "occupancy-level"
    case passbackForgive = "passback-forgive"

    /// The one table of who may do what: the lowest role that may; nil for what anybody may who can connect.
    public var leastRole: ControlRole? {
        switch self {
        case .hello, .login: nil
        case .status, .figures, .follow, .occupancyDay: .watch
        case .admit, .override, .acknowledge, .occupancySet, .occupancyLevel, .passbackForgive: .officer
        case .service, .reload, .preview, .trial, .checks, .clockSet, .clockFloor: .technician
        }
    }

    public func isAllowed(to role: ControlRole?) -> Bool {
        guard let leastRole else { return true }
        return role.map { $0 >= leastRole } ?? false
    }

    /// The fields that the request may have beside `id`, `protocol` and `request`.
    fileprivate var fields: Set<String> {
        switch self {
        case .login: ["token", "alone"]
        case .admit, .override, .acknowledge, .preview: ["gate"]
        case .service: ["gate", "on"]
        case .trial: ["gate", "line"]
        case .clockSet, .clockFloor: ["time"]
        case .occupancySet: ["count"]
        case .occupancyLevel: ["level"]
        case .passbackForgive: ["gate", "all"]
        case .hello, .status, .figures, .follow, .reload, .checks, .occupancyDay: []
        }
    }
}

/// One request: a flat JSON object on a line of its own.
public struct ControlRequest: Hashable, Sendable {
    /// The version of the protocol that this program speaks.
    public static let version = 1
    /// The longest line in bytes, without its line end.
    public static let longest = 4096

    public var verb: ControlVerb
    /// Comes back in the answer, so that answers are told apart.
    public var id: Int?
    /// The gate by its name; nil where the station has only one, or all are meant.
    public var gate: String?
    /// For `service`: whether it begins.
    public var isOn: Bool?
    /// For `login`.
    public var token: String?
    /// For `clock-set` and `clock-floor`; on the wire as in RFC 3339.
    public var time: WallTime?
    /// For `occupancy-set`: how many are inside, 0 to 100,000.
    public var count: Int?
    /// For `occupancy-level`: 1 to 4, 0 for none.
    public var level: Int?
    /// For `passback-forgive`: whether all passes are meant.
    public var isAll: Bool?
    /// For `trial`: the output by its name in the configuration.
    public var line: String?
    /// For `login`: whether the token alone counts from now on, and not who connected.
    public var isAlone: Bool?

    public init(
        _ verb: ControlVerb, id: Int? = nil, gate: String? = nil, isOn: Bool? = nil, token: String? = nil,
        time: WallTime? = nil, line: String? = nil, count: Int? = nil, level: Int? = nil,
        isAll: Bool? = nil, isAlone: Bool? = nil
    ) {
        self.verb = verb
        self.id = id
        self.gate = gate
        self.isOn = isOn
        self.token = token
        self.time = time
        self.count = count
        self.level = level
        self.isAll = isAll
        self.line = line
        self.isAlone = isAlone
    }

    /// Why a line is no request, and whose answer that is as far as it could be read.
    struct Fault: Error, Hashable {
        var refusal: ControlRefusal
        var id: Int?
    }

    /// Reads one line without its end. What is not understood whole is refused whole: a misspelt `gate` must not open
    /// another one.
    init(line: [UInt8]) throws(Fault) {
        guard line.count <= Self.longest else { throw Fault(refusal: .tooLong) }
        guard let fields = try? JSONDecoder().decode([String: Field].self, from: Data(line)) else {
            throw Fault(refusal: .malformed)
        }
        let id = fields["id"]?.number
        guard fields["id"] == nil || id != nil else { throw Fault(refusal: .malformed) }
        guard fields["protocol"].map({ $0 == .number(Self.version) }) ?? true else {
            throw Fault(refusal: .unknownProtocol, id: id)
        }
        guard let name = fields["request"]?.text else { throw Fault(refusal: .malformed, id: id) }
        guard let verb = ControlVerb(rawValue: name) else { throw Fault(refusal: .unknownRequest, id: id) }
        self.init(
            verb, id: id, gate: fields["gate"]?.text, isOn: fields["on"]?.flag, token: fields["token"]?.text,
            time: fields["time"]?.text.flatMap(WallTime.init(rfc3339:)),
            line: fields["line"]?.text, count: fields["count"]?.number, level: fields["level"]?.number,
            isAll: fields["all"]?.flag, isAlone: fields["alone"]?.flag)
        let understood = Set(self.fields.keys)
        guard understood.union(["protocol"]).isSuperset(of: fields.keys),
            understood.subtracting(["id", "request"]).isSubset(of: verb.fields),
            verb != .service || isOn != nil, verb != .login || token != nil,
            !verb.fields.contains("time") || time != nil,
            verb != .occupancySet || count.map((0...100_000).contains) == true,
            verb != .occupancyLevel || level.map((0...4).contains) == true,
            verb != .trial || self.line != nil
        else { throw Fault(refusal: .malformed, id: id) }
    }

    /// The line for it, with its end.
    func encode() -> [UInt8] { JSONLine.encode(fields) }

    private var fields: [String: Field] {
        [
            "request": .text(verb.rawValue), "id": id.map { .number($0) }, "gate": gate.map { .text($0) },
            "on": isOn.map { .flag($0) }, "token": token.map { .text($0) }, "count": count.map { .number($0) },
            "level": level.map { .number($0) }, "all": isAll.map { .flag($0) },
            "time": time.map { .text($0.rfc3339) },
            "line": line.map { .text($0) },
            "alone": isAlone.map { .flag($0) },
        ].compactMapValues(\.self)
    }
}

/// A value of a request: nothing nested, nothing null.
private enum Field: Codable, Hashable {
    case text(String)
    case number(Int)
    case flag(Bool)

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let number) = self { number } else { nil } }
    var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else {
            self = .number(try container.decode(Int.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        }
    }
}
