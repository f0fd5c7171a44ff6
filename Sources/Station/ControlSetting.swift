import Control
import Glibc
import Vocabulary

/// What of the control socket stands outside of the program: its place, groups of the system, tokens.
struct ControlSetting {
    let path: String
    let roles: PeerRoles

    /// Looks the groups up.
    init(_ configuration: Configuration) {
        path = configuration.controlSocket
        var groups: [ControlRole: UInt32] = [:]
        for (role, name) in configuration.controlGroups {
            if let group = getgrnam(name) { groups[role] = group.pointee.gr_gid }
        }
        roles = PeerRoles(groups: groups, ownUser: geteuid())
    }

    /// The tokens of a state folder; none where no file is there. Throws a `TokenFault`.
    static func tokens(in folder: String) throws(TokenFault) -> TokenList {
        let path = "\(folder)/\(TokenList.fileName)"
        guard let file = fopen(path, "re") else {
            if errno == ENOENT { return TokenList() }
            throw TokenFault(description: "\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: mostBytes + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count <= mostBytes else { throw TokenFault(description: "\(path) is longer than any list of tokens") }
        do throws(TokenFileFault) {
            return try TokenList(text: String(decoding: bytes[..<count], as: UTF8.self))
        } catch {
            throw TokenFault(description: "\(path): \(error)")
        }
    }

    /// Hundreds of tokens; a station has a handful.
    private static let mostBytes = 64 * 1024
}

extension Configuration {
    /// Groups that `[control]` names and this system does not know: nobody has these roles by them.
    public var unknownControlGroups: [String] { controlGroups.values.filter { getgrnam($0) == nil }.sorted() }
}

/// Why tokens cannot be read.
struct TokenFault: Error, Hashable, CustomStringConvertible {
    var description: String
}
