import GateIO
import Vocabulary

/// A gate's door and those who open it by hand: its inputs become wishes and causes for alarm. What is done about them is
/// the gate's business.
final class DoorKeeper {
    enum Wish: Hashable, Sendable {
        /// Somebody inside asks to leave.
        case letOut
        /// The officer says yes to what the gate asks now.
        case answer
        /// The officer opens, whatever was shown.
        case override
        /// The lock has served its purpose.
        case relock
    }

    private let gate: String
    private let record: Record
    private let pulse: Duration
    private let inputs: GateInputs
    private var exitButton = ExitButton()
    private var officerButton: OfficerButton
    private var monitor: DoorMonitor
    private var isTampered = false
    private var told = DoorState.unknown

    init(for gate: GateConfiguration, board: Board, record: Record, at now: MonotonicTime) {
        self.gate = gate.name
        self.record = record
        pulse = gate.timing.pulse
        inputs = GateInputs(
            board: board, gate: gate.name, lines: gate.inputs, simulated: gate.simulatedInputs,
            settle: gate.door.settle, at: now)
        officerButton = OfficerButton(hold: gate.door.hold)
        monitor = DoorMonitor(timing: gate.door)
    }

    /// What to poll for reading; when one is ready, call `tick`.
    var descriptors: [CInt] { inputs.descriptors }

    /// When `tick` wants to be called next.
    var due: MonotonicTime? { [inputs.due, officerButton.due, monitor.due].compactMap(\.self).min() }

    var state: DoorState { monitor.state }

    var faults: [LineFault] { inputs.faults }

    /// How buttons and contacts stand.
    var readings: [InputRole: InputReading] { inputs.readings }

    /// What gives cause for alarm now.
    var causes: Set<Incident> {
        var causes: Set<Incident> = isTampered ? [.tamper] : []
        switch monitor.state {
        case .heldOpen: causes.insert(.doorHeldOpen)
        case .forcedOpen: causes.insert(.doorForcedOpen)
        case .unknown, .closed, .open: break
        }
        return causes
    }

    /// The lock is released at `time`: the door may be opened.
    func release(at time: MonotonicTime) { monitor.release(at: time, pulse: pulse) }

    /// Takes in what has happened, and gives what it asks for.
    func tick(at now: MonotonicTime) -> [Wish] {
        // First all that was pressed and let go, then the time: a late loop must not take a short press for a long one.
        var wishes = inputs.tick(at: now).compactMap { take($0, at: now) }
        if officerButton.tick(at: now) == .long { wishes.append(.override) }
        monitor.tick(at: now)
        if monitor.state != told {
            told = monitor.state
            record.tell(.door(gate: gate, told))
        }
        return wishes
    }

    private func take(_ event: InputEvent, at now: MonotonicTime) -> Wish? {
        switch event {
        case .changed(.exit, let isPressed, let time):
            guard isPressed, exitButton.press(at: time) else { return nil }
            // Also where the lock fails: whoever leaves by the handle forces no door.
            release(at: time)
            return .letOut
        case .changed(.officer, let isPressed, let time):
            switch officerButton.see(isPressed, at: time) {
            case .short?: return .answer
            case .long?: return .override
            case nil: return nil
            }
        case .changed(.door, let isOpen, let time): return monitor.see(isOpen: isOpen, at: time) ? .relock : nil
        case .found(.door, let isOpen): monitor.find(isOpen: isOpen, at: now)
        case .changed(.tamper, let isActive, _), .found(.tamper, let isActive): isTampered = isActive
        // Nobody pressed a button that is found pressed.
        case .found(.exit, _), .found(.officer, _): break
        case .lost(let fault):
            lose(fault.role, at: now)
            record.broken(fault.incident, fault.role.name, gate: gate, detail: fault.what, at: now)
        case .back(let role):
            record.mended(role.rawValue, gate: gate, what: "\(role.rawValue): the line is held again", at: now)
        }
        return nil
    }

    private func lose(_ role: LineRole, at now: MonotonicTime) {
        switch role {
        case .input(.officer): _ = officerButton.see(nil, at: now)
        case .input(.door): monitor.find(isOpen: nil, at: now)
        // What the contact said last holds until it can be read again.
        case .input(.tamper), .input(.exit), .output: break
        }
    }
}
