import Foundation

/// Standard output, as a terminal where it is one: lines that scroll, and one line at the bottom that is rewritten.
final class Terminal {
    enum Colour: String {
        case green = "32"
        case yellow = "33"
        case red = "31"
    }

    private let isTerminal = isatty(STDOUT_FILENO) == 1
    /// https://no-color.org
    private let hasColour = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
    private var shown = ""

    func line(_ text: String, colour: Colour? = nil) {
        let text = if let colour, hasColour { "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" } else { text }
        emit(isTerminal ? "\r\u{1B}[K\(text)\n\(shown)" : "\(text)\n")
    }

    /// The bottom line; nothing where there is no terminal.
    func status(_ text: String) {
        guard isTerminal, text != shown else { return }
        shown = text
        emit("\r\u{1B}[K\(text)")
    }

    private func emit(_ text: String) {
        let bytes = Array(text.utf8)
        // A closed terminal ends the demonstration by SIGHUP; nothing is owed to it.
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }
}
