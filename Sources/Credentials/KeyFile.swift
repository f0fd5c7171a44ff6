import Glibc

/// A key file that cannot be read, believed or written.
public struct KeyFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file; nil where only its text was at hand.
    public let file: String?
    /// From 1; nil where the whole file is meant.
    public let line: Int?
    /// What is wrong and what to do.
    public let problem: String

    public var description: String {
        [file, line.map(String.init), " " + problem].compactMap(\.self).joined(separator: ":")
    }

    func inFile(_ file: String) -> Self { Self(file: file, line: line, problem: problem) }
}

/// The text of a key file: comments, and one line of a word that says what it is and 64 hexadecimal digits.
enum KeyFile {
    static let publicWord = "ed25519-public"
    static let privateWord = "ed25519-private"
    /// Ample for one key and a page of comments.
    static let maximumLength = 65536

    static func text(_ word: String, _ key: [UInt8], comment: String) -> String {
        "# \(comment)\n\(word) \(Hex.text(key))\n"
    }

    /// Writes a new key file whole and waits for the disk, or leaves none.
    static func make(_ file: String, mode: mode_t, _ text: String) throws(KeyFault) {
        do throws(SystemError) { try OpenFile.make(file, mode: mode, Array(text.utf8)) } catch {
            let problem =
                error.code == EEXIST
                ? "exists already and is never overwritten: choose another name"
                : "the key cannot be written: \(error.words)"
            throw KeyFault(file: file, line: nil, problem: problem)
        }
    }

    /// The 32 bytes after `word`.
    static func key(_ word: String, in text: String) throws(KeyFault) -> [UInt8] {
        var found: [UInt8]?
        for (line, content) in lines(text) {
            let words = content.split(separator: " ")
            guard words.first.map(String.init) == word else {
                let problem =
                    switch words.first.map(String.init) {
                    case privateWord:
                        "a private key: keep it off every gate, and copy the .pub file that was written beside it"
                    case publicWord: "a public key: name the private key that was written beside it, without .pub"
                    default: "not a key: expected \"\(word)\" and 64 hexadecimal digits"
                    }
                throw KeyFault(file: nil, line: line, problem: problem)
            }
            guard words.count == 2, let key = Hex.bytes(words[1]), key.count == 32 else {
                throw KeyFault(file: nil, line: line, problem: "a damaged key: \"\(word)\" takes 64 hexadecimal digits")
            }
            guard found == nil else { throw KeyFault(file: nil, line: line, problem: "a second key: keep one a file") }
            found = key
        }
        guard let found else { throw KeyFault(file: nil, line: nil, problem: "holds no key: copy it again") }
        return found
    }

    /// The lines that say something, numbered from 1, without what follows a `#` and without outer blanks.
    static func lines(_ text: String) -> [(line: Int, content: Substring)] {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
            let isBlank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 13 }
            var content = $1.prefix { $0 != UInt8(ascii: "#") }.drop(while: isBlank)
            while content.last.map(isBlank) == true { content.removeLast() }
            return content.isEmpty ? nil : ($0 + 1, Substring(content))
        }
    }
}
