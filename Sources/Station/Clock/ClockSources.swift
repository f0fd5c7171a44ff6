import Admission
import Credentials
import Glibc
import Vocabulary

/// Where a board says something about the time. Nothing here can be set, and nothing needs a right to be read.
struct ClockSources: Sendable {
    /// What systemd-timesyncd touches each time it has set the clock (systemd-timesyncd.service(8)).
    static let standardSynchronisedFile = "/run/systemd/timesync/synchronized"
    private static let batteries = "/sys/class/rtc"

    private let synchronisedFile: String
    private let battery: String?

    /// `battery` is a folder as of /sys/class/rtc; nil: the one that set the system's clock at boot, else the first.
    init(synchronisedFile: String, battery: String?) {
        self.synchronisedFile = synchronisedFile
        self.battery = battery
    }

    func read() -> ClockReadings {
        var status = stat()
        let isSynchronised = stat(synchronisedFile, &status) == 0
        let battery = (battery ?? Self.findBattery()).flatMap(Self.time)
        let set = WallTime(
            milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
        return ClockReadings(system: .now, synchronised: isSynchronised ? set : nil, battery: battery)
    }

    private static func findBattery() -> String? {
        guard let all = try? names(inFolder: batteries) else { return nil }
        let folders = all.map { "\(batteries)/\($0)" }
        return folders.first { number(in: "\($0)/hctosys") == 1 } ?? folders.first
    }

    /// The kernel refuses to read a clock that says of itself that its battery was empty; `since_epoch` then cannot be read.
    private static func time(of battery: String) -> WallTime? {
        number(in: "\(battery)/since_epoch").map(WallTime.init(seconds:))
    }

    private static func number(in file: String) -> Int64? {
        (try? OpenFile.firstLine(of: file)).flatMap { Int64($0) }
    }
}
