import GateIO
import Glibc
import Ledger
import Station
import Vocabulary

/// A gate whose station is not at work: camera and lines are opened here.
public final class OwnHands: GateHands {
    private static let blink = (count: 3, length: Duration.milliseconds(300))
    /// Nobody needs more to hear a lock.
    private static let longestRelease = Duration.seconds(5)

    private let gate: GateConfiguration
    private let board: Board
    private let rows: ServiceRows?
    private let executable: String
    private var look: CameraLook?
    private lazy var listened = GateInputs(
        board: board, gate: gate.name, lines: gate.inputs, simulated: gate.simulatedInputs, settle: gate.door.settle,
        at: .now)

    /// `rows` takes what is done down; nil where there is no ledger yet. `executable` is this program.
    public init(
        _ gate: GateConfiguration, board: Board, rows: ServiceRows?, executable: String = Controller.ownProgram
    ) {
        (self.gate, self.board, self.rows, self.executable) = (gate, board, rows, executable)
    }

    public var note: String { look?.note ?? "" }

    public func walls() throws(HandsFault) -> [String] {
        let walls = try opened { (look) throws(CameraFault) in look.walls }
        return (walls.isFiltered ? ["seccomp"] : []) + (walls.landlock > 0 ? ["landlock \(walls.landlock)"] : [])
    }

    public func picture() throws(HandsFault) -> SmallPicture {
        try opened { (look) throws(CameraFault) in try look.picture() }
    }

    public func rate(over time: Duration) throws(HandsFault) -> Double {
        try opened { (look) throws(CameraFault) in try look.rate(over: time) }
    }

    public func drive(_ role: OutputRole) throws(HandsFault) -> Set<InputRole> {
        do throws(LedgerFault) {
            try rows?.write(
                role == .lock ? .lockTried : .lineTried, gate: gate.name, lock: role == .lock ? .opened : nil)
        } catch {
            throw HandsFault("not driven, since it cannot be written down: \(error.what)", mend: "mend the disk first")
        }
        let before = try inputs()
        var changed: Set<InputRole> = []
        do throws(LineFault) {
            let trial = LineTrial(role, on: board, lines: gate.lines)
            let isLock = role == .lock
            try trial.blink(
                isLock ? 1 : Self.blink.count,
                for: isLock ? min(gate.timing.pulse, Self.longestRelease) : Self.blink.length
            ) {
                _ = self.listened.tick(at: .now)
                for (input, reading) in self.listened.readings where before[input] != reading {
                    changed.insert(input)
                }
            }
        } catch { throw HandsFault(error.what, mend: "see the check of line \(role.rawValue)") }
        return changed
    }

    public func inputs() throws(HandsFault) -> [InputRole: InputReading] {
        _ = listened.tick(at: .now)
        // What came while nobody looked counts once it has stood still.
        poll(nil, 0, CInt(gate.door.settle.inMilliseconds.rounded(.up)) + 1)
        _ = listened.tick(at: .now)
        return listened.readings
    }

    private func opened<Value>(
        _ body: (CameraLook) throws(CameraFault) -> Value
    ) throws(HandsFault) -> Value {
        do throws(CameraFault) {
            if let look { return try body(look) }
            let fresh = try CameraLook(gate.source, settings: gate.settings, executable: executable)
            try fresh.settle()
            look = fresh
            return try body(fresh)
        } catch {
            look = nil
            throw HandsFault(error)
        }
    }
}
