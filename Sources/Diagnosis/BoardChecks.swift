/// The board itself: its heat and its power.
public struct BoardChecks {
    /// Degrees; from 80 a Raspberry Pi slows itself down.
    static let warm = 70
    static let hot = 80
    /// Bits of what a Raspberry Pi's firmware tells (raspberrypi/documentation, vcgencmd get_throttled).
    private static let throttled = (
        now: [(0, "undervoltage"), (1, "a capped clock"), (2, "throttling"), (3, "the soft limit of temperature")],
        since: 16
    )

    let machine: Machine

    public init(_ machine: Machine) { self.machine = machine }

    public var all: [Check] { [temperature, power].compactMap(\.self) }

    /// The hottest zone; nil where the board tells none.
    private var temperature: Check? {
        let zones = machine.names(in: "/sys/class/thermal").filter { $0.hasPrefix("thermal_zone") }
        let degrees = zones.compactMap { machine.number("/sys/class/thermal/\($0)/temp") }.map { $0 / 1000 }
        guard let hottest = degrees.max() else { return nil }
        let found = "\(hottest) °C"
        if hottest >= Self.hot {
            return .fault(
                .temperature, found,
                mend: "give the case air or a heat sink, or shade it: from 80 °C the board slows down")
        }
        if hottest >= Self.warm {
            return .warning(.temperature, found, mend: "give the case air or a heat sink, or shade it")
        }
        return .ok(.temperature, found)
    }

    /// Of a Raspberry Pi; nil on other boards.
    private var power: Check? {
        let mend = "fit the board's own power supply (5.1 V, 5 A on a Pi 5, 3 A on others) and a short thick cable"
        let firmware = machine.text("/sys/devices/platform/soc/soc:firmware/get_throttled").flatMap {
            Int($0, radix: 16)
        }
        let sensors = machine.names(in: "/sys/class/hwmon").map { "/sys/class/hwmon/\($0)" }
            .filter { machine.text("\($0)/name") == "rpi_volt" }
        let alarm = sensors.first.flatMap { machine.number("\($0)/in0_lcrit_alarm") }
        guard firmware != nil || alarm != nil else { return nil }
        let bits = (firmware ?? 0) | (alarm ?? 0)
        let now = Self.throttled.now.filter { bits >> $0.0 & 1 == 1 }.map(\.1)
        if !now.isEmpty { return .fault(.power, "now: \(now.joined(separator: ", "))", mend: mend) }
        let earlier = Self.throttled.now.filter { bits >> ($0.0 + Self.throttled.since) & 1 == 1 }.map(\.1)
        if !earlier.isEmpty {
            return .warning(.power, "since the board started: \(earlier.joined(separator: ", "))", mend: mend)
        }
        return .ok(.power, "no undervoltage and no throttling since the board started")
    }
}
