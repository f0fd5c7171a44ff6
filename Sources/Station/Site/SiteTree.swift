import Credentials
import Glibc

/// The files of one bundle in a folder of their own.
struct SiteTree {
    let path: String

    /// Makes the folder and writes all files, and `others` beside them; on the disk when it returns. The names are those that
    /// a bundle may have.
    func write(_ bundle: SiteBundle, and others: [String: [UInt8]]) throws(SystemError) {
        let folders = [""] + SiteFileName.folders.map { "/\($0)" }
        for folder in folders { try SystemError.checked { mkdir(path + folder, 0o700) } }
        for (name, bytes) in bundle.files.map({ ($0.name, $0.bytes) }) + others.map({ ($0.key, $0.value) }) {
            try OpenFile("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600).write(bytes)
        }
        for folder in folders.reversed() { try OpenFile(path + folder, O_RDONLY | O_DIRECTORY).sync() }
    }

    /// Throws where anything in the folder is not as the bundle has it, or is too much; `others` may stand beside.
    func check(against bundle: SiteBundle, and others: [String]) throws(SiteFault) {
        for file in bundle.files {
            guard holds(file.bytes, as: file.name) else {
                throw SiteFault("\(path)/\(file.name) is not as it was signed: apply the bundle again")
            }
        }
        let known = Set(bundle.files.map(\.name) + others + SiteFileName.folders)
        for folder in [""] + SiteFileName.folders {
            for name in (try? names(inFolder: "\(path)/\(folder)")) ?? [] {
                let name = folder.isEmpty ? name : "\(folder)/\(name)"
                guard known.contains(name) else {
                    throw SiteFault("\(path)/\(name) is not in the bundle: remove it, or apply the bundle again")
                }
            }
        }
    }

    /// Whether a file in the folder has just these bytes.
    func holds(_ bytes: [UInt8], as name: String) -> Bool {
        (try? OpenFile("\(path)/\(name)", O_RDONLY | O_NOFOLLOW).read(limit: bytes.count)) == bytes
    }

    /// Removes the folder, or the file, and all in it; links are not followed.
    func remove() { Self.remove(path) }

    private static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in (try? names(inFolder: path)) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
