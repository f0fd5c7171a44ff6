import GateIO
import Station
import Vocabulary

/// The part of a visit that belongs to one gate: its camera, its reader, its lines, what is seen, heard and pressed.
final class GateVisit {
    private static let rateTime = Duration.seconds(3)
    /// To turn from the terminal to the gate.
    private static let turnTime = Duration.seconds(2)
    private static let inputPatience = Duration.seconds(10)
    private static let interval = Duration.milliseconds(100)

    let gate: GateConfiguration
    let board: Board
    let hands: any GateHands
    let wishes: Visit.Wishes
    let technician: any Technician
    /// What the camera saw at last; nil where there was no picture.
    private(set) var picture: SmallPicture?
    /// How far away and how large the code in the picture is, where the technician measured it.
    private(set) var sample: DistanceTable.Sample?

    init(
        _ gate: GateConfiguration, board: Board, hands: any GateHands, wishes: Visit.Wishes, technician: any Technician
    ) {
        (self.gate, self.board, self.hands, self.wishes, self.technician) = (gate, board, hands, wishes, technician)
    }

    /// Looks, and asks for a code to be held up where none is in view.
    func lookThrough(_ note: (Check) -> Void) throws {
        do throws(HandsFault) {
            let walls = try hands.walls()
            note(
                walls.contains("seccomp")
                    ? .ok(.reader, "behind its walls: \(walls.joined(separator: ", "))")
                    : .fault(.reader, "no reader looks now", mend: "journalctl -u scan-appliance -p warning -n 30"))
            note(PictureChecks(gate.settings).rate(try hands.rate(over: Self.rateTime), note: hands.note))
            picture = try hands.picture()
        } catch {
            return note(.fault(.cameraFrames, error.what, mend: error.mend))
        }
        if wishes.asks, picture?.measured.codes == 0,
            let answer = try technician.ask("\(gate.name): hold a code before the camera and press Enter, or type no"),
            answer != "no"
        {
            try lookForCode()
        }
        guard let measured = picture?.measured else { return }
        for check in PictureChecks(gate.settings).checks(measured) { note(check) }
        if wishes.asks, measured.moduleSize != nil { try measureLens(measured, note) }
    }

    /// A hand trembles and a frame is blurred: the next one may be sharp.
    private func lookForCode() throws {
        let end = MonotonicTime.now + Self.rateTime
        repeat {
            picture = (try? hands.picture()) ?? picture
            if picture?.measured.codes ?? 0 > 0 { return }
            try technician.wait(Self.interval)
        } while MonotonicTime.now < end
    }

    /// Asks how far away the code is that was just seen, and how large: so the sheet's distances are this camera's own.
    private func measureLens(_ measured: FrameMeasurement, _ note: (Check) -> Void) throws {
        while true {
            guard
                let answer = try technician.ask(
                    "\(gate.name): how far from the camera do you hold a code now, and how wide is it without its white rim? In mm, such as "
                        + "200 50; Enter leaves it out"), !answer.isEmpty, answer != "no"
            else { return }
            guard let sample = DistanceTable.Sample(answer) else {
                technician.say("\(gate.name): two numbers, such as 200 50")
                continue
            }
            let table = DistanceTable(measured, sample: sample)
            guard DistanceTable.angles.contains(table.angle) else {
                technician.say(
                    "\(gate.name): that makes a lens of \(Int(table.angle.rounded()))°, which none is: measure again")
                continue
            }
            self.sample = sample
            return note(.ok(.cameraLens, table.origin))
        }
    }

    /// Drives each output, and asks what was seen.
    func tryOutputs(_ note: (Check) -> Void) throws {
        var trial = OutputTrial()
        var isTold = !wishes.asks
        for role in OutputRole.allCases where board != .gpio || gate.lines[role] != nil {
            if !isTold, role != .lock {
                isTold = true
                technician.say("\(gate.name): watch the gate: its lamps and sounds come now, one after the other")
                try technician.wait(Self.turnTime)
            }
            trial.note(try answer(for: role, &trial), for: role)
        }
        for check in trial.checks { note(check) }
    }

    private func answer(for role: OutputRole, _ trial: inout OutputTrial) throws -> OutputTrial.Answer {
        if role == .lock, try !mayMoveLock() { return .untried }
        let changed: Set<InputRole>
        do throws(HandsFault) { changed = try hands.drive(role) } catch { return .fault(error.what) }
        if role == .lock, wishes.asks, try hands.inputs()[.door] != nil { trial.doorOpened = changed.contains(.door) }
        guard wishes.asks else { return .unasked }
        let others = OutputRole.allCases.filter { $0 != role }.map(\.rawValue).joined(separator: ", ")
        while true {
            guard
                let answer = try technician.ask(
                    "\(gate.name): was that \(role.rawValue)? yes, none, or what it was (\(others))")
            else { return .unasked }
            switch answer {
            case "y", "yes", "": return .seen
            case "n", "no", "none": return .nothing
            default: if let other = OutputRole(rawValue: answer) { return other == role ? .seen : .other(other) }
            }
        }
    }

    private func mayMoveLock() throws -> Bool {
        if wishes.movesLock { return true }
        guard wishes.asks else { return false }
        return try technician.ask("\(gate.name): release the lock now? Only if nobody comes to harm: type yes") == "yes"
    }

    /// Asks for each button and contact to be moved, and waits for it.
    func tryInputs(_ note: (Check) -> Void) throws {
        var trial = InputTrial(isActiveLow: gate.inputs.mapValues(\.isActiveLow))
        let readings = (try? hands.inputs()) ?? [:]
        let present = InputTrial.order.filter { gate.inputs[$0] != nil || readings[$0] != nil }
        for role in present {
            trial.note(wishes.asks ? try answer(for: role) : .unasked(isActive: readings[role]?.isActive), for: role)
        }
        for check in trial.checks { note(check) }
    }

    private func answer(for role: InputRole) throws -> InputTrial.Answer {
        if let rest = InputTrial.rest(for: role) { _ = try technician.ask("\(gate.name): \(rest)") }
        let before = (try? hands.inputs()) ?? [:]
        technician.say(
            "\(gate.name): \(InputTrial.task(for: role)) (\(Int(Self.inputPatience.inMilliseconds) / 1000) s)")
        let end = MonotonicTime.now + Self.inputPatience
        while MonotonicTime.now < end {
            try technician.wait(Self.interval)
            let after = (try? hands.inputs()) ?? [:]
            if let answer = InputTrial.answer(for: role, before: before, after: after) {
                technician.say("\(gate.name): \(answer == .answered ? "seen" : "seen, and not as it should be")")
                // Whoever presses lets go, and that is not the next one's answer.
                try technician.wait(.seconds(1))
                return answer
            }
        }
        return .nothing
    }
}
