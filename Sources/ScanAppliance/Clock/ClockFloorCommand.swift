import ArgumentParser
import Station
import Vocabulary

struct ClockFloorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floor", abstract: "Show or set the time below which the station believes no clock.",
        discussion: """
            The floor follows the trusted time by itself. Set it where a wrong time in the future has raised it; time codes \
            that were drawn after it are then taken again. The gate writes the command down.
            """)

    @OptionGroup var station: StationOption

    @Option(help: ArgumentHelp("The new floor, as 2026-11-24T08:00:00+07:00.", valueName: "T"))
    var set: WallTime?

    func run() throws {
        let folder = try station.stateFolder()
        if let set { try StandingOrder(ClockOrder(.floor, set), in: folder).give() }
        guard let record = ClockRecord(folder: folder) else {
            throw ExitCode.inputOutput.saying(
                "\(folder)/clock.json: not there or not readable: read it as the gate's user")
        }
        try Output.write("\(record.trust.floor.time.rfc3339)\n".utf8)
    }
}
