import ArgumentParser
import Diagnosis
import Foundation
import ReaderLink
import Station

/// The child that makes the checks which need nobody at the door, for whoever asked the station at work. Only a controller starts
/// it, with the memory for what it finds.
struct ChecksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checks", abstract: "The child process that looks at a station.", shouldDisplay: false)

    @Option(name: .customLong("config"), help: ArgumentHelp("The station's configuration.", valueName: "FILE"))
    var configurationFile = Configuration.standardFile

    func run() throws {
        // The gate goes first.
        _ = nice(5)
        let found = Array(try JSONText.of(Visit.fromAfar(to: configurationFile, isAtWork: true)).utf8)
        let memory = ReaderProcess.childLink
        guard pwrite(memory, found, found.count, 0) == found.count else { throw ExitCode.inputOutput }
    }
}
