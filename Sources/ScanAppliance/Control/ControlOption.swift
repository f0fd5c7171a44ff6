import ArgumentParser
import Control
import Foundation
import Station

/// Which running station a command talks to, and as whom.
struct ControlOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The station's configuration, for its run_dir.", valueName: "FILE"))
    var configurationFile = Configuration.standardFile

    @Option(help: ArgumentHelp("The control socket itself.", valueName: "PATH"))
    var socket: String?

    @Option(help: ArgumentHelp("A file with a token that gives more rights than your user has.", valueName: "FILE"))
    var token: String?

    /// Asks, and ends the command where the station cannot or will not.
    func ask<Answer: Decodable>(_ request: ControlRequest, for kind: Answer.Type = Done.self) throws -> Answer {
        let client = try connect()
        do { return try client.ask(request, for: kind) } catch { throw ExitCode.saying(error) }
    }

    func connect() throws -> ControlClient {
        do {
            let path = try socket ?? Configuration(file: configurationFile).controlSocket
            let client = try ControlClient(path: path)
            if let token {
                let text = try String(contentsOfFile: token, encoding: .utf8)
                let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
                _ = try client.ask(.login(token: secret), for: Greeting.self)
            }
            return client
        } catch { throw ExitCode.saying(error) }
    }
}

/// Which gate of a station with several.
struct GateOption: ParsableArguments {
    @Option(help: ArgumentHelp("The gate, where the station has several.", valueName: "NAME"))
    var gate: String?
}
