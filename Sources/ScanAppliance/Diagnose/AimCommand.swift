import ArgumentParser
import Diagnosis
import Foundation
import Station
import Vocabulary

/// `diagnose --aim`: what the camera sees, again and again, until the technician has it sharp.
struct AimCommand {
    /// From one picture to the next.
    private static let interval = Duration.milliseconds(100)

    let file: String
    let gate: String?
    let technician: DoorTechnician

    func run() throws {
        let settings: StationSettings
        do { settings = try StationSettings(file: file) } catch { throw ExitCode.saying(error) }
        let gates = settings.configuration.gates
        guard let gate = gate == nil ? gates.first : gates.first(where: { $0.name == gate }),
            self.gate != nil || gates.count == 1
        else {
            throw ExitCode.usage.saying(
                "this station has the gates \(gates.map(\.name).joined(separator: ", ")): say which, --gate NAME")
        }
        let access = Access(settings.configuration)
        guard let hands = access.hands(of: gate) else {
            throw ExitCode.permission.saying("\(access.check.found): \(access.check.mend ?? "")")
        }
        var fault: HandsFault?
        do {
            try access.inService(gate) {
                try look(through: hands, at: gate.name)
            } unable: {
                fault = $0
            }
        } catch VisitEnd.timeUp {
            throw ExitCode.found.saying("a quarter of an hour is over: the gate serves again")
        } catch VisitEnd.signal { return }
        if let fault { throw ExitCode.unavailable.saying("\(fault.what)\n-> \(fault.mend)") }
    }

    private func look(through hands: any GateHands, at gate: String) throws {
        let screen = try AimScreen()
        // Whichever way this ends, the terminal is as it was.
        defer { screen?.leave() }
        var view = AimView(gate: gate)
        while true {
            let begin = MonotonicTime.now
            // A cable that is pulled is plugged in again.
            do throws(HandsFault) { view.see(try hands.picture()) } catch { view.lose(error) }
            let left = technician.end - .now
            if let screen {
                try screen.show(view.screen(columns: screen.size.columns, rows: screen.size.rows, left: left))
                if let key = try technician.key(), key == UInt8(ascii: "q") { return }
            } else {
                try Output.write("\(view.line)\n".utf8)
            }
            try technician.wait(max(.zero, Self.interval - (.now - begin)))
        }
    }
}
