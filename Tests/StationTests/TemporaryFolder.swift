import Foundation
import Ledger
import Vocabulary

/// A folder of one test, gone when nobody holds it any more.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("gate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its path.
    func write(_ name: String, _ text: String) -> String {
        let file = "\(path)/\(name)"
        _ = FileManager.default.createFile(atPath: file, contents: Data(text.utf8))
        return file
    }
}

/// The ledger of a station called north, as its gate opens it in this folder.
func openLedger(in folder: String) throws -> Ledger {
    try Ledger(
        folder: folder, key: LedgerKey(loadingOrCreatingIn: folder), station: "north", boot: "boot",
        monotonic: .now, time: .now, clock: .trusted)
}
