import ArgumentParser
import Foundation
import Ledger
import Reports
import Station
import Vocabulary

struct ReportStation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station", abstract: "Reports of one station; the word itself may be left out.",
        discussion: """
            All of it is from the ledger, in the station's local time. It may be called while the gate is at work.
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

    @OptionGroup var form: ReportForm

    func validate() throws {
        if length != nil || on != nil, since != nil || until != nil {
            throw ValidationError("--since and --until stand without day, week, month and --on")
        }
        if until != nil, since == nil { throw ValidationError("--until stands with --since") }
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
        let sheet = ReportSheet(report, station: configuration?.station, zone: zone, atLeast: form.atLeast)
        try form.write(sheet, in: configuration?.language)
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
