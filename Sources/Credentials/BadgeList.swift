import Crypto
import Glibc
import Vocabulary

/// The badges of a station: short texts that were handed out before there were passes. Kept is the HMAC of each, under a key
/// of the list's own, so that a list that gets lost shows no badge to anybody who must guess them.
///
/// `badges.txt`: a line `key` and 64 hexadecimal digits, then a line a badge: 32 hexadecimal digits (the head of
/// HMAC-SHA256), `member` or `visitor`, and a note for people; `#` begins a comment.
public struct BadgeList: Sendable {
    public struct Badge: Hashable, Sendable {
        /// 16 bytes of the HMAC.
        public var identifier: [UInt8]
        public var holderClass: HolderClass
        /// For people; never shown by a gate.
        public var note: String
    }

    static let name = "badges.txt"
    private static let maximumLength = 64 << 20
    /// The lengths of a badge's text in bytes.
    static let lengths = 4...64

    private var key: [UInt8]?
    public private(set) var badges: [[UInt8]: Badge] = [:]

    var isEmpty: Bool { badges.isEmpty }

    init() {}

    /// Reads the list of a trust folder; where there is no file there is no badge.
    ///
    /// Throws a `TrustFault` that names every line it cannot read.
    public init(folder: String) throws(TrustFault) {
        let file = folder + "/" + Self.name
        let text: [UInt8]
        do { text = try OpenFile(file, O_RDONLY).read(limit: Self.maximumLength) } catch {
            if error.code == ENOENT { return }
            throw TrustFault(file, "the badges cannot be read: \(error.words)")
        }
        var faults: [TrustFault.Fault] = []
        for (line, content) in KeyFile.lines(String(decoding: text, as: UTF8.self)) {
            let words = content.split(separator: " ", maxSplits: 2)
            if words.count == 2, words[0] == "key", key == nil, let bytes = Hex.bytes(words[1]), bytes.count == 32 {
                key = bytes
            } else if words.count >= 2, let identifier = Hex.bytes(words[0]), identifier.count == 16,
                let holderClass = HolderClass(rawValue: String(words[1]))
            {
                let note = words.count > 2 ? String(words[2]) : ""
                badges[identifier] = Badge(identifier: identifier, holderClass: holderClass, note: note)
            } else {
                faults.append(.init(file, line: line, "not a badge: add badges by command, and remove this line"))
            }
        }
        if key == nil, !badges.isEmpty {
            faults.append(.init(file, "the line \"key\" is missing: add the badges anew"))
        }
        guard faults.isEmpty else { throw TrustFault(faults: faults) }
    }

    /// The badge whose text this is.
    func badge(_ text: [UInt8]) -> Badge? { identifier(of: text).flatMap { badges[$0] } }

    /// What stands for `text` in this list; nil where the list has no key yet.
    private func identifier(of text: [UInt8]) -> [UInt8]? {
        key.map { Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: $0)).prefix(16)) }
    }

    var fingerprint: [UInt8] {
        var hash = SHA256()
        for badge in badges.values.sorted(by: { $0.identifier.lexicographicallyPrecedes($1.identifier) }) {
            hash.update(data: badge.identifier + Array(badge.holderClass.rawValue.utf8))
        }
        return Array(hash.finalize())
    }

    /// The list as a file.
    private var text: String {
        let lines = badges.values.sorted { $0.identifier.lexicographicallyPrecedes($1.identifier) }.map {
            "\(Hex.text($0.identifier)) \($0.holderClass.rawValue)" + ($0.note.isEmpty ? "" : " \($0.note)")
        }
        let head = [
            "# The badges of this station. Their texts cannot be read from this.", "key \(Hex.text(key ?? []))",
        ]
        return (head + lines).joined(separator: "\n") + "\n"
    }
}

extension BadgeList {
    /// A badge to be added, as its code says it.
    public struct Entry: Hashable, Sendable {
        public var text: String
        public var holderClass: HolderClass
        public var note: String

        public init(text: String, holderClass: HolderClass, note: String = "") {
            self.text = text
            self.holderClass = holderClass
            self.note = note
        }

