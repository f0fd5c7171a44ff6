import Admission
import Glibc
import Vocabulary

/// What the board's clock says, and whether it can be believed.
struct StationClock: Sendable {
    /// No decision of this program was made before: boards without a battery start in 1970.
    private let floor: WallTime

    init(floor: WallTime = WallTime(seconds: 1_764_000_000)) { self.floor = floor }

    func read() -> Clock {
        let time = WallTime.now
        return Clock(time: time, state: time < floor ? .untrusted : .trusted, minute: .local(at: time))
    }
}

extension MinuteOfWeek {
    /// The minute of the week at `time` in the board's time zone.
    public static func local(at time: WallTime) -> MinuteOfWeek {
        var seconds = time_t(time.seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        // tm_wday counts from Sunday (struct tm, C11 section 7.27.1); the week here begins on Monday.
        let day = (Int(parts.tm_wday) + 6) % 7
        return MinuteOfWeek(day * 24 * 60 + Int(parts.tm_hour) * 60 + Int(parts.tm_min)) ?? .first
    }
}
