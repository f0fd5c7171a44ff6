import ArgumentParser

@main
struct ScanAppliance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-appliance",
        abstract: "A station gate: reads the code a person holds up, judges it, and opens the lock or does not.",
        subcommands: [ScanCommand.self])
}
