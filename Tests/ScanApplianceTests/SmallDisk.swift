import Foundation
import Testing

/// A disk of a megabyte, in memory, mounted for one test; a container's root often may not.
final class SmallDisk {
    static let canBeMounted: Bool = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID())").path
        defer { rmdir(folder) }
        return mkdir(folder, 0o700) == 0 && (try? SmallDisk(at: folder)) != nil
    }()

    private let folder: String
    private var filler: String { "\(folder)/filler" }

    init(at folder: String) throws {
        self.folder = folder
        mkdir(folder, 0o700)
        try #require(mount("tmpfs", folder, "tmpfs", 0, "size=1m,mode=700") == 0)
    }

    deinit { umount2(folder, Int32(MNT_DETACH)) }

    /// Writes until there is no room left.
    func fill() throws {
        let file = open(filler, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
        close(file)
    }

    func makeRoom() { unlink(filler) }
}
