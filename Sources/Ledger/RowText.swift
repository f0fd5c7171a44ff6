import Vocabulary

extension LedgerRow {
    /// One JSON object without a line end (RFC 8259); every field is there in every row, null where it says nothing.
    public var json: String {
        "{" + fields.map { "\"\($0.name)\":\($0.value?.json ?? "null")" }.joined(separator: ",") + "}"
    }

    /// One record of CSV with its CRLF (RFC 4180); what says nothing is empty.
    public var csv: String { Self.record(fields.map { $0.value?.text ?? "" }) }

    /// The header record that names the columns of `csv`, with its CRLF.
    public static var csvHeader: String { record(names) }

    /// One line for people, without a line end: when, where, and what became of it.
    public var line: String {
        let words = [
            self.time.rfc3339, self.clock == .trusted ? nil : "(clock \(self.clock.rawValue))", self.gate,
            self.kind.rawValue,
            self.verdict?.rawValue, self.reason?.rawValue, self.colour?.rawValue, self.holderClass?.rawValue, self.note,
            self.lock.map { "lock \($0.rawValue)" }, self.inside.map { "inside \($0)" },
        ]
        return "\(sequence)  " + words.compactMap { $0 }.filter { !$0.isEmpty }.map(\.printable).joined(separator: "  ")
    }

    private static let names = [
        "seq", "kind", "mono_ns", "time", "clock", "gate", "class", "verdict", "reason", "lock", "format", "note",
        "station", "boot", "policy", "colour", "crossing", "inside", "took_ms",
    ]

    private var fields: [(name: String, value: Field?)] {
        let values: [Field?] = [
            .number(sequence), .text(self.kind.rawValue), .number(Int64(clamping: self.monotonic.nanoseconds)),
            .text(self.time.rfc3339), .text(self.clock.rawValue), .text(self.gate),
            Field(self.holderClass?.rawValue), Field(self.verdict?.rawValue), Field(self.reason?.rawValue),
            Field(self.lock?.rawValue), Field(self.format?.rawValue), Field(self.note), .text(station), .text(boot),
            Field(self.policyVersion), Field(self.colour?.rawValue), Field(self.crossing?.rawValue),
            self.inside.map { .number(Int64($0)) }, self.took.map { .number(Int64($0)) },
        ]
        return Array(zip(Self.names, values))
    }

    private static func record(_ values: [String]) -> String {
        values.map(\.csvField).joined(separator: ",") + "\r\n"
    }
}

private enum Field {
    case number(Int64)
    case text(String)

    init?(_ text: String?) {
        guard let text else { return nil }
        self = .text(text)
    }

    var text: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        }
    }

    var json: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): "\"\(text.printable)\""
        }
    }
}

extension String {
    /// Escaped as inside a JSON string (RFC 8259 section 7), so that no control character reaches a screen.
    fileprivate var printable: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Quoted where RFC 4180 section 2 asks for it.
    fileprivate var csvField: String {
        guard utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else { return self }
        return "\"" + replacing("\"", with: "\"\"") + "\""
    }
}
