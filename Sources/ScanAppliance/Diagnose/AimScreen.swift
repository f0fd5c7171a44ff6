import Foundation

/// The whole terminal for a view that is drawn again and again; as it was once this was left.
final class AimScreen {
    private var kept = termios()

    /// Takes the terminal over; nil where standard output or input is none.
    init?() throws {
        guard isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &kept) == 0 else {
            return nil
        }
        var raw = kept
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        withUnsafeMutableBytes(of: &raw.c_cc) { keys in
            // Ctrl-Z would leave the gate in service and the screen as it is.
            keys[Int(VSUSP)] = 0
            keys[Int(VMIN)] = 0
            keys[Int(VTIME)] = 0
        }
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        // The other screen, without a cursor (xterm's private modes 1049 and 25).
        try Output.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J".utf8)
    }

    func leave() {
        try? Output.write("\u{1B}[?25h\u{1B}[?1049l".utf8)
        tcsetattr(STDIN_FILENO, TCSANOW, &kept)
    }

    /// As it is now: it may be made wider.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    func show(_ lines: [String]) throws {
        let text = lines.map { "\($0)\u{1B}[K" }.joined(separator: "\r\n")
        try Output.write("\u{1B}[H\(text)\u{1B}[J".utf8)
    }
}
