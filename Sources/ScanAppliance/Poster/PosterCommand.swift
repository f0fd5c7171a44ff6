import ArgumentParser
import Foundation
import Station

struct PosterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poster",
        abstract: "Makes the A4 sheet for the wall beside a gate, in Indonesian and English.",
        discussion: "An SVG of 210 mm by 297 mm: any browser prints it, and rsvg-convert makes a PDF of it.")

    @Option(name: .customLong("config"), help: ArgumentHelp("The station's configuration.", valueName: "FILE"))
    var configurationFile = Configuration.standardFile

    @Option(help: ArgumentHelp("Where it goes; standard output without it.", valueName: "FILE.svg"))
    var out: String?

    @Option(help: ArgumentHelp("Whom to ask, such as a desk and its telephone.", valueName: "TEXT"))
    var ask: String?

    @Option(help: ArgumentHelp("Since when this is so.", valueName: "DATE"))
    var since: String?

    func validate() throws {
        if let ask, ask.count > 60 { throw ValidationError("--ask: at most 60 characters fit") }
        if let since, since.count > 30 { throw ValidationError("--since: at most 30 characters fit") }
    }

    func run() throws {
        let settings: StationSettings
        do { settings = try StationSettings(file: configurationFile) } catch { throw ExitCode.saying(error) }
        let poster = Poster(configuration: settings.configuration, ask: ask, since: since)
        try Output.write(poster.svg.utf8, to: out)
    }
}
