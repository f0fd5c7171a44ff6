/// The lines on which the keys of a TOML text stand.
///
/// The parser tells no positions of what it understood, so the first line of each key is looked for in the text: table
/// headings and `key =`. Inside a text over several lines it may see keys that are none, which nobody asks for.
struct SettingsLines {
    private var lines: [[String]: Int] = [:]
    private var last: [String]?

    init(of text: String) {
        var heading: [String] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let code = line.drop { $0 == " " || $0 == "\t" }
            guard let first = code.first, first != "#" else { continue }
            if first == "[" {
                heading = Self.key(code.drop { $0 == "[" }, until: "]")
                last = heading
                note(heading, index + 1)
            } else {
                let key = Self.key(code, until: "=")
                last = nil
                if !key.isEmpty { note(heading + key, index + 1) }
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
    private static func key(_ code: Substring, until end: Character) -> [String] {
        var parts = [""]
        var quote: Character?
        for letter in code {
            switch (letter, quote) {
            case (_, letter): quote = nil
            case (_, .some): parts[parts.count - 1].append(letter)
            case ("\"", nil), ("'", nil): quote = letter
            case (end, nil): return parts
            case (".", nil): parts.append("")
            case (" ", nil), ("\t", nil): break
            default: parts[parts.count - 1].append(letter)
            }
        }
        return []
    }
}
