import Foundation
import Vocabulary

/// The fields of a request, of which each is taken once: what is left over was not understood. One that is missing, of another
/// kind, or beyond its bounds is `malformed`.
public struct RequestFields {
    /// What a field says: nothing nested, nothing null.
    enum Value: Hashable {
        case text(String)
        case number(Int)
        case flag(Bool)
    }

    private var values: [String: Value]

    /// Reads a flat JSON object.
    public init(json object: [UInt8]) throws(ControlRefusal) {
        guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(object)) else { throw .malformed }
        self.values = values
    }

    public var isEmpty: Bool { values.isEmpty }

    /// Whether nothing but `value` is said under this name.
    mutating func agrees(_ name: String, with value: Value) -> Bool {
        values.removeValue(forKey: name).map { $0 == value } ?? true
    }

    public mutating func text(_ name: String) throws(ControlRefusal) -> String { try there(text(ifAny: name)) }

    mutating func flag(_ name: String) throws(ControlRefusal) -> Bool { try there(flag(ifAny: name)) }

    mutating func number(_ name: String, in bounds: ClosedRange<Int>) throws(ControlRefusal) -> Int {
        let number = try there(number(ifAny: name))
        guard bounds.contains(number) else { throw .malformed }
        return number
    }

    /// A time as in RFC 3339.
    mutating func time(_ name: String) throws(ControlRefusal) -> WallTime {
        try there(WallTime(rfc3339: text(name)))
    }

    /// The gate, if one is named.
    mutating func gate() throws(ControlRefusal) -> String? { try text(ifAny: "gate") }

    mutating func text(ifAny name: String) throws(ControlRefusal) -> String? {
        switch values.removeValue(forKey: name) {
        case nil: nil
        case .text(let text): text
        default: throw .malformed
        }
    }

    mutating func number(ifAny name: String) throws(ControlRefusal) -> Int? {
        switch values.removeValue(forKey: name) {
        case nil: nil
        case .number(let number): number
        default: throw .malformed
        }
    }

    mutating func flag(ifAny name: String) throws(ControlRefusal) -> Bool? {
        switch values.removeValue(forKey: name) {
        case nil: nil
        case .flag(let flag): flag
        default: throw .malformed
        }
    }

    private func there<Field>(_ field: Field?) throws(ControlRefusal) -> Field {
        guard let field else { throw .malformed }
        return field
    }
}

extension RequestFields.Value: Codable {
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