        /// Why it cannot stand on a list; nil where it can.
        fileprivate var problem: String? {
            let text = Array(text.utf8)
            if !BadgeFormat.recognises(text) {
                return "a badge's text has 4 to 64 printable ASCII characters and no blank"
            }
            if TimeCode.recognises(Payload(text)) || TrustStore.format(of: text) != BadgeFormat.self {
                return "a gate takes this text for a code of another format, and never for a badge"
            }
            let isLine = note.unicodeScalars.allSatisfy { $0.value >= 32 && $0 != "#" }
            return isLine ? nil : "a note is one line and has no #"
        }

        /// Reads lines of `text,class` or `text,class,note`; empty lines and those that begin with `#` are passed over.
        ///
        /// Throws a `TrustFault` that names every line it cannot read; `file` is what it calls them by.
        public static func entries(lines text: String, file: String) throws(TrustFault) -> [Entry] {
            var entries: [Entry] = []
            var faults: [TrustFault.Fault] = []
            // By bytes: as characters, a carriage return and its line feed are one.
            let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, bytes) in lines.enumerated() {
                let line = Substring(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes)
                if line.isEmpty || line.first == "#" { continue }
                let fields = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
                guard fields.count >= 2, let holderClass = HolderClass(rawValue: fields[1]) else {
                    faults.append(
                        .init(file, line: index + 1, "write the badge's text, a comma, and member or visitor"))
                    continue
                }
                let entry = Entry(text: fields[0], holderClass: holderClass, note: fields.count > 2 ? fields[2] : "")
                if let problem = entry.problem { faults.append(.init(file, line: index + 1, problem)) }
                entries.append(entry)
            }
            guard faults.isEmpty else { throw TrustFault(faults: faults) }
            return entries
        }
    }

    /// Adds badges to the list of `folder` in one step, a new list where there is none; gives how many were not on it.
    ///
    /// Throws a `TrustFault` where a text is no badge's or the list cannot be read or written; then it is as it was.
    public static func add(_ entries: [Entry], in folder: String) throws(TrustFault) -> Int {
        try change(in: folder) { list, file throws(TrustFault) in
            let before = list.badges.count
            // By their places: the texts themselves admit.
            let faults = entries.enumerated().compactMap { index, entry in
                entry.problem.map { TrustFault.Fault(file, "badge \(index + 1): \($0)") }
            }
            guard faults.isEmpty else { throw TrustFault(faults: faults) }
            for entry in entries {
                if let identifier = list.identifier(of: Array(entry.text.utf8)) {
                    list.badges[identifier] = Badge(
                        identifier: identifier, holderClass: entry.holderClass, note: entry.note)
                }
            }
            return list.badges.count - before
        }
    }

    /// Takes the badge of this text from the list of `folder`, or the one whose 32 digits of the list these are, for a badge
    /// that is lost; false where it did not stand there.
    ///
    /// Throws a `TrustFault` where the list cannot be read or written; then it is as it was.
    public static func remove(_ text: String, in folder: String) throws(TrustFault) -> Bool {
        try change(in: folder) { list, _ throws(TrustFault) in
            let names = [list.identifier(of: Array(text.utf8)), Hex.bytes(text)].compactMap(\.self)
            return names.contains { list.badges.removeValue(forKey: $0) != nil }
        }
    }

    private static func change<Answer>(
        in folder: String, _ body: (inout BadgeList, String) throws(TrustFault) -> Answer
    ) throws(TrustFault) -> Answer {
        let file = folder + "/" + name
        let place: OpenFile
        // Two commands at once would otherwise lose the badges of one of them.
        do { place = try OpenFile.locking(folder: folder) } catch {
            throw TrustFault(folder, "the trust folder cannot be opened: \(error.words)")
        }
        var list = try BadgeList(folder: folder)
        if list.key == nil { list.key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }
        let answer = try body(&list, file)
        do {
            // The key is in it: for the gate's eyes.
            if access(file, F_OK) != 0 { try OpenFile(file, O_WRONLY | O_CREAT | O_EXCL, mode: 0o640).sync() }
            try OpenFile.replace(file, with: Array(list.text.utf8))
            try place.sync()
        } catch {
            throw TrustFault(file, "the badges were not written: \(error.words)")
        }
        return answer
    }
}
