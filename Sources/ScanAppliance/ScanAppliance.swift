import ArgumentParser

@main
struct ScanAppliance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-appliance",
        abstract: "The station gate: reads the code a person holds up, decides, and opens the lock or does not.",
        subcommands: [])
}
