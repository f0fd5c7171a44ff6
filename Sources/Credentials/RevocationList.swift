import Glibc

/// The withdrawn passes of a trust folder: `revoked.txt`, a pass id of 32 hexadecimal digits a line; `#` begins a comment.
public struct RevocationList: Sendable {
    private static let name = "revoked.txt"
    /// About two million passes.
    private static let maximumLength = 64 << 20

    public private(set) var identifiers: Set<[UInt8]> = []
    private let file: String
    /// The file as it was read.
    private var text: [UInt8] = []

    /// Reads the list; where there is no file, nothing is revoked.
    ///
    /// Throws a `TrustFault` that names every line which is no pass id.
    public init(folder: String) throws(TrustFault) {
        file = folder + "/" + Self.name
        do { text = try OpenFile(file, O_RDONLY).read(limit: Self.maximumLength) } catch {
            if error.code == ENOENT { return }
            throw TrustFault(file, "the revoked passes cannot be read: \(error.words)")
        }
        var faults: [TrustFault.Fault] = []
        for (line, content) in KeyFile.lines(String(decoding: text, as: UTF8.self)) {
            if let identifier = Hex.bytes(content), identifier.count == 16 {
                identifiers.insert(identifier)
            } else {
                let problem = "not a pass id: write 32 hexadecimal digits (# begins a comment)"
                faults.append(.init(file, line: line, problem))
            }
        }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
    }

    /// Adds a pass to the list of `folder`, in one step and on disk; false where it stood there already.
    ///
    /// Throws a `TrustFault` where the list is faulty or cannot be written; then it is as it was.
    public static func revoke(_ identifier: [UInt8], in folder: String) throws(TrustFault) -> Bool {
        let place: OpenFile
        // Two commands at once would otherwise lose the pass of one of them.
        do { place = try OpenFile.locking(folder: folder) } catch {
            throw TrustFault(folder, "the trust folder cannot be opened: \(error.words)")
        }
        let list = try RevocationList(folder: folder)
        if list.identifiers.contains(identifier) { return false }
        do {
            try list.replace(adding: identifier)
            try place.sync()
        } catch {
            throw TrustFault(list.file, "the pass was not revoked: \(error.words)")
        }
        return true
    }

    private func replace(adding identifier: [UInt8]) throws(SystemError) {
        let isTorn = text.last.map { $0 != UInt8(ascii: "\n") } ?? false
        let line = (isTorn ? "\n" : "") + Hex.text(identifier) + "\n"
        try OpenFile.replace(file, with: text + Array(line.utf8))
    }
}
