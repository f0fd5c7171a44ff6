import Admission
import Credentials
import Foundation
import GateIO
import Ledger
import Testing
import Vocabulary

@testable import Station

/// A gate on a simulated board whose buttons and contacts a test presses, with a ledger of its own and a reader that never
/// comes to life.
final class DoorBench {
    let folder: TemporaryFolder
    let gate: Gate
    let record: Record
    private let told = Told()

    private final class Told: StationObserver {
        var doors: [DoorState] = []

        func note(_ event: StationEvent) { if case .door(_, let state) = event { doors.append(state) } }
    }

    init(
        _ settings: String = "", board: String = "simulated:lines.jsonl", inputs: String = "inputs", pulse: Double = 0.2
    ) throws {
        folder = try TemporaryFolder()
        for name in ["state", "trust"] {
            try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
        _ = folder.write("trust/issuer.pub", SigningKey().publicKey.fileText)
        let configuration = try Configuration(
            file: folder.write(
                "config.toml",
                """
                station = "north"
                state_dir = "state"
                trust_dir = "trust"
                board = "\(board)"
                camera.source = "replay:nowhere"
                simulation.inputs = "\(inputs)"
                timing.pulse = \(pulse)
                door.settle = 0.001
                \(settings)
                """))
        let ledger = try openLedger(in: configuration.stateFolder)
        let clock = StationClock(configuration.clock, folder: configuration.stateFolder)
        record = Record(ledger: ledger, clock: clock, observers: [told])
        let judge = Judge(
            configuration: configuration, trust: try TrustStore(folder: configuration.trustFolder), ledger: ledger)
        gate = Gate(
            configuration.gates[0], board: configuration.board, prefix: nil,
            judge: judge, record: record,
            clock: ClockKeeper(clock, station: "north", judge: judge, record: record, at: .now),
            readerExecutable: "/bin/false", at: .now)
        gate.tick(at: .now)
    }

    deinit { gate.end() }

    /// Moves an input, and lets the gate see that it stands still.
    func set(_ input: InputRole, _ isActive: Bool) throws {
        let file = try #require(FileHandle(forWritingAtPath: "\(folder.path)/inputs"))
        try file.write(contentsOf: Data("\(input.rawValue) \(isActive ? 1 : 0)\n".utf8))
        try file.close()
        gate.tick(at: .now)
        gate.tick(at: .now + .milliseconds(1))
    }

    /// Presses a button shortly.
    func press(_ button: InputRole) throws {
        try set(button, true)
        try set(button, false)
    }

    /// Presses the officer's button for as long as it takes.
    func pressLong() throws {
        try set(.officer, true)
        gate.tick(at: .now + .seconds(2))
        try set(.officer, false)
    }

    /// Serves the gate on the clock until its lock rests again.
    func awaitRest() throws {
        let deadline = MonotonicTime.now + .seconds(10)
        while gate.outputs.state.lock != .atRest {
            gate.tick(at: .now)
            try #require(MonotonicTime.now < deadline, "the lock does not rest")
        }
    }

    /// Kind, note and lock of each row that is no word of the reader's or the camera's.
    func rows() throws -> [String] {
        let reader = try LedgerReader(folder: "\(folder.path)/state")
        var rows: [LedgerRow] = []
        while case let more = try reader.next(), !more.isEmpty { rows += more }
        return rows.filter { $0.note?.hasPrefix("reader-") != true && $0.note?.hasPrefix("camera-") != true }
            .map { [$0.kind.rawValue, $0.note, $0.lock?.rawValue].compactMap(\.self).joined(separator: " ") }
    }

    /// What the door was told to be.
    var doors: [DoorState] { told.doors }
}
