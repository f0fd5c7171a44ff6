import ArgumentParser

struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "The station's idea of the time: look at it, set it, draw a time code.",
        subcommands: [ClockShow.self, ClockSet.self, ClockFloorCommand.self, ClockCode.self])
}
