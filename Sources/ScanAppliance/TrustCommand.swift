import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

struct TrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Whom a gate believes.",
        subcommands: [TrustImportCommand.self, TrustShowCommand.self, TrustVerifyCommand.self, TrustDenyCommand.self])
}

struct TrustImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Compile published lists of signers to one signed bundle, in a trust folder for gates.",
        discussion: """
            Done on a computer of the administration, never on a gate. Says of each list how many of its keys were taken, and \
            of every other why it was not. Exit 0; 74 where a file cannot be read, 78 where one is no such list.
            """)

    @Option(help: ArgumentHelp("The private key that signs the bundle (`key new`).", valueName: "KEY"))
    var rootKey: String

    @Option(help: ArgumentHelp("The trust folder to write.", valueName: "DIR"))
    var out: String

    @Option(help: ArgumentHelp("A list of document signers (signed JSON of certificates).", valueName: "FILE"))
    var dscJson: [String] = []

    @Option(help: ArgumentHelp("A DID document of the WHO's network.", valueName: "FILE"))
    var did: [String] = []

    @Option(help: ArgumentHelp("Certificates in PEM.", valueName: "FILE"))
    var pem: [String] = []

    @Option(
        help: ArgumentHelp(
            "Keys of SMART Health Cards: a JWKS, with its issuer's address before it if it may sign for that one alone, or a "
                + "snapshot of many issuers.",
            valueName: "[ISSUER=]FILE"))
    var jwks: [String] = []

    @Option(
        help: ArgumentHelp(
            "Keys of a visitor system's tokens, with their issuer before them.", valueName: "[ISSUER=]FILE"))
    var tokenJwks: [String] = []

    @Option(help: ArgumentHelp("An authority in a CMS message that the trust anchor signed.", valueName: "FILE"))
    var cms: [String] = []

    @Option(help: ArgumentHelp("The trust anchor of --cms, a certificate in PEM.", valueName: "FILE"))
    var anchor: String?

    @Option(
        help: ArgumentHelp("An issuer's list of withdrawn SMART Health Cards.", valueName: "ISSUER=FILE"))
    var revokedCards: [String] = []

    @Option(
        help: ArgumentHelp(
            "Hashes of withdrawn certificates, of 16 bytes in base64 or hexadecimal, one a line.", valueName: "FILE"))
    var revokedHashes: [String] = []

    func validate() throws {
        guard cms.isEmpty || anchor != nil else { throw ValidationError("--cms needs --anchor: who signed it") }
        for option in revokedCards where Self.issuer(option).issuer == nil {
            throw ValidationError("--revoked-cards \(option): write https://ISSUER=FILE")
        }
    }

    func run() throws {
        let key: SigningKey
        do { key = try SigningKey(file: rootKey) } catch { throw ExitCode.configuration.saying(error) }
        var lists = TrustImport()
        do {
            for file in dscJson { try lists.add(signerList: try bytes(of: file), file: file) }
            for file in did { try lists.add(did: try bytes(of: file), file: file) }
            for file in pem { try lists.add(pem: try bytes(of: file), file: file) }
            for file in cms {
                try lists.add(cms: try bytes(of: file), anchor: try bytes(of: anchor ?? ""), file: file)
            }
            for option in revokedCards {
                let (issuer, file) = Self.issuer(option)
                try lists.add(withdrawnCards: try bytes(of: file), issuer: issuer ?? "", file: file)
            }
            for file in revokedHashes {
                lists.add(withdrawnHashes: String(decoding: try bytes(of: file), as: UTF8.self), file: file)
            }
            for option in jwks {
                let (issuer, file) = Self.issuer(option)
                try lists.add(cardKeys: try bytes(of: file), issuer: issuer, file: file)
            }
            for option in tokenJwks {
                let (issuer, file) = Self.issuer(option)
                try lists.add(tokenKeys: try bytes(of: file), issuer: issuer, file: file)
            }
        } catch let fault as TrustImport.Unreadable { throw ExitCode.configuration.saying(fault) }
        let counts = lists.counts.map {
            "\($0.file): \($0.taken) of \($0.offered) keys taken, \($0.known) known before\n"
        }
        let refused = lists.refused.map { "not taken: \(TerminalText.escaped("\($0)"))\n" }
        try Output.write((counts + refused).joined().utf8)
        do {
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            let version = try lists.write(to: out, signedBy: key, at: .now)
            try Output.write("\(out): version \(version)\n".utf8)
        } catch { throw ExitCode.saying(error) }
    }

    private func bytes(of file: String) throws -> [UInt8] {
        do { return Array(try Data(contentsOf: URL(fileURLWithPath: file))) } catch {
            throw ExitCode.inputOutput.saying("\(file): cannot be read: \(error.systemWords)")
        }
    }

    /// What stands before the last `=`, and the file after it; no issuer where the whole is the name of a file.
    private static func issuer(_ option: String) -> (issuer: String?, file: String) {
        guard let equals = option.lastIndex(of: "="), !FileManager.default.fileExists(atPath: option) else {
            return (nil, option)
        }
        return (String(option[..<equals]), String(option[option.index(after: equals)...]))
    }
}

struct TrustShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a trust folder holds, checked as a gate checks it.")

    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust = Configuration.standardTrustFolder

    func run() throws {
        let summary: TrustSummary
        do { summary = try TrustStore(folder: trust).summary } catch { throw ExitCode.saying(error) }
        var lines = [
            "issuers of site passes: \(summary.issuers)", "withdrawn passes: \(summary.withdrawnPasses)",
            "withdrawn certificates: \(summary.withdrawnCertificates)", "badges: \(summary.badges)",
            "denied: \(summary.denied)",
        ]
        if let version = summary.version, let created = summary.created {
            lines.append("bundle: version \(version) of \(created.rfc3339), \(summary.signers.count) signers")
        }
        lines += summary.signers.map { signer in
            let from = signer.notBefore.map { $0 > .now ? "not before \($0.rfc3339), " : "" } ?? ""
            let until = signer.notAfter.map { "until \($0.rfc3339)" } ?? "without end"
            return "  \(signer.role)  \(signer.issuer ?? "-")  \(signer.identifier)  \(signer.algorithm)  "
                + from + until
        }
        try Output.write(lines.map { TerminalText.escaped($0) + "\n" }.joined().utf8)
    }
}
