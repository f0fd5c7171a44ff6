import ArgumentParser

@main
struct ScanAppliance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-appliance",
        abstract: "A station gate: reads the code a person holds up, judges it, and opens the lock or does not.",
        subcommands: [
            RunCommand.self, DemoCommand.self, CheckConfigCommand.self, EventsCommand.self, LedgerCommand.self,
            KeyCommand.self, PassCommand.self, Verify.self, ScanCommand.self, ReaderCommand.self,
        ])
}
