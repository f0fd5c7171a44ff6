import ArgumentParser
import Control
import Foundation
import Station

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
        var list = try file.list()
        guard let token = list.add(role, name: name) else {
            throw ExitCode.usage.saying("\(name): this name is taken, or has letters that no name may have")
        }
        try file.keep(list)
        try Output.write("\(token)\n".utf8)
        // Beside the token, which may be on its way into a file.
        Output.note(Data("\(name): counts after scan-appliance reload\n".utf8))
    }
}

struct TokenListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Shows which tokens there are.")

    @OptionGroup var station: StationOption

    func run() throws {
        for entry in try TokenFile(folder: station.stateFolder()).list().entries {
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
        var list = try file.list()
        guard list.remove(name: name) else { throw ExitCode.found.saying("\(name): there is no such token") }
        try file.keep(list)
        Output.note(Data("\(name): taken back; a station at work takes it until scan-appliance reload\n".utf8))
    }
}

extension ControlRole: ExpressibleByArgument {}

extension TokenFile {
    /// The tokens that are kept. Ends the command where they cannot be read.
    fileprivate func list() throws -> TokenList {
        do { return try read() } catch { throw ExitCode.saying(error) }
    }

    /// Keeps other tokens. Ends the command where they cannot be written.
    fileprivate func keep(_ list: TokenList) throws {
        do { try write(list) } catch { throw ExitCode.saying(error) }
    }
}
