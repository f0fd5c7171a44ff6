import Admission
import Station
import Vocabulary

/// Whether the station knows the time, and what is there to tell it.
public struct ClockCheck {
    let machine: Machine

    public init(_ machine: Machine) { self.machine = machine }

    /// `state` as a running station says it; nil: as it was kept in the state folder.
    public func check(state: String?, folder: String) -> Check {
        let record = ClockRecord(folder: folder)
        let now = BootTime.now
        let kept = record?.trust.state(at: now).rawValue
        let found =
            "\(state ?? kept ?? "no state kept yet"); the board's clock says \(WallTime.now.rfc3339); \(sources)"
        switch state ?? kept {
        case "trusted": return .ok(.clock, found)
        case "holdover":
            return .warning(
                .clock, "\(found): counted without new evidence",
                mend: "mend the network or the battery clock: \(mend)")
        case nil: return .warning(.clock, found, mend: "systemctl start scan-appliance; then look again")
        default: return .fault(.clock, "\(found): passes go to an officer", mend: mend)
        }
    }

    private var batteries: [String] { machine.names(in: "/sys/class/rtc").filter { $0.hasPrefix("rtc") } }

    private var isBatteryDead: Bool { batteries.allSatisfy { machine.text("/sys/class/rtc/\($0)/since_epoch") == nil } }

    private var isSynchronised: Bool { machine.exists("/run/systemd/timesync/synchronized") }

    private var sources: String {
        let battery =
            batteries.isEmpty
            ? "no battery clock" : isBatteryDead ? "a battery clock that lost its time" : "a battery clock"
        return "\(battery), \(isSynchronised ? "set by the network" : "not set by a network")"
    }

    private var mend: String {
        let byHand = "scan-appliance clock set 2026-11-24T08:00:00+07:00, with the time it is now"
        if batteries.isEmpty {
            return "timedatectl set-ntp true where there is a network; fit a battery clock (INSTALL.md); or \(byHand)"
        }
        if isBatteryDead { return "replace its cell, then date -s 'YYYY-MM-DD HH:MM:SS' && hwclock -w; then \(byHand)" }
        return "timedatectl set-ntp true where there is a network; or \(byHand)"
    }
}
