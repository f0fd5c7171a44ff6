import ArgumentParser
import Credentials

struct PassRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Withdraw a pass: add its id to the revoked.txt of a trust folder.",
        discussion: """
            Copy the revoked.txt to every gate. Withdrawing a pass twice changes nothing. A list of many passes, an id of 32 \
            hexadecimal digits a line, goes into revoked.passes, of which ten million cost a gate no memory; copy it beside and \
            rename it, since a list that is written over in place withdraws every pass until it is read anew.
            """)

    @Argument(help: "The pass id (32 hexadecimal digits), or the pass itself (SP1:...).")
    var pass: String?

    @Option(help: ArgumentHelp("Withdraw all passes of this list instead.", valueName: "FILE"))
    var list: String?

    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust: String

    func validate() throws {
        if (pass == nil) == (list == nil) { throw ValidationError("name a pass, or a list with --list") }
    }

    func run() throws {
        let said: String
        do {
            if let list {
                said = "revoked \(try RevocationList.revoke(listedIn: list, in: trust)) more passes"
            } else {
                let identifier = try identifier(of: pass ?? "")
                let isNew = try RevocationList.revoke(identifier, in: trust)
                said = "\(isNew ? "revoked" : "already revoked") \(Hex.text(identifier))"
            }
        } catch { throw ExitCode.saying(error) }
        try Output.write("\(said)\n".utf8)
    }

    private func identifier(of pass: String) throws -> [UInt8] {
        if let identifier = Hex.bytes(pass), identifier.count == 16 { return identifier }
        do { return try UnverifiedSitePass(Array(pass.utf8)).claims().identifier } catch {
            throw ExitCode.usage.saying("neither a pass id of 32 hexadecimal digits nor a pass: \(error.rawValue)")
        }
    }
}
