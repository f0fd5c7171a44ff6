import Admission
import ArgumentParser
import Control
import Foundation
import Ledger
import Reports
import Vocabulary

struct PhaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phase", abstract: "How strictly each class of holder is judged, and what observing showed.",
        discussion: """
            Phases are set in the configuration, [phases]; docs/roll-out.md says in which order. An officer may close the \
            station to visitors at once, and open it again.
            """,
        subcommands: [PhaseShow.self, PhaseObserved.self, PhaseClose.self, PhaseReopen.self],
        defaultSubcommand: PhaseShow.self)
}

struct PhaseShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the phase of each class at a running station, and what comes next.")

    @OptionGroup var status: StatusPart

    func run() throws {
        try status.show(.status, part: \StationStatus.phases) { phases in
            phases.sorted { $0.key < $1.key }.map { "\(TerminalText.escaped("\($0.key)  \($0.value.words)"))\n" }
                .joined()
        }
    }
}

struct PhaseClose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Lets no visitor in from now on, whatever the configuration has. For officers.",
        discussion: """
            Members come in as before, everybody leaves as before, and an officer can open for a single person. It holds over \
            restarts until `phase reopen`.
            """)

    @OptionGroup var control: ControlOption

    func run() throws { _ = try control.ask(.close(isOn: true)) }
}

struct PhaseReopen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Lets visitors in again as the configuration has it. For officers.")

    @OptionGroup var control: ControlOption

    func run() throws { _ = try control.ask(.close(isOn: false)) }
}

extension PhaseStatus {
    /// For people.
    var words: String {
        if byHand == true { return "\(phase) by an officer, until phase reopen" }
        guard let next, let from else { return phase }
        return "\(phase), \(next) from \(from)"
    }
}

struct PhaseObserved: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "observed",
        abstract: "Shows whom the gate let in only because it observed: how many, why and when.",
        discussion: """
            It reads the ledger and may be called while the gate is at work. A line for each local day, class and reason. \
            Beside them stands how many of the class came in that day in all. The page of `report --html` shows the same.
            """)

    @OptionGroup var station: StationOption

    @Option(help: ArgumentHelp("From this local time, as 2024-02-29 or \"2024-02-29 07:30\".", valueName: "TIME"))
    var since: String?

    @Flag(help: "The answer as a JSON object.")
    var json = false

    func validate() throws { _ = try begin(in: .current) }

    func run() throws {
        var zone = StationZone(.current)
        do {
            let observed = try Observed(folder: station.stateFolder(), since: begin(in: .current)) {
                zone.local(at: $0).day
            }
            let text = ObservedText(observed) { zone.local(at: $0) }
            try Output.write((json ? try JSONText.of(text) : text.text).utf8)
        } catch let fault as LedgerFault { throw ExitCode.saying(fault) }
    }

    private func begin(in zone: TimeZone) throws -> WallTime? {
        try since.map { try ReportSpan.begin($0, "--since", in: zone) }
    }
}

/// What `phase observed` says.
private struct ObservedText: Encodable {
    struct Line: Encodable {
        /// Of the station's local time, as `2026-11-24`.
        let day: String
        /// `unverified` where no credential said it.
        let `class`: String
        let reason: String
        let count: Int
        /// Of the class, in all.
        let admitted: Int
        /// Local times, as `2026-11-24 07:30`.
        let first: String
        let last: String
    }

    /// Who would have stayed out.
    let count: Int
    /// Who came in at all.
    let admitted: Int
    let lines: [Line]

    init(_ observed: Observed, local: (WallTime) -> LocalTime) {
        count = observed.refusals.reduce(0) { $0 + $1.count }
        admitted = observed.admitted.values.reduce(0, +)
        lines = observed.refusals.map { refusal in
            let (first, last) = (local(refusal.first).description, local(refusal.last).description)
            return Line(
                day: String(first.prefix(10)),
                class: refusal.group.holderClass?.rawValue ?? "unverified",
                reason: refusal.reason.rawValue, count: refusal.count, admitted: observed.admitted[refusal.group] ?? 0,
                first: first, last: last)
        }
    }

    /// For people.
    var text: String {
        var text = "\(count) of \(admitted) who came in would have stayed out\n"
        for line in lines {
            text += "\(line.day)  \(line.class)  \(line.reason): \(line.count) of \(line.admitted), "
            text += "\(line.first.dropFirst(11)) to \(line.last.dropFirst(11))\n"
        }
        return text
    }
}
