/// Settings as the text of a configuration file.
enum SettingsText {
    /// The whole file: a promised end, the settings, each table under its heading, and the end.
    static func file(_ members: [String: SettingsNode], comment: String) -> String {
        "# \(comment)\nhas_end = true\n" + body(members, under: []) + "\n[end]\n"
    }

    private static func body(_ members: [String: SettingsNode], under path: [String]) -> String {
        var text = ""
        var tables = ""
        for (key, node) in members.sorted(by: { $0.key < $1.key }) {
            switch node.content {
            case .value(let setting): text += "\(quotedKey(key)) = \(value(setting))\n"
            case .table(let inner): tables += body(inner, under: path + [key])
            }
        }
        let isHeaded = !path.isEmpty && (!text.isEmpty || tables.isEmpty)
        return (isHeaded ? "\n[\(path.map(quotedKey).joined(separator: "."))]\n" : "") + text + tables
    }

    private static func value(_ setting: Setting) -> String {
        switch setting {
        case .text(let text): quoted(text)
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .list(let list): "[\(list.map(value).joined(separator: ", "))]"
        case .table(let members):
            "{ "
                + members.sorted { $0.key < $1.key }.map { "\(quotedKey($0.key)) = \(value($0.value))" }
                .joined(separator: ", ") + " }"
        // No setting is one: whoever reads this says so.
        case .date: "\"\""
        }
    }

    private static func quotedKey(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        return isBare ? key : quoted(key)
    }

    /// A basic string (TOML 1.0): quotes, backslashes and control characters are escaped.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case _ where scalar.value < 32 || scalar.value == 127:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
