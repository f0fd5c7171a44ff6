import Admission
import Glibc
import Vocabulary

extension MinuteOfWeek {
    /// The minute of the week by the board's time zone.
    init(localTimeOf time: WallTime) {
        var seconds = time_t(time.seconds)
        var local = tm()
        localtime_r(&seconds, &local)
        // tm_wday counts from Sunday. A year that tm cannot hold leaves Sunday 00:00.
        let day = (Int(local.tm_wday) + 6) % 7
        self.init(day * 24 * 60 + Int(local.tm_hour) * 60 + Int(local.tm_min))!
    }
}
