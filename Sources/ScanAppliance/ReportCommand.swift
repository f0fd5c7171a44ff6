import ArgumentParser
import Foundation
import Ledger
import Reports
import Station
import Vocabulary

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports how many came, who was refused and why, who was inside, and what they showed.",
        discussion: """
            All of it is from the ledger, in the station's local time, and nobody is named. It may be called while the gate is \
            at work. docs/reports.md says what each number means.
            """)

    @Argument(help: "Of which length: day, week or month.")
    var length: ReportSpan.Length?

    @Option(help: ArgumentHelp("A day in it, as 2024-02-29; today without it.", valueName: "DAY"))
    var on: String?

    @Option(help: ArgumentHelp("From this local time, as 2024-02-29 or \"2024-02-29 07:30\".", valueName: "TIME"))
    var since: String?

    @Option(help: ArgumentHelp("Until this local time; now without it.", valueName: "TIME"))
    var until: String?

    @OptionGroup var station: StationOption

    @Option(help: ArgumentHelp("Numbers of people below N are not told.", valueName: "N"))
    var atLeast = 0

    @Flag(help: "A JSON object.")
    var json = false

    @Flag(help: "CSV: a record for each number.")
    var csv = false

    @Flag(help: "One page that prints on A4.")
    var html = false

    @Option(help: ArgumentHelp("The page's language, id or en; the configuration's without it.", valueName: "LANGUAGE"))
    var language: Configuration.Language?

    @Option(help: ArgumentHelp("Where it goes; standard output without it.", valueName: "FILE"))
    var out: String?

    func validate() throws {
        if [json, csv, html].count(where: \.self) > 1 {
            throw ValidationError("--json, --csv and --html exclude each other")
        }
        if length != nil || on != nil, since != nil || until != nil {
            throw ValidationError("--since and --until stand without day, week, month and --on")
        }
        if until != nil, since == nil { throw ValidationError("--until stands with --since") }
        if !(0...1000).contains(atLeast) { throw ValidationError("--at-least: from 0 to 1000") }
        if language != nil, !html { throw ValidationError("--language stands with --html") }
        _ = try span(in: .current)
    }

    func run() throws {
        let zone = TimeZone.current
        let configuration = try station.stateDir == nil ? station.configuration() : nil
        let folder = try configuration?.stateFolder ?? station.stateFolder()
        let report: Report
        do { report = try Report(folder: folder, span: span(in: zone), zone: zone) } catch {
            throw ExitCode.saying(error)
        }
        let sheet = ReportSheet(report, station: configuration?.station, zone: zone, atLeast: atLeast)
        let isIndonesian = (language ?? configuration?.language ?? .english) == .indonesian
        let text =
            json
            ? try JSONText.of(sheet)
            : csv
                ? sheet.csv
                : html ? ReportPage(sheet, words: isIndonesian ? .indonesian : .english).html : sheet.lines
        try Output.write(text.utf8, to: out)
    }

    private func span(in zone: TimeZone) throws -> ReportSpan {
        if let since {
            let begin = try ReportSpan.begin(since, "--since", in: zone)
            let end = try until.map { try ReportSpan.begin($0, "--until", in: zone) } ?? max(WallTime.now, begin)
            guard begin <= end else { throw ValidationError("--until is before --since") }
            return ReportSpan(times: begin..<end)
        }
        return ReportSpan(
            length ?? .day, at: try on.map { try ReportSpan.begin($0, "--on", in: zone) } ?? .now, in: zone)
    }
}

extension ReportSpan {
    /// The local day or minute that `option` names.
    static func begin(_ text: String, _ option: String, in zone: TimeZone) throws -> WallTime {
        if let instant = instant(text, in: zone) { return instant }
        throw ValidationError("\(option) \"\(text)\" is no day and time: write 2024-02-29 or \"2024-02-29 07:30\"")
    }
}

extension ReportSpan.Length: ExpressibleByArgument {}
extension Configuration.Language: ExpressibleByArgument {}
