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
            do { try key.write(to: out) } catch { throw ExitCode.inputOutput.saying(error) }
            do {
                try Data(key.publicKey.fileText.utf8).write(
                    to: URL(fileURLWithPath: publicFile), options: .withoutOverwriting)
            } catch {
                try? FileManager.default.removeItem(atPath: out)
                throw ExitCode.inputOutput.saying(
                    "\(publicFile): exists already or cannot be written, so no key was made: choose another name")
            }
            try Output.write(
                """
                key \(Hex.text(key.publicKey.identifier))
                \(out): the private key. Keep it with the issuer, back it up, and never copy it to a gate.
                \(publicFile): the public key. Copy it into the trust folder of every gate (/etc/scan-appliance/trust).

                """.utf8)
        }
    }
}
