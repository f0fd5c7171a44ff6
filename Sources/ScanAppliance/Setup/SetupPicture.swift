import Foundation
import Station
import Vocabulary

/// What a camera sees, drawn into the terminal.
enum SetupPicture {
    /// Says what is wrong where there is no picture; false then.
    static func show(_ source: CameraSource, settings: CameraSettings, _ dialogue: Dialogue) -> Bool {
        do throws(CameraFault) {
            let probe = try CameraProbe(source, settings: settings)
            let picture = HalfBlocks(probe.picture)
            let columns = min(HalfBlocks.terminalColumns, 80)
            let lines =
                isatty(STDOUT_FILENO) == 1 ? picture.coloured(columns: columns) : picture.plain(columns: columns)
            for line in lines { dialogue.say(line) }
            dialogue.say(
                "\(TerminalText.escaped(source.description)): frames of \(probe.frame.width)x\(probe.frame.height)")
            return true
        } catch {
            dialogue.say("No picture: \(error.what)")
            return false
        }
    }
}
