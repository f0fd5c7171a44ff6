import Admission
import Credentials
import Glibc
import Vocabulary

/// What the station believes about the time. The controller's thread owns it; `ClockKeeper` alone changes it.
final class StationClock {
    private(set) var trust: ClockTrust
    /// Whether nothing was known from before: the program's first start, or what was kept is lost.
    let isNew: Bool

    private var sources: ClockSources
    private let folder: String
    private(set) var saved: BootTime?

    /// `folder` is the state folder.
    init(_ configuration: ClockConfiguration, folder: String) {
        self.folder = folder
        sources = ClockSources(synchronisedFile: configuration.synchronisedFile, battery: configuration.battery)
        let memory = ClockRecord(folder: folder)?.memory
        isNew = memory == nil
        trust = ClockTrust(rules: configuration.rules, built: BuildTime.floor, memory: memory ?? ClockMemory())
    }

    /// Goes by other rules and sources; what is known of the time stays.
    func adopt(_ configuration: ClockConfiguration) {
        sources = ClockSources(synchronisedFile: configuration.synchronisedFile, battery: configuration.battery)
        trust = ClockTrust(rules: configuration.rules, built: BuildTime.floor, memory: trust.memory)
    }

    var state: Clock.State { trust.state(at: .now) }

    /// The time as the station counts it; where it never had any evidence, what the board's clock says.
    func read() -> Clock { trust.clock(at: .now) }

    /// Looks at the sources, and gives what changed.
    func look() -> [ClockChange] { trust.look(sources.read(), at: .now) }

    /// Where what was kept is lost: the newest row written while the clock was trusted.
    func learnFloor(fromRowAt time: WallTime) { trust.learnFloor(fromRowAt: time) }

    /// Believes something else, once that is on the disk.
    func adopt(_ next: ClockTrust) throws(SystemError) {
        try ClockRecord(next).save(in: folder)
        trust = next
        saved = .now
    }

    /// Keeps what is believed now.
    func save() throws(SystemError) { try adopt(trust) }
}

extension ClockTrust {
    func clock(at now: BootTime) -> Clock {
        let time = time(at: now) ?? .now
        return Clock(time: time, state: state(at: now), minute: .local(at: time), error: error(at: now))
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
