import ArgumentParser
import Credentials
import Foundation

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Keys of an issuer of passes.", subcommands: [New.self])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a signing key: FILE for the issuer alone, FILE.pub for every gate.")

        @Option(help: ArgumentHelp("Where the private key goes; never overwritten.", valueName: "FILE"))
        var out: String

        func run() throws {
            let key = SigningKey()
            let publicFile = out + ".pub"
            do throws(KeyFault) {
                try key.write(to: out)
                do throws(KeyFault) { try key.publicKey.write(to: publicFile) } catch {
                    unlink(out)
                    throw error
                }
            } catch { throw ExitCode.inputOutput.saying(error) }
            try Output.write(
                """
                key \(Hex.text(key.publicKey.identifier))
                \(out): the private key. Keep it with the issuer, back it up, and never copy it to a gate.
                \(publicFile): the public key. Copy it into the trust folder of every gate (/etc/scan-appliance/trust).

                """.utf8)
        }
    }
}
