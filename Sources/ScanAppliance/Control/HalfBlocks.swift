import Foundation
import Station

/// A small grey picture as lines of text.
struct HalfBlocks {
    /// Rows of luma without gaps.
    var luma: [UInt8]
    var width: Int
    var height: Int

    init(_ picture: SmallPicture) { (luma, width, height) = (picture.luma, picture.width, picture.height) }

    /// Half blocks, each two pixels above each other, in the 24 greys of a terminal with 256 colours.
    func coloured(columns: Int) -> [String] {
        cells(columns: columns).map { row in
            row.map { "\u{1B}[38;5;\(Self.grey($0.upper));48;5;\(Self.grey($0.lower))m▀" }.joined() + "\u{1B}[0m"
        }
    }

    /// Plain characters, the denser the lighter, where there is no terminal.
    func plain(columns: Int) -> [String] {
        let ramp = Array(" .:-=+*#%@")
        return cells(columns: columns).map { row in
            String(row.map { ramp[(Int($0.upper) + Int($0.lower)) / 2 * ramp.count / 256] })
        }
    }

    /// The picture made as wide as there are columns; a character is twice as high as it is wide.
    private func cells(columns: Int) -> [[(upper: UInt8, lower: UInt8)]] {
        let columns = max(1, min(columns, width))
        let rows = max(1, (height * columns / width + 1) / 2)
        return (0..<rows).map { row in
            (0..<columns).map { column in
                (mean(column, of: columns, 2 * row, of: 2 * rows), mean(column, of: columns, 2 * row + 1, of: 2 * rows))
            }
        }
    }

    private func mean(_ column: Int, of columns: Int, _ row: Int, of rows: Int) -> UInt8 {
        let top = row * height / rows
        let left = column * width / columns
        let bottom = max(top + 1, (row + 1) * height / rows)
        let right = max(left + 1, (column + 1) * width / columns)
        var sum = 0
        for y in top..<bottom { for x in left..<right { sum += Int(luma[y * width + x]) } }
        return UInt8(sum / ((bottom - top) * (right - left)))
    }

    /// 232 is nearly black, 255 nearly white (xterm's 256 colours).
    private static func grey(_ luma: UInt8) -> Int { 232 + Int(luma) * 24 / 256 }

    /// How wide the terminal is, in characters; 80 where there is none.
    static var terminalColumns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
