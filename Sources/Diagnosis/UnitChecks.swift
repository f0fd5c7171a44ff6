/// The service as systemd sees it, and the watchdogs behind it.
public struct UnitChecks {
    private static let unit = "scan-appliance.service"

    let machine: Machine

    public init(_ machine: Machine) { self.machine = machine }

    public var all: [Check] {
        guard machine.exists("/run/systemd/system") else {
            return [
                .warning(
                    .unit, "systemd does not run here: nothing starts the gate again when it ends",
                    mend: "run it on Debian with systemd; see INSTALL.md")
            ]
        }
        return [unit, watchdog]
    }

    private var unit: Check {
        let said = machine.output(
            of: "/usr/bin/systemctl",
            [
                "show", Self.unit, "-p", "LoadState,ActiveState,UnitFileState,NRestarts,WatchdogUSec,Result",
            ])
        let values = Self.values(said ?? "")
        guard values["LoadState"] == "loaded" else {
            return .fault(.unit, "\(Self.unit) is not installed", mend: "apt-get install --reinstall scan-appliance")
        }
        let active = values["ActiveState"] ?? "unknown"
        let enabled = values["UnitFileState"] ?? "unknown"
        let restarts = Int(values["NRestarts"] ?? "") ?? 0
        let found = "\(active), \(enabled), \(restarts) restarts, watchdog \(values["WatchdogUSec"] ?? "off")"
        if enabled != "enabled" {
            return .fault(.unit, "\(found): it will not begin at boot", mend: "systemctl enable --now scan-appliance")
        }
        if active == "failed" {
            return .fault(
                .unit, found, mend: "journalctl -u scan-appliance -n 30; then systemctl restart scan-appliance")
        }
        if ["0", "infinity"].contains(values["WatchdogUSec"] ?? "0") {
            return .warning(
                .unit, found, mend: "rm -r /etc/systemd/system/scan-appliance.service.d; systemctl daemon-reload")
        }
        return restarts > 3
            ? .warning(.unit, found, mend: "journalctl -u scan-appliance -p warning says why it ended")
            : .ok(.unit, found)
    }

    /// The board's own watchdog, which systemd feeds.
    private var watchdog: Check {
        let said = Self.values(
            machine.output(of: "/usr/bin/systemctl", ["show", "-p", "RuntimeWatchdogUSec"]) ?? "")
        let time = said["RuntimeWatchdogUSec"] ?? "0"
        let mend = """
            install -D -m 644 /usr/share/doc/scan-appliance/examples/hardware-watchdog.conf \
            /etc/systemd/system.conf.d/hardware-watchdog.conf && systemctl daemon-reexec
            """
        guard machine.exists("/dev/watchdog") else {
            return .warning(
                .hardwareWatchdog, "this board has none that the kernel knows: a kernel that hangs stays so",
                mend: "on a Raspberry Pi: dtparam=watchdog=on in /boot/firmware/config.txt, then reboot")
        }
        return ["0", "infinity"].contains(time)
            ? .warning(.hardwareWatchdog, "nobody feeds it: a kernel that hangs stays so", mend: mend)
            : .ok(.hardwareWatchdog, "resets the board \(time) after the kernel hangs")
    }

    /// `NAME=VALUE` lines.
    static func values(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        return values
    }
}
