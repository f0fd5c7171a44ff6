import Credentials
import Foundation
import Station
import Vocabulary

/// A station whose reader is played: it is shown passes that were made for it.
final class PlayedStation {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gate-bench-\(UUID())")
    private let key = SigningKey()

    var configuration: Station.Configuration {
        get throws { try Station.Configuration(file: folder.appendingPathComponent("config.toml").path) }
    }

    /// `settings` come at the end of its configuration.
    init(settings: String = "") throws {
        let trust = folder.appendingPathComponent("trust")
        try FileManager.default.createDirectory(at: trust, withIntermediateDirectories: true)
        try key.publicKey.fileText.write(
            to: trust.appendingPathComponent("bench.pub"), atomically: true, encoding: .utf8)
        try """
        station = "bench"
        state_dir = "state"
        run_dir = "run"
        trust_dir = "trust"
        board = "simulated:lines.jsonl"
        camera.source = "replay:passes"
        timing.pulse = 0.2
        presentation.turn = 0
        \(settings)
        """.write(to: folder.appendingPathComponent("config.toml"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Fresh passes for the next run.
    func makePasses(_ count: Int, of holder: HolderClass, isSingleUse: Bool) throws {
        let now = WallTime.now.seconds
        let passes = try (0..<count).map { _ in
            try SitePass(
                identifier: SitePass.newIdentifier(), issuer: "bench", holderClass: holder,
                notBefore: WallTime(seconds: now - 3600), expires: WallTime(seconds: now + 3600),
                scope: .stations(["bench"]),
                isSingleUse: isSingleUse
            ).signed(by: key)
        }
        try passes.joined(separator: "\n").write(
            to: folder.appendingPathComponent("passes"), atomically: true, encoding: .utf8)
    }
}
