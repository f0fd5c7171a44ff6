import ArgumentParser
import Foundation
import Station

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows the gate at work with no camera and no board: people come to a drawn doorway.",
        discussion: """
            Keys and passes are made fresh. Everything behind the camera is the real gate; only the board is simulated. \
            The ledger and the recorded lines stay in the folder and can be looked at with `events`.
            """)

    @Option(help: "The folder for the demonstration's station, made new. A temporary one where none is named.")
    var folder: String?

    func run() throws {
        let folder = URL(
            fileURLWithPath: folder
                ?? FileManager.default.temporaryDirectory.appendingPathComponent("gate-demo-\(UUID().uuidString)").path)
        let screen = DemoScreen()
        let controller: Controller
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let station = try DemoStation(folder: folder)
            controller = try Controller(
                configuration: Configuration(file: station.configurationFile), journal: .silent, observers: [screen],
                hangupEnds: true)
        } catch { throw ExitCode.saying(error) }
        screen.begin(folder: folder.path)
        controller.run()
        screen.end()
        print("What was written down:  \(CommandLine.arguments[0]) events --config \(folder.path)/config.toml")
    }
}
