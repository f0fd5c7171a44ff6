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

/// All withdrawn passes of some trust folders.
struct RevokedPasses: Sendable {
    /// Those of the short lists, in ascending order, each once.
    let listed: [UInt128]
    let mapped: [RevokedHashes]

    init(listed: [UInt128] = [], mapped: [RevokedHashes] = []) {
        self.listed = listed.ascending
        self.mapped = mapped
    }

    /// Throws a `TrustFault` with everything that is wrong.
    init(folders: [String]) throws(TrustFault) {
        var faults: [TrustFault.Fault] = []
        var listed: [[UInt128]] = []
        var mapped: [RevokedHashes] = []
        for folder in folders {
            do throws(TrustFault) { listed.append(try RevocationList(folder: folder).values) } catch {
                faults += error.faults
            }
            do throws(TrustFault) {
                if let list = try RevokedHashes(folder: folder, RevokedHashes.passes) { mapped.append(list) }
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        // The one list of most stations stays as it is.
        self.init(listed: listed.count == 1 ? listed[0] : listed.flatMap(\.self), mapped: mapped)
    }

    /// A pass that stands on two lists counts twice.
    var count: Int { listed.count + mapped.reduce(0) { $0 + $1.count } }

    func contains(_ identifier: [UInt8]) -> Bool {
        guard let wanted = UInt128(bigEndianBytes: identifier) else { return false }
        var (low, high) = (0, listed.count)
        while low < high {
            let middle = low + (high - low) / 2
            if listed[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < listed.count && listed[low] == wanted || mapped.contains { $0.contains(wanted) }
    }
}

/// Reads lines of pass ids, in pieces of any length.
private struct PassLines {
    /// More are not named.
    private static let mostFaults = 100

    let file: String
    private var values: [UInt128] = []
    private var faults: [TrustFault.Fault] = []
    private var line = 1
    private var value: UInt128 = 0
    private var digits = 0
    private var rest = Rest.identifier

    /// What may come in the rest of the line.
    private enum Rest { case identifier, blanks, comment, anything }

    init(file: String) { self.file = file }

    mutating func take(_ bytes: UnsafeRawBufferPointer) { for byte in bytes { take(byte) } }

    private mutating func take(_ byte: UInt8) {
        switch (byte, rest) {
        case (UInt8(ascii: "\n"), _): endLine()
        case (_, .comment), (_, .anything): break
        case (UInt8(ascii: "#"), _): rest = .comment
        case (32, _), (9, _), (13, _): if digits > 0 { rest = .blanks }
        case (48...57, .identifier): add(byte - 48)
        case (65...70, .identifier): add(byte - 55)
        case (97...102, .identifier): add(byte - 87)
        default: refuse()
        }
    }

    private mutating func add(_ digit: UInt8) {
        guard digits < 32 else { return refuse() }
        value = value << 4 | UInt128(digit)
        digits += 1
    }

    private mutating func refuse() {
        rest = .anything
        guard faults.count < Self.mostFaults else { return }
        faults.append(
            .init(file, line: line, "not a pass id: write 32 hexadecimal digits (# begins a comment)"))
    }

    private mutating func endLine() {
        if digits == 32, rest != .anything { values.append(value) }
        if digits > 0, digits < 32, rest != .anything { refuse() }
        (value, digits, rest) = (0, 0, .identifier)
        line += 1
    }

    mutating func end() throws(TrustFault) -> [UInt128] {
        endLine()
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
        return values.ascending
    }
}

extension [UInt128] {
    /// Each once.
    fileprivate var ascending: Self {
        if zip(self, dropFirst()).allSatisfy(<) { return self }
        var sorted = sorted()
        var kept = 0
        for index in sorted.indices where index == 0 || sorted[index] != sorted[kept - 1] {
            sorted[kept] = sorted[index]
            kept += 1
        }
        sorted.removeLast(sorted.count - kept)
        return sorted
    }
}
