import ArgumentParser
import Reports

struct ReportSum: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sum", abstract: "Adds up the reports of several stations, by station and together.",
        discussion: """
            Each file is what `scan-appliance report --json` wrote at one station, all of the same span. What cannot be \
            added, such as the most inside, is given by station or left out; docs/reports.md says which.
            """)

    @Argument(
        help: ArgumentHelp("A station's report in JSON.", valueName: "FILE"), completion: .file(extensions: ["json"]))
    var files: [String]

    @OptionGroup var form: ReportForm

    func run() throws {
        let reports: StationReports
        do { reports = try StationReports(files: files) } catch { throw ExitCode.saying(error) }
        try form.write(reports.sum(atLeast: form.atLeast))
    }
}
