import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

struct SetupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract:
            "Sets a station up: asks, shows what the camera sees and which lamp is which, and writes the configuration.",
        discussion: """
            With --answers nothing is asked: the file is a configuration like any other and a table [setup] with root, keys, \
            bundle, look, blink, release_lock and overwrite. One file then serves many stations, each with its own --station. \
            The lock is moved only after an explicit yes, or by release_lock = true.
            """)

    @Option(name: .customLong("config"), help: "The configuration file to be written.")
    var configurationFile = Configuration.standardFile

    @Option(help: ArgumentHelp("Answers instead of questions.", valueName: "FILE"))
    var answers: String?

    @Option(help: ArgumentHelp("The station's name, instead of the one in the answers.", valueName: "NAME"))
    var station: String?

    func validate() throws {
        if station != nil, answers == nil { throw ValidationError("--station goes with --answers") }
    }

    func run() throws {
        do {
            let document =
                if let answers { try SetupDocument(answers: answers, station: station) } else {
                    try SetupQuestions(file: configurationFile).ask()
                }
            try carryOut(document)
        } catch { throw ExitCode.saying(error) }
    }

    private func carryOut(_ document: SetupDocument) throws {
        let dialogue = Dialogue()
        let wishes = document.wishes
        guard wishes.overwrites || !FileManager.default.fileExists(atPath: configurationFile) else {
            throw ExitCode.found.saying(
                "\(configurationFile): is there already, and nothing was written: overwrite = true in [setup] replaces it"
            )
        }
        let configuration = try document.configuration(as: configurationFile)
        let trust = try SetupTrust(wishes)
        let bundle = try wishes.bundle.map { try BundleFile.read($0) }
        if answers != nil { try show(configuration, wishes, dialogue) }
        try document.write(as: configurationFile, at: .now)
        dialogue.say("\(configurationFile): written")
        try trust.place(for: configuration)
        if let bundle {
            let applied = try SiteApplication(bundle, to: configurationFile)
            dialogue.say("site bundle \(applied.bundle.version): in place")
        }
        let settings = try StationSettings(file: configurationFile)
        dialogue.say(
            """
            Station \(settings.configuration.station): all is well.
            Next: start it (systemctl enable --now scan-appliance), show it a pass, and look (scan-appliance status).
            """)
    }

    /// Looks and blinks as the answers say. Ends the command, before anything is written, where something does not work.
    private func show(_ configuration: Configuration, _ wishes: SetupDocument.Wishes, _ dialogue: Dialogue) throws {
        var isWell = true
        for gate in configuration.gates {
            if wishes.looks { isWell = SetupPicture.show(gate.source, settings: gate.settings, dialogue) && isWell }
            if wishes.blinks || wishes.releasesLock {
                let lines = SetupLines(board: configuration.board, dialogue: dialogue)
                let isRight = lines.blinkAll(
                    gate.lines, blinksLamps: wishes.blinks, releasesLock: wishes.releasesLock)
                isWell = isWell && isRight
            }
        }
        guard isWell else { throw ExitCode.unavailable.saying("nothing was written") }
    }
}
