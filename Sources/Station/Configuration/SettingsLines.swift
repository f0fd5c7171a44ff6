/// The lines on which the keys of a TOML text stand.
///
/// The parser tells no positions of what it understood, so the first line of each key is looked for in the text: table
/// headings and `key =`. Inside a text over several lines it may see keys that are none, which nobody asks for.
struct SettingsLines {
    private var lines: [[String]: Int] = [:]
    private var last: [String]?

    init(of text: String) {
        var heading: [String] = []
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let code = line.drop { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }
            guard let first = code.first, first != UInt8(ascii: "#") else { continue }
            if first == UInt8(ascii: "[") {
                heading = Self.key(code.drop { $0 == UInt8(ascii: "[") }, until: UInt8(ascii: "]"))
                last = heading
                note(heading, index + 1)
            } else {
                note(heading + Self.key(code, until: UInt8(ascii: "=")), index + 1)
                last = nil
            }
        }
    }

    /// The line of a key such as `gate`, `front`, `camera`, or of the nearest table that holds it.
    func line(of key: [String]) -> Int? {
        key.indices.reversed().lazy.compactMap { lines[Array(key[...$0])] }.first
    }

    /// Whether the last line that is neither empty nor a comment is this table's heading.
    func endsWithHeading(_ name: String) -> Bool { last == [name] }

    /// A key stands for the tables that hold it too, as `camera.source` for `camera`.
    private mutating func note(_ key: [String], _ line: Int) {
        for end in key.indices where lines[Array(key[...end])] == nil { lines[Array(key[...end])] = line }
    }

    /// The parts of a key, which may be in quotes, up to `end`; none where that does not come.
    private static func key(_ code: Substring.UTF8View, until end: UInt8) -> [String] {
        guard code.contains(end) else { return [] }
        var parts: [[UInt8]] = [[]]
        var quote: UInt8?
        for byte in code {
            switch (byte, quote) {
            case (_, byte): quote = nil
            case (_, .some): parts[parts.count - 1].append(byte)
            case (UInt8(ascii: "\""), nil), (UInt8(ascii: "'"), nil): quote = byte
            case (end, nil): return parts.map { String(decoding: $0, as: UTF8.self) }
            case (UInt8(ascii: "."), nil): parts.append([])
            case (UInt8(ascii: " "), nil), (UInt8(ascii: "\t"), nil): break
            default: parts[parts.count - 1].append(byte)
            }
        }
        return []
    }
}
