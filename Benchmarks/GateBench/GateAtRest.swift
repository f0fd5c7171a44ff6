import Foundation
import Vocabulary

/// What a gate costs that looks at a scene in which nothing moves: the program itself, started as its user starts it.
struct GateAtRest {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gate-bench-\(UUID())")
    private let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("scan-appliance")

    func measure() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try prepare()
        print("A still scene: 1280x720, 30 frames a second, for ten seconds.")
        let gate = Process()
        gate.executableURL = program
        gate.arguments = ["run", "--config", folder.appendingPathComponent("config.toml").path]
        let journal = Pipe()
        gate.standardError = journal
        let begin = MonotonicTime.now
        try gate.run()
        defer { gate.terminate() }
        var said = ""
        while !said.contains("frames of 1280x720") {
            let data = journal.fileHandleForReading.availableData
            guard !data.isEmpty else { throw BenchFault(description: "the gate ended: \(said)") }
            said += String(decoding: data, as: UTF8.self)
        }
        print(String(format: "  from its start to its first frame: %.0f ms", (.now - begin).inMilliseconds))
        let controller = gate.processIdentifier
        let children = try String(contentsOfFile: "/proc/\(controller)/task/\(controller)/children", encoding: .utf8)
        guard let reader = children.split(separator: " ").first.flatMap({ Int32($0) }) else {
            throw BenchFault(description: "the gate has no reader")
        }
        let before = (try ProcessFigures.cpuSeconds(of: reader), MonotonicTime.now)
        poll(nil, 0, 10_000)
        let seconds = (MonotonicTime.now - before.1).inMilliseconds / 1000
        let load = (try ProcessFigures.cpuSeconds(of: reader) - before.0) / seconds * 100
        print(
            String(
                format: "  reader: %.1f %% of a core (at most 10), %.1f MB resident (at most 30)", load,
                try ProcessFigures.megabytes(of: reader)))
        print(
            String(format: "  controller: %.1f MB resident (at most 40)", try ProcessFigures.megabytes(of: controller)))
        let control = try ControlLatency(at: folder.appendingPathComponent("run/control.sock").path)
        print("  status answered       \(try control.measure()) (at most 10)")
        print(
            String(
                format: "  controller with 32 clients: %.1f MB resident", try ProcessFigures.megabytes(of: controller)))
    }

    private func prepare() throws {
        let trust = folder.appendingPathComponent("trust")
        try FileManager.default.createDirectory(at: trust, withIntermediateDirectories: true)
        let key = Process()
        key.executableURL = program
        key.arguments = ["key", "new", "--out", folder.appendingPathComponent("key").path]
        key.standardOutput = FileHandle.nullDevice
        try key.run()
        key.waitUntilExit()
        try FileManager.default.moveItem(
            at: folder.appendingPathComponent("key.pub"), to: trust.appendingPathComponent("key.pub"))
        var film = Data("YUV4MPEG2 W1280 H720 F30:1 Cmono\n".utf8)
        var seed: UInt32 = 1
        let frame = Data(
            (0..<1280 * 720).map { pixel -> UInt8 in
                seed = seed &* 1_664_525 &+ 1_013_904_223
                return UInt8(60 + pixel % 1280 / 16 + Int(seed >> 28))
            })
        for _ in 0..<30 { film += Data("FRAME\n".utf8) + frame }
        try film.write(to: folder.appendingPathComponent("still.y4m"))
        try """
        station = "bench"
        state_dir = "state"
        run_dir = "run"
        trust_dir = "trust"
        board = "simulated"
        camera = { source = "replay:still.y4m", loop = true }
        """.write(to: folder.appendingPathComponent("config.toml"), atomically: true, encoding: .utf8)
    }
}

/// A measurement that could not be made.
struct BenchFault: Error, CustomStringConvertible {
    var description: String
}
