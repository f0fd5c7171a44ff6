import Credentials
import Glibc

/// The lines of standard input as bytes, one after the other; of an endless line no more than `limit` bytes are held.
struct LineReader {
    struct Line {
        var bytes: [UInt8] = []
        /// Whether the line was longer.
        var isCut = false
    }

    private let limit: Int
    private var block = [UInt8](repeating: 0, count: 65536)
    private var unread = 0..<0

    init(limit: Int) { self.limit = limit }

    /// The next line without its line feed, nil at the end; `beforeWaiting` is called before each read.
    mutating func next(beforeWaiting: () throws -> Void) throws -> Line? {
        var line = Line()
        var hasBegun = false
        while true {
            if unread.isEmpty {
                try beforeWaiting()
                let count = try SystemError.checked { read(STDIN_FILENO, &block, block.count) }
                if count == 0 { return hasBegun ? line : nil }
                unread = 0..<count
            }
            hasBegun = true
            let end = block[unread].firstIndex(of: UInt8(ascii: "\n")) ?? unread.upperBound
            let kept = min(end, unread.lowerBound + limit - line.bytes.count)
            line.bytes += block[unread.lowerBound..<kept]
            line.isCut = line.isCut || kept < end
            let isWhole = end < unread.upperBound
            unread = (isWhole ? end + 1 : end)..<unread.upperBound
            if isWhole { return line }
        }
    }
}
