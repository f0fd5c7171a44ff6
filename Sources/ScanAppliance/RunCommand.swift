import ArgumentParser
import Foundation
import Station

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serves the gates of a station until it is told to stop.",
        discussion: """
            SIGTERM and SIGINT end it with every line at rest; SIGHUP makes it read configuration, keys and revocations anew. \
            It also ends by itself when every gate's camera is a replay that is over.
            """)

    @Option(name: .customLong("config"), help: "The configuration file.")
    var configurationFile = Configuration.standardFile

    func run() throws {
        let journal = Journal()
        let controller: Controller
        do {
            controller = try Controller(
                configuration: Configuration(file: configurationFile), journal: journal,
                observers: [JournalKeeper(journal)],
                manager: ServiceManager(environment: ProcessInfo.processInfo.environment))
        } catch { throw ExitCode.saying(error) }
        controller.run()
    }
}
