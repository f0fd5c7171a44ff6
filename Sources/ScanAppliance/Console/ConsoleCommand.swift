import ArgumentParser
import Console
import Foundation
import Station

struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Serves the pages of a running station: the visitor's, the officer's and the technician's.",
        discussion: """
            Listens on 127.0.0.1 only: the visitor's page and nothing else at one port, all others and /metrics and /healthz at \
            another. Needs the right to watch the station (watch in [control]) and no more: what people do there they do with \
            their own tokens (token new). Where the station is not running it waits for it.
            """)

    @Option(name: .customLong("config"), help: ArgumentHelp("The station's configuration.", valueName: "FILE"))
    var configurationFile = Configuration.standardFile

    @Option(help: ArgumentHelp("The folder of the pages, where it is not the installed one.", valueName: "DIR"))
    var pages: String?

    func run() throws {
        let console: StationConsole
        do {
            let configuration = try Configuration(file: configurationFile)
            let setting = configuration.console
            console = try StationConsole(
                ConsoleSettings(
                    socket: configuration.controlSocket, visitorPort: UInt16(setting.visitorPort),
                    staffPort: UInt16(setting.staffPort), hosts: setting.hosts,
                    language: configuration.language.rawValue, pages: pages)
            ) { news in
                Output.note(Data("\(news)\n".utf8))
            }
        } catch { throw ExitCode.saying(error) }
        let address = "http://127.0.0.1"
        Output.note(
            Data("visitors: \(address):\(console.visitorPort)/  staff: \(address):\(console.staffPort)/\n".utf8))
        while true { console.turn() }
    }
}
