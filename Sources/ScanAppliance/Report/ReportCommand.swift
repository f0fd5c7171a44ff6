import ArgumentParser
import Foundation
import Reports
import Station

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports how many came, who was refused and why, who was inside, and what they showed.",
        discussion: "Nobody is named. docs/reports.md says what each number means.",
        subcommands: [ReportStation.self, ReportSum.self], defaultSubcommand: ReportStation.self)
}

/// As what a report is given, and where it goes.
struct ReportForm: ParsableArguments {
    @Option(help: ArgumentHelp("Numbers of people below N are not told.", valueName: "N"))
    var atLeast = 0

    @Flag(help: "A JSON object.")
    var json = false

    @Flag(help: "CSV: a record for each number.")
    var csv = false

    @Flag(help: "One page that prints on A4.")
    var html = false

    @Option(
        help: ArgumentHelp(
            "The page's language, id or en; without it the station's, of a sum en.", valueName: "LANGUAGE")
    )
    var language: Configuration.Language?

    @Option(help: ArgumentHelp("Where it goes; standard output without it.", valueName: "FILE"))
    var out: String?

    func validate() throws {
        if [json, csv, html].count(where: \.self) > 1 {
            throw ValidationError("--json, --csv and --html exclude each other")
        }
        if !(0...1000).contains(atLeast) { throw ValidationError("--at-least: from 0 to 1000") }
        if language != nil, !html { throw ValidationError("--language stands with --html") }
    }

    func write(_ sheet: ReportSheet, in usual: Configuration.Language? = nil) throws {
        let isIndonesian = (language ?? usual ?? .english) == .indonesian
        let text =
            json
            ? try JSONText.of(sheet)
            : csv
                ? sheet.csv
                : html ? ReportPage(sheet, words: isIndonesian ? .indonesian : .english).html : sheet.lines
        try Output.write(text.utf8, to: out)
    }
}

extension Configuration.Language: ExpressibleByArgument {}
