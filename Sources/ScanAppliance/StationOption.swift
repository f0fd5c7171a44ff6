import ArgumentParser
import Station

/// Which station's ledger a command looks at.
struct StationOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The station's configuration, for its state_dir.", valueName: "FILE"))
    var configurationFile = Configuration.standardFile

    @Option(help: ArgumentHelp("The state folder itself, where there is no configuration.", valueName: "DIR"))
    var stateDir: String?

    /// The folder of the ledger and its key. Ends the command where the configuration is faulty.
    func stateFolder() throws -> String {
        if let stateDir { return stateDir }
        return try configuration().stateFolder
    }

    /// Ends the command where it is faulty.
    func configuration() throws -> Configuration {
        do { return try Configuration(file: configurationFile) } catch { throw ExitCode.saying(error) }
    }
}
