import Credentials
import Foundation
import Listener
import Vocabulary

/// A station's folder, gone with this, and the program itself that serves it, started as systemd starts it.
final class BenchStation {
    static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("scan-appliance")

    /// One run of the program.
    struct Run {
        let process: Process
        /// From its start to its word that it is ready.
        let ready: Duration

        func end() {
            process.terminate()
            process.waitUntilExit()
        }
    }

    let key = SigningKey()
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gate-bench-\(UUID())")

    /// Makes a folder with a trusted key and a configuration; `camera` is the table of that name.
    init(camera: String) throws {
        for name in ["trust", "state"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        chmod(path("state"), 0o700)
        try write(key.publicKey.fileText, to: "trust/bench.pub")
        try write(
            """
            station = "bench"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated"
            camera = { \(camera) }
            timing.pulse = 0.2
            presentation.turn = 0
            """, to: "config.toml")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws {
        try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    func pass() throws -> String {
        let now = WallTime.now.seconds
        return try SitePass(
            identifier: SitePass.newIdentifier(), issuer: "bench", holderClass: .member,
            notBefore: WallTime(seconds: now - 3600), expires: WallTime(seconds: now + 3600), scope: .all,
            isSingleUse: false
        ).signed(by: key)
    }

    /// Starts the program and waits until it is ready.
    func start() throws -> Run {
        let manager = try Listener(at: Listener.freshName)
        let gate = Process()
        gate.executableURL = Self.program
        gate.arguments = ["run", "--config", path("config.toml")]
        gate.environment = ["NOTIFY_SOCKET": manager.name]
        gate.standardError = FileHandle.nullDevice
        let begin = MonotonicTime.now
        try gate.run()
        guard manager.hears("READY=1", within: 60) else {
            gate.terminate()
            throw BenchFault(description: "the gate is not ready after a minute")
        }
        return Run(process: gate, ready: .now - begin)
    }
}
