import ArgumentParser
import Control
import Credentials
import Foundation

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Keeps the tokens by which people act through a console.",
        discussion: "What is changed counts after `scan-appliance reload`.",
        subcommands: [TokenNewCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

struct TokenNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Makes a token and shows it, once: the station keeps only its digest.")

    @Option(help: "watch, officer, technician or administrator.")
    var role: ControlRole

    @Option(help: "The desk or device it is for, never a person: a to z, 0 to 9 and -, at most 32.")
    var name: String

    @OptionGroup var station: StationOption

    func run() throws {
        let file = TokenFile(folder: try station.stateFolder())
        var list = try file.read()
        guard let token = list.add(role, name: name) else {
            throw ExitCode.usage.saying("\(name): this name is taken, or has letters that no name may have")
        }
        try file.write(list)
        try Output.write("\(token)\n".utf8)
        // Beside the token, which may be on its way into a file.
        Output.note(Data("\(name): counts after scan-appliance reload\n".utf8))
    }
}

struct TokenListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Shows which tokens there are.")

    @OptionGroup var station: StationOption

    func run() throws {
        for entry in try TokenFile(folder: station.stateFolder()).read().entries {
            try Output.write("\(entry.role.rawValue)  \(entry.name)\n".utf8)
        }
    }
}

struct TokenRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Takes a token back.")

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var station: StationOption

    func run() throws {
        let file = TokenFile(folder: try station.stateFolder())
        var list = try file.read()
        guard list.remove(name: name) else { throw ExitCode.found.saying("\(name): there is no such token") }
        try file.write(list)
        Output.note(Data("\(name): taken back; a station at work takes it until scan-appliance reload\n".utf8))
    }
}

extension ControlRole: ExpressibleByArgument {}

/// The file of a station's tokens.
private struct TokenFile {
    let folder: String
    private var path: String { "\(folder)/\(TokenList.fileName)" }

    init(folder: String) { self.folder = folder }

    func read() throws -> TokenList {
        guard FileManager.default.fileExists(atPath: path) else { return TokenList() }
        do { return try TokenList(text: String(contentsOfFile: path, encoding: .utf8)) } catch {
            throw ExitCode.configuration.saying("\(path): \(error)")
        }
    }

    /// Whole or not at all, for the eyes of whoever owns the folder: root may make it for the service.
    func write(_ list: TokenList) throws {
        let unfinished = "\(path).new"
        unlink(unfinished)
        do throws(SystemError) {
            let owner = try OpenFile(folder, O_RDONLY | O_DIRECTORY).status()
            try OpenFile(unfinished, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600).write(Array(list.text.utf8))
            if geteuid() == 0 { try SystemError.checked { chown(unfinished, owner.st_uid, owner.st_gid) } }
            try SystemError.checked { rename(unfinished, path) }
        } catch {
            let mend = error.code == EACCES ? ": only the gate's user and root may" : ""
            let code = error.code == EACCES ? ExitCode.permission : .inputOutput
            throw code.saying("\(path): cannot be written: \(error.words)\(mend)")
        }
    }
}
