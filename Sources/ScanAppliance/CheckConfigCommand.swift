import ArgumentParser
import Credentials
import Station

struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Says everything that is wrong with a configuration and its trust folder, and touches nothing.")

    @Option(name: .customLong("config"), help: "The configuration file.")
    var configurationFile = Configuration.standardFile

    func run() throws {
        do {
            let configuration = try Configuration(file: configurationFile)
            _ = try TrustStore(folder: configuration.trustFolder)
        } catch { throw ExitCode.saying(error) }
        print("\(configurationFile): all is well")
    }
}
