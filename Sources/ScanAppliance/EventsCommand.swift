import ArgumentParser
import Foundation
import Ledger
import Vocabulary

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Shows what a station has decided and what befell it, from its ledger.",
        discussion: "It may be called while the gate is at work, and never keeps it waiting.")

    @OptionGroup var station: StationOption

    @Flag(help: "Go on showing rows as they are written, until Ctrl-C.")
    var follow = false

    @Option(help: ArgumentHelp("Only rows of this time or later, as 2026-11-24T08:00:00Z.", valueName: "RFC3339"))
    var since: WallTime?

    @Flag(help: "A JSON object a row.")
    var json = false

    @Flag(help: "A record of CSV a row, with a header.")
    var csv = false

    /// How often a ledger that is followed is looked at.
    private static let interval: CInt = 200

    func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other") }
    }

    func run() throws {
        do {
            let reader = try LedgerReader(folder: try station.stateFolder(), since: since)
            if csv { try Output.write(LedgerRow.csvHeader.utf8) }
            while true {
                let rows = try reader.next()
                try Output.write(rows.map(text).joined().utf8)
                if !rows.isEmpty { continue }
                guard follow else { return }
                poll(nil, 0, Self.interval)
            }
        } catch let fault as LedgerFault { throw ExitCode.saying(fault) }
    }

    private func text(_ row: LedgerRow) -> String {
        csv ? row.csv : json ? row.json + "\n" : row.line + "\n"
    }
}
