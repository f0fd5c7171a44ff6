import ArgumentParser
import Credentials
import Foundation
import GateIO
import Station
import Vocabulary

/// Asks whoever mounts a gate what its configuration is to be, and shows what each answer means.
struct SetupQuestions {
    let file: String
    let dialogue = Dialogue()

    func ask() throws -> SetupDocument {
        dialogue.say("Setting up the station of \(file). An empty answer takes what stands in brackets.\n")
        var wishes = SetupDocument.Wishes()
        if FileManager.default.fileExists(atPath: file) {
            wishes.overwrites = try dialogue.confirm(
                "There is a configuration already. Write another one?", standard: false)
            guard wishes.overwrites else { throw ExitCode.found.saying("nothing was written") }
        }
        let station = try askStation()
        let language = try askLanguage()
        let board = try askBoard()
        let source = try askCamera(on: board)
        let lines = try SetupLines(board: board, dialogue: dialogue).ask()
        try askTrust(&wishes)
        var document = SetupDocument(
            station: station, language: language, board: board, source: source, lines: lines, path: file)
        document.wishes = wishes
        guard try dialogue.confirm("Write the configuration?", standard: true) else {
            throw ExitCode.found.saying("nothing was written")
        }
        return document
    }

    private func askStation() throws -> String {
        while true {
            let name = try dialogue.ask("The station's name, as passes spell it (such as MLG-03)")
            if Configuration.isName(name) { return name }
            dialogue.say("Letters, digits, - _ and . only, 1 to 32 of them.")
        }
    }

    private func askLanguage() throws -> Configuration.Language {
        while true {
            let answer = try dialogue.ask(
                "The language of its pages: id (Bahasa Indonesia) or en (English)", standard: "id")
            if let language = Configuration.Language(rawValue: answer) { return language }
        }
    }

    private func askBoard() throws -> Board {
        let hasChips = FileManager.default.fileExists(atPath: "/dev/gpiochip0")
        while true {
            let answer = try dialogue.ask(
                "Its lines: gpio, or simulated or simulated:FILE for a trial without a board",
                standard: hasChips ? "gpio" : "simulated")
            if let board = Board(setting: answer, relativeTo: URL(fileURLWithPath: file).deletingLastPathComponent()) {
                return board
            }
        }
    }

    private func askCamera(on board: Board) throws -> String {
        let found = CameraProbe.candidates
        dialogue.say(found.isEmpty ? "No camera is plugged in." : "Cameras:")
        for (index, name) in found.enumerated() { dialogue.say("  \(index + 1)  \(TerminalText.escaped(name))") }
        while true {
            let answer = try dialogue.ask(
                "The camera: a number of the list, or what stands in camera.source", standard: found.isEmpty ? nil : "1"
            )
            let text = Int(answer).flatMap { found.indices.contains($0 - 1) ? found[$0 - 1] : nil } ?? answer
            guard isUsable(text, on: board) else { continue }
            if try dialogue.confirm("Is this what the gate is to see?", standard: true) { return text }
        }
    }

    /// Shows what the camera sees, or says what is wrong.
    private func isUsable(_ text: String, on board: Board) -> Bool {
        do throws(CameraSourceFault) {
            let source = try CameraSource(text, relativeTo: URL(fileURLWithPath: file).deletingLastPathComponent().path)
            guard source.isReal || board != .gpio else {
                dialogue.say("A drawn or replayed camera must not move real lines.")
                return false
            }
            return SetupPicture.show(source, settings: CameraSettings(), dialogue)
        } catch {
            dialogue.say(error.description)
            return false
        }
    }

    private func askTrust(_ wishes: inout SetupDocument.Wishes) throws {
        let root = try dialogue.ask(
            "The root of trust, a .pub file: from then on only keys of bundles that it signed count", standard: "none")
        wishes.root = root == "none" ? nil : root
        if wishes.root != nil {
            let bundle = try dialogue.ask("A site bundle to apply now", standard: "none")
            wishes.bundle = bundle == "none" ? nil : bundle
        } else {
            while true {
                let key = try dialogue.ask("An issuer's key, a .pub file for the trust folder", standard: "no more")
                guard key != "no more" else { return }
                do {
                    let read = try PublicKey(file: key)
                    dialogue.say("  key \(Hex.text(read.identifier))")
                    wishes.keys.append(key)
                } catch { dialogue.say("\(error)") }
            }
        }
    }
}
