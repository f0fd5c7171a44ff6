import CProcessShim
import Vocabulary

/// When this program was built: no clock that says less is right.
enum BuildTime {
    /// Midnight (UTC) of the day before, since the compiler tells the day of its own time zone.
    static let floor = read(String(cString: build_date())) ?? WallTime(seconds: 0)

    /// Reads "Nov 24 2026" and "Nov  4 2026"; nil for anything else.
    static func read(_ date: String) -> WallTime? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = date.split(separator: " ").map(String.init)
        guard parts.count == 3, let month = months.firstIndex(of: parts[0]) else { return nil }
        func twoDigits(_ text: String) -> String { text.count < 2 ? "0" + text : text }
        let text = "\(parts[2])-\(twoDigits(String(month + 1)))-\(twoDigits(parts[1]))T00:00:00Z"
        return WallTime(rfc3339: text).map { $0 - .seconds(86400) }
    }
}
