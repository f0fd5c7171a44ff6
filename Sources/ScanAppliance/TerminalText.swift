/// Text of unknown origin for a terminal: what is not plainly visible is written as an escape.
enum TerminalText {
    /// The text with everything that could steer a terminal or change how it reads written as `\u{...}`.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isVisible(scalar) {
                result.append(scalar)
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(result)
    }

    /// The same between quotes, with quotes and backslashes in it escaped as well.
    static func quoted(_ text: String) -> String {
        let parts = text.unicodeScalars.map { scalar in
            scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : escaped(String(scalar))
        }
        return "\"\(parts.joined())\""
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
