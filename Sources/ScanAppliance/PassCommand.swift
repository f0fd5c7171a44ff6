import ArgumentParser

struct PassCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass", abstract: "Site passes: issue, look into, withdraw.",
        subcommands: [PassIssue.self, PassShow.self, PassRevoke.self])
}
