/// A JSON value (RFC 8259).
enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    /// As it is written: who needs a number reads it strictly.
    case number(String)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    subscript(name: String) -> JSON? { if case .object(let members) = self { members[name] } else { nil } }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var array: [JSON]? { if case .array(let items) = self { items } else { nil } }
    var object: [String: JSON]? { if case .object(let members) = self { members } else { nil } }

    /// An integer that every reader of JSON reads alike: below 2^53 (RFC 8259 section 6).
    var integer: Int64? {
        guard case .number(let text) = self, let value = Int64(text), value.magnitude < 1 << 53 else { return nil }
        return value
    }

    /// Also a number with a fraction, as some issuers write times.
    var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
}

extension JSON {
    /// The one canonical text of it (JSON Canonicalization Scheme, RFC 8785). Nil where it holds a number that is no plain
    /// integer: how fractions are written is where implementations differ, and no seal needs one.
    var canonical: [UInt8]? {
        var out: [UInt8] = []
        return write(to: &out) ? out : nil
    }

    private func write(to out: inout [UInt8]) -> Bool {
        switch self {
        case .null: out += "null".utf8
        case .bool(let value): out += (value ? "true" : "false").utf8
        case .number(let text):
            guard let value = integer, text == String(value) else { return false }
            out += text.utf8
        case .string(let text): Self.writeString(text, to: &out)
        case .array(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                guard item.write(to: &out) else { return false }
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            // Section 3.2.3: by UTF-16 code units, not by bytes and not by characters.
            let ordered = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (index, member) in ordered.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.writeString(member.key, to: &out)
                out.append(UInt8(ascii: ":"))
                guard member.value.write(to: &out) else { return false }
            }
            out.append(UInt8(ascii: "}"))
        }
        return true
    }

    /// Section 3.2.2.2: two-letter escapes where there are, `\u00xx` for other controls, everything else as it is.
    private static func writeString(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case 0x22: out += "\\\"".utf8
            case 0x5C: out += "\\\\".utf8
            case 0x08: out += "\\b".utf8
            case 0x09: out += "\\t".utf8
            case 0x0A: out += "\\n".utf8
            case 0x0C: out += "\\f".utf8
            case 0x0D: out += "\\r".utf8
            case 0..<0x20: out += "\\u00\(Hex.text([byte]))".utf8
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
