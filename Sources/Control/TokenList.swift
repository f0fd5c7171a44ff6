import Crypto
import Foundation

/// Who may act through a client that acts for others: tokens, each with a role and the name of the place it was made for.
///
/// A token is 100 random bits, so that its plain SHA-256 tells nobody what it is. One a line in the file
/// `control-tokens` of the state folder: role, name, digest.
public struct TokenList: Sendable {
    public static let fileName = "control-tokens"

    public struct Entry: Hashable, Sendable {
        public var role: ControlRole
        /// Of the desk or device, never of a person: a to z, 0 to 9 and `-`, at most 32.
        public var name: String
        fileprivate var digest: [UInt8]
    }

    public private(set) var entries: [Entry] = []

    public init() {}

    /// Reads the text of a file. Throws a `TokenFileFault` that says which line is wrong.
    public init(text: String) throws(TokenFileFault) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.first == "#" { continue }
            let words = line.split(separator: " ")
            guard words.count == 3, let role = ControlRole(rawValue: String(words[0])), Self.isName(words[1]),
                let digest = Self.bytes(words[2])
            else { throw TokenFileFault(line: index + 1) }
            entries.append(Entry(role: role, name: String(words[1]), digest: digest))
        }
    }

    public var text: String {
        entries.map { entry in
            let digits = entry.digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "\(entry.role.rawValue) \(entry.name) \(digits)\n"
        }.joined()
    }

    /// Makes a token and gives it: nobody can ask for it again. Nil where the name is taken or is none.
    public mutating func add(_ role: ControlRole, name: String) -> String? {
        guard Self.isName(name[...]), !entries.contains(where: { $0.name == name }) else { return nil }
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<20).map { _ in Self.alphabet[Int.random(in: 0..<32, using: &generator)] }
        let token = stride(from: 0, to: 20, by: 5).map { String(letters[$0..<$0 + 5]) }.joined(separator: "-")
        entries.append(Entry(role: role, name: name, digest: Self.digest(of: token)))
        return token
    }

    /// False where there is none of this name.
    public mutating func remove(name: String) -> Bool {
        defer { entries.removeAll { $0.name == name } }
        return entries.contains { $0.name == name }
    }

    /// Whose token this is. As long for a wrong one as for a right one.
    func entry(of token: String) -> Entry? {
        let digest = Self.digest(of: token)
        var found: Entry?
        for entry in entries where zip(entry.digest, digest).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 { found = entry }
        return found
    }

    /// Crockford's: without I, L, O and U, which are misread and misheard (https://www.crockford.com/base32.html).
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// As it was typed: small letters, missing dashes and the letters that look like digits do not matter.
    private static func digest(of token: String) -> [UInt8] {
        let letters = token.uppercased().compactMap { letter -> Character? in
            switch letter {
            case "-", " ": nil
            case "O": "0"
            case "I", "L": "1"
            default: letter
            }
        }
        return Array(SHA256.hash(data: Data(String(letters).utf8)))
    }

    private static func isName(_ text: Substring) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }

    private static func bytes(_ digits: Substring) -> [UInt8]? {
        let values = digits.compactMap(\.hexDigitValue)
        guard digits.utf8.count == 64, values.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
    }
}

/// A line of a token file that cannot be read.
public struct TokenFileFault: Error, Hashable, CustomStringConvertible {
    public var line: Int

    public var description: String { "line \(line) is no token: take it out, or make the token anew" }
}
