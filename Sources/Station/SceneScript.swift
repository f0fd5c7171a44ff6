import Foundation
import Vocabulary

/// The people who come to a drawn doorway: a text file with a line for each, how the code is shown and what it says.
enum SceneScript {
    /// As many as one order to a reader holds.
    private static let mostActs = 32

    /// Reads a script. Throws `unusable`, with the line.
    static func acts(of file: String) throws(CameraFault) -> [SceneAct] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CameraFault(.absent, code: ENOENT, "\(file.printable): there is no such scene")
        }
        var acts: [SceneAct] = []
        for (index, line) in data.split(separator: 10).enumerated() {
            let words = line.split(separator: 32, maxSplits: 1)
            guard let name = words.first.map({ String(decoding: $0, as: UTF8.self) }),
                let manner = SceneAct.Manner.allCases.first(where: { "\($0)" == name })
            else {
                let manners = SceneAct.Manner.allCases.map { "\($0)" }.joined(separator: ", ")
                throw CameraFault(.unusable, "\(file.printable):\(index + 1): begins with none of \(manners)")
            }
            acts.append(SceneAct(manner: manner, payload: words.dropFirst().first.map(Array.init) ?? []))
        }
        guard (1...mostActs).contains(acts.count) else {
            throw CameraFault(.unusable, "\(file.printable): \(acts.count) lines; a scene has 1 to \(mostActs)")
        }
        return acts
    }
}
