import ArgumentParser
import Diagnosis
import Foundation
import Station
import Vocabulary

struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Looks at every part of a station, and says what mends what is wrong.",
        discussion: """
            Whether the gate is at work or not: one at work hands each gate over in service mode, in which nobody is admitted. \
            Lamps and buzzer are driven and the technician says what was seen; the lock moves only after an explicit yes, or \
            by --move-lock. It ends by itself after 15 minutes. Exit 0: all is well; 1: with warnings; 2: with faults.
            """)

    @Option(name: .customLong("config"), help: ArgumentHelp("The station's configuration.", valueName: "FILE"))
    var configurationFile = Configuration.standardFile

    @OptionGroup var place: GateOption

    @Flag(help: "Ask nothing: drive lamps and buzzer, leave buttons and lock alone.")
    var yes = false

    @Flag(help: "Move the lock without asking.")
    var moveLock = false

    @Flag(help: "One JSON object at the end; questions go to standard error.")
    var json = false

    @Flag(help: "Show what the camera sees and how sharply, ten times a second, until q or Ctrl-C; no check is made.")
    var aim = false

    @Option(help: ArgumentHelp("Write the sheet of the mounting, a page that prints on A4.", valueName: "FILE.html"))
    var report: String?

    @Flag(help: "Leave faces in the report's pictures as they are.")
    var showFaces = false

    func validate() throws {
        if aim, json || report != nil || moveLock { throw ValidationError("--aim goes with --config and --gate alone") }
    }

    func run() throws {
        let technician: DoorTechnician
        do { technician = try DoorTechnician(isQuiet: json) } catch { throw ExitCode.saying(error) }
        if aim { return try AimCommand(file: configurationFile, gate: place.gate, technician: technician).run() }
        var wishes = Visit.Wishes()
        wishes.asks = !yes
        wishes.movesLock = moveLock
        wishes.gate = place.gate
        let isJSON = json
        let visit = Visit(to: configurationFile, wishes: wishes, technician: technician) { check in
            if !isJSON { technician.say(check.line) }
        }
        let diagnosis: Diagnosis
        do { diagnosis = try visit.run() } catch VisitEnd.timeUp {
            throw ExitCode.found.saying("a quarter of an hour is over: the gates serve again")
        } catch VisitEnd.signal(let number) {
            throw ExitCode(128 + number).saying("ended: the gates serve again")
        }
        try finish(diagnosis, visit)
    }

    private func finish(_ diagnosis: Diagnosis, _ visit: Visit) throws {
        if json {
            try Output.write(JSONText.of(diagnosis).utf8)
        } else {
            let counts = Check.State.allCases.map { state in
                "\(diagnosis.checks.count { $0.state == state }) \(state.rawValue)"
            }
            try Output.write("\(counts.joined(separator: ", "))\n".utf8)
        }
        if let report {
            let sheet = MountingSheet(diagnosis: diagnosis, views: visit.views, showsFaces: showFaces)
            try Output.write(sheet.html.utf8, to: report)
        }
        if diagnosis.exitCode != 0 { throw ExitCode(diagnosis.exitCode) }
    }
}

extension Check {
    /// For a terminal: the state first, what to do on a line of its own.
    var line: String {
        let state =
            switch state {
            case .ok: "ok     "
            case .warning: "WARNING"
            case .fault: "FAULT  "
            }
        let place = gate.map { "\($0): " } ?? ""
        let what = "\(state)  \(TerminalText.escaped("\(place)\(name): \(found)"))"
        guard self.state != .ok, let mend else { return what }
        return "\(what)\n         -> \(TerminalText.escaped(mend))"
    }
}
