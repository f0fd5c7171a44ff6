import Glibc

/// The withdrawn passes of a trust folder that are kept by hand: `revoked.txt`, a pass id of 32 hexadecimal digits a line; `#`
/// begins a comment. A list of a million belongs into `revoked.passes`, which costs no memory (`RevokedHashes`).
public struct RevocationList: Sendable {
    private static let name = "revoked.txt"
    /// About two million passes.
    private static let maximumLength = 64 << 20

    /// In ascending order, each once.
    let values: [UInt128]

    /// Reads the list; where there is no file, nothing is revoked.
    ///
    /// Throws a `TrustFault` that names the lines which are no pass ids.
    public init(folder: String) throws(TrustFault) {
        try self.init(file: folder + "/" + Self.name, limit: Self.maximumLength)
    }

    private init(file path: String, limit: Int) throws(TrustFault) {
        var lines = PassLines(file: path)
        do throws(SystemError) {
            let file = try OpenFile(path, O_RDONLY)
            if try file.status().st_size > limit { throw SystemError(code: EFBIG) }
            try file.eachBlock { lines.take($0) }
        } catch {
            let hint = error.code == EFBIG ? ": withdraw them with pass revoke --list" : ""
            guard error.code == ENOENT else {
                throw TrustFault(path, "the revoked passes cannot be read: \(error.words)\(hint)")
            }
        }
        values = try lines.end()
    }

    /// Adds a pass to the list of `folder`, in one step and on disk; false where it is withdrawn already.
    ///
    /// Throws a `TrustFault` where the list is faulty or cannot be written; then it is as it was.
    public static func revoke(_ identifier: [UInt8], in folder: String) throws(TrustFault) -> Bool {
        let place: OpenFile
        // Two commands at once would otherwise lose the pass of one of them.
        do { place = try OpenFile.locking(folder: folder) } catch {
            throw TrustFault(folder, "the trust folder cannot be opened: \(error.words)")
        }
        if try RevokedPasses(folders: [folder]).contains(identifier) { return false }
        let file = folder + "/" + name
        do {
            try replace(file, adding: identifier)
            try place.sync()
        } catch {
            throw TrustFault(file, "the pass was not revoked: \(error.words)")
        }
        return true
    }

    private static func replace(_ file: String, adding identifier: [UInt8]) throws(SystemError) {
        var text: [UInt8] = []
        do { text = try OpenFile(file, O_RDONLY).read(limit: maximumLength) } catch {
            if error.code != ENOENT { throw error }
        }
        if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        try OpenFile.replace(file, with: text + Array("\(Hex.text(identifier))\n".utf8))
    }

    /// Adds all passes of a file of the same form, however long, to the `revoked.passes` of `folder`, in one step and on disk;
    /// how many were not on it.
    ///
    /// Throws a `TrustFault` where either is faulty or cannot be written; then nothing is changed.
    public static func revoke(listedIn file: String, in folder: String) throws(TrustFault) -> Int {
        guard access(file, F_OK) == 0 else { throw TrustFault(file, "is not there") }
        let added = try RevocationList(file: file, limit: .max).values
        let old = try RevokedHashes(folder: folder, RevokedHashes.passes)?.values ?? []
        return try RevokedHashes.write(values: old + added, as: RevokedHashes.passes, in: folder) - old.count
    }
}
