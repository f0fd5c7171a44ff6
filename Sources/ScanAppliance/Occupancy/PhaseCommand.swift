import ArgumentParser
import Control
import Foundation
import Ledger
import Vocabulary

struct PhaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phase", abstract: "How strictly each class of holder is judged, and what observing showed.",
        discussion: "Phases are set in the configuration, [phases]; docs/roll-out.md says in which order.",
        subcommands: [PhaseShow.self, PhaseObserved.self], defaultSubcommand: PhaseShow.self)
}

struct PhaseShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the phase of each class at a running station, and what comes next.")

    @OptionGroup var control: ControlOption

    @Flag(help: "The answer as a JSON object.")
    var json = false

    func run() throws {
        let status = try control.ask(.status, for: StationStatus.self)
        guard let phases = status.phases else {
            throw ExitCode.unavailable.saying("this station is of an earlier version and has no phases")
        }
        if json { return try Output.write(JSONText.of(phases).utf8) }
        let lines = phases.sorted { $0.key < $1.key }.map {
            "\(TerminalText.escaped("\($0.key)  \($0.value.words)"))\n"
        }
        try Output.write(lines.joined().utf8)
    }
}

extension PhaseStatus {
    /// For people.
    var words: String {
        guard let next, let from else { return phase }
        return "\(phase), \(next) from \(from)"
    }
}

struct PhaseObserved: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "observed",
        abstract: "Shows whom the gate let in only because it observed: how many, why and when.",
        discussion: """
            It reads the ledger and may be called while the gate is at work. A line for each day (UTC), class and reason. \
            Beside them stands how many of the class came in that day in all.
            """)

    @OptionGroup var station: StationOption

    @Option(help: ArgumentHelp("Only rows of this time or later, as 2026-11-24T08:00:00Z.", valueName: "RFC3339"))
    var since: WallTime?

    @Flag(help: "The answer as a JSON object.")
    var json = false

    func run() throws {
        do {
            let observed = try Observed(folder: station.stateFolder(), since: since)
            try Output.write((json ? try JSONText.of(ObservedText(observed)) : ObservedText(observed).text).utf8)
        } catch let fault as LedgerFault { throw ExitCode.saying(fault) }
    }
}

/// What `phase observed` says.
private struct ObservedText: Encodable {
    struct Line: Encodable {
        /// UTC, as `2026-11-24`.
        let day: String
        /// `unverified` where no credential said it.
        let `class`: String
        let reason: String
        let count: Int
        /// Of the class, in all.
        let admitted: Int
        let first: String
        let last: String
    }

    /// Who would have stayed out.
    let count: Int
    /// Who came in at all.
    let admitted: Int
    let lines: [Line]

    init(_ observed: Observed) {
        count = observed.refusals.reduce(0) { $0 + $1.count }
        admitted = observed.admitted.values.reduce(0, +)
        lines = observed.refusals.map { refusal in
            Line(
                day: String(refusal.first.rfc3339.prefix(10)),
                class: refusal.group.holderClass?.rawValue ?? "unverified",
                reason: refusal.reason.rawValue, count: refusal.count, admitted: observed.admitted[refusal.group] ?? 0,
                first: refusal.first.rfc3339, last: refusal.last.rfc3339)
        }
    }

    /// For people.
    var text: String {
        var text = "\(count) of \(admitted) who came in would have stayed out\n"
        for line in lines {
            text += "\(line.day)  \(line.class)  \(line.reason): \(line.count) of \(line.admitted), "
            text += "\(line.first.dropFirst(11).prefix(5)) to \(line.last.dropFirst(11).prefix(5)) UTC\n"
        }
        return text
    }
}
