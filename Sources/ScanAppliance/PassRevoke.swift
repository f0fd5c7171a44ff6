import ArgumentParser
import Credentials

struct PassRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Withdraw a pass: add its id to the revoked.txt of a trust folder.",
        discussion: "Copy the revoked.txt to every gate. Withdrawing a pass twice changes nothing.")

    @Argument(help: "The pass id (32 hexadecimal digits), or the pass itself (SP1:...).")
    var pass: String

    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust: String

    func run() throws {
        let identifier = try identifier()
        let isNew: Bool
        do { isNew = try RevocationList.revoke(identifier, in: trust) } catch {
            throw ExitCode.configuration.saying(error)
        }
        try Output.write("\(isNew ? "revoked" : "already revoked") \(Hex.text(identifier))\n".utf8)
    }

    private func identifier() throws -> [UInt8] {
        if let identifier = Hex.bytes(pass), identifier.count == 16 { return identifier }
        do { return try UnverifiedSitePass(Array(pass.utf8)).claims().identifier } catch {
            throw ExitCode.usage.saying("neither a pass id of 32 hexadecimal digits nor a pass: \(error.rawValue)")
        }
    }
}
