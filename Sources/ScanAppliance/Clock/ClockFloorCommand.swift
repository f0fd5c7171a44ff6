import ArgumentParser
import Control
import Vocabulary

struct ClockFloorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floor", abstract: "Show or set the time below which the station believes no clock.",
        discussion: """
            The floor follows the trusted time by itself. Set it where a wrong time in the future has raised it; time codes \
            that were drawn after it are then taken again. To set it is for technicians, and the gate writes it down.
            """)

    @OptionGroup var control: ControlOption

    @Option(help: ArgumentHelp("The new floor, as 2026-11-24T08:00:00+07:00.", valueName: "T"))
    var set: WallTime?

    func run() throws {
        let clock =
            if let set {
                try control.ask(.clockFloor(set), for: ClockStatus.self)
            } else {
                try control.ask(.status, for: StationStatus.self).clock
            }
        try Output.write("\(clock.floor)\n".utf8)
    }
}
