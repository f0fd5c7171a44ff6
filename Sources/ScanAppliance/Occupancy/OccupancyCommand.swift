import ArgumentParser
import Control

struct OccupancyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "occupancy", abstract: "How many are inside a running station, and how many may be.",
        subcommands: [OccupancyShow.self, OccupancyDayCommand.self, OccupancySet.self, OccupancyLevelCommand.self],
        defaultSubcommand: OccupancyShow.self)
}

struct OccupancyShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows how many are inside, how many may be, and what is known to be wrong.")

    @OptionGroup var status: StatusPart

    func run() throws {
        try status.show(.status, part: \StationStatus.occupancy) { $0.lines.joined(separator: "\n") + "\n" }
    }
}

struct OccupancyDayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "day", abstract: "Shows how many were inside at most in each quarter of an hour since the reset.")

    @OptionGroup var status: StatusPart

    func run() throws { try status.show(.occupancyDay, part: { (day: OccupancyDayStatus) in day }, text: \.text) }
}

extension OccupancyDayStatus {
    /// For people: a line for each time that is known.
    fileprivate var text: String {
        peaks.enumerated().compactMap { place, peak in
            peak.map { peak in
                let minute = (reset + place * minutes) % 1440
                let time = [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
                return "\(time)  \(peak)\n"
            }
        }.joined()
    }
}

struct OccupancySet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Says how many are inside, after somebody counted. For officers; it is written down.")

    @OptionGroup var control: ControlOption

    @Argument(help: "How many are inside, 0 to 100000.")
    var count: Int

    func validate() throws {
        guard (0...100_000).contains(count) else { throw ValidationError("0 to 100000 people can be inside") }
    }

    func run() throws {
        _ = try control.ask(.occupancySet(count))
        try control.showOccupancy()
    }
}

struct OccupancyLevelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "level", abstract: "Sets the PPKM level, at once. For officers; it is written down.",
        discussion: """
            Each level has a percentage of occupancy.capacity: 100, 75, 50 and 25 for the levels 1 to 4, unless the \
            configuration says others. It holds, also over restarts, until another is set.
            """)

    @OptionGroup var control: ControlOption

    @Argument(help: "1 to 4, or none: then occupancy.percentage holds.")
    var level: String

    func validate() throws {
        guard level == "none" || Int(level).map((1...4).contains) == true else {
            throw ValidationError("a level is 1, 2, 3, 4 or none")
        }
    }

    func run() throws {
        _ = try control.ask(.occupancyLevel(Int(level) ?? 0))
        try control.showOccupancy()
    }
}

struct PassbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passback", abstract: "Deals with passes that came in and did not leave.",
        subcommands: [PassbackForgive.self])
}

struct PassbackForgive: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forgive",
        abstract: "Lets the pass that a gate refused just now for coming in twice come in again. For officers.",
        discussion: "It must be shown again. It is written down.")

    @OptionGroup var control: ControlOption
    @OptionGroup var place: GateOption

    @Flag(help: "All passes of the station.")
    var all = false

    func run() throws {
        _ = try control.ask(all ? .passbackForgiveAll : .passbackForgive(gate: place.gate))
    }
}

extension ControlOption {
    /// How many are inside after something was changed.
    fileprivate func showOccupancy() throws {
        let occupancy = try ask(.status, for: StationStatus.self).occupancy
        try Output.write((occupancy.map { $0.lines.joined(separator: "\n") + "\n" } ?? "").utf8)
    }
}

extension OccupancyStatus {
    /// For people.
    var lines: [String] {
        let limits = areMembersExempt ? "limits hold for visitors" : "limits hold for everybody"
        let of = capacity.map { " of \($0)" } ?? ", no capacity is set"
        let rule = level.map { "level \($0), \(percentage) %" } ?? "\(percentage) %"
        var lines = ["inside  \(inside)\(of)\(isFull ? ", FULL" : "") (\(rule), \(limit); \(limits))"]
        lines.append("today   \(admitted)" + (dailyCap.map { " of \($0)" } ?? "") + " came in whom the limits hold for")
        if waiting > 0 { lines.append("waiting \(waiting)") }
        let wrong = [
            (drift.timedOut, "were inside for too long and taken for gone"),
            (drift.unmatched, "left when nobody was inside"), (drift.leftOver, "were still counted at the reset"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if !wrong.isEmpty { lines.append("drift   " + wrong.joined(separator: ", ")) }
        return lines
    }
}
