import Admission
import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

struct TrustVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a trust folder as a gate does: its signatures, its order, and how old its list of signers is.",
        discussion: """
            Exit 0: a gate takes it; 1: it takes it with a warning, since the list is old or every signer of it has expired; \
            2: it takes it, and refers what the list verifies, since the list is too old; 78: it does not take it. A gate at \
            work besides takes no list that is older than the one it has.
            """)

    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust = Configuration.standardTrustFolder

    @Option(help: ArgumentHelp("Check for this time; without it, now.", valueName: "RFC3339"))
    var at: WallTime?

    @Flag(help: "Give a JSON object.")
    var json = false

    private struct Answer: Encodable {
        let age: String
        let version: UInt64?
        let created: String?
        let signers: Int
        let expired: Int
    }

    func run() throws {
        let store: TrustStore
        do { store = try TrustStore(folder: trust) } catch { throw ExitCode.saying(error) }
        let time = at ?? .now
        let rules = TrustAgePolicy()
        let age = store.bundleAge(at: time, old: rules.warn, stale: rules.limit)
        let signers = store.summary.signers
        let expired = signers.count { $0.notAfter.map { $0 < time } ?? false }
        let origin = store.bundleOrigin
        let answer = Answer(
            age: age.rawValue, version: origin?.version, created: origin?.created.rfc3339, signers: signers.count,
            expired: expired)
        try Output.write(json ? Array(try Output.json(answer)) : Array(text(answer).utf8))
        if age == .stale { throw ExitCode(2) }
        if age == .old || (expired > 0 && expired == signers.count) { throw ExitCode.found }
    }

    private func text(_ answer: Answer) -> String {
        guard let version = answer.version, let created = answer.created else {
            return "\(TerminalText.escaped(trust)): whole; it has no list of signers\n"
        }
        let words =
            switch answer.age {
            case "stale": "too old: bring a newer one"
            case "old": "old: bring a newer one"
            default: "fresh"
            }
        return "\(TerminalText.escaped(trust)): whole; list of signers version \(version) of \(created) is \(words); "
            + "\(answer.signers) signers, \(answer.expired) of them expired\n"
    }
}

struct TrustDenyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: "Put holders on a trust folder's signed denylist, or take them off: black.",
        discussion: """
            Done on a computer of the administration. A credential is named by its code, which must verify with the folder's \
            keys, or by 32 hexadecimal digits of its identifier (of a pass, what `pass show` says). The key is one of the \
            folder's administrators/*.pub. The list says of nobody who they are.
            """)

    @Option(help: ArgumentHelp("The private key of an administrator.", valueName: "KEY"))
    var key: String

    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust: String

    @Flag(help: "Take them off the list.")
    var remove = false

    @Argument(help: "Codes or identifiers.")
    var credentials: [String]

    func run() throws {
        let held: Int
        do {
            let signingKey = try SigningKey(file: key)
            let store = try TrustStore(folder: trust)
            let identifiers = Set(try credentials.enumerated().map { try identifier($1, number: $0 + 1, store) })
            held = try TrustStore.deny(
                remove ? [] : identifiers, allowing: remove ? identifiers : [], in: trust, signedBy: signingKey)
        } catch { throw ExitCode.saying(error) }
        try Output.write("\(held) on the denylist\n".utf8)
    }

    private func identifier(_ text: String, number: Int, _ store: TrustStore) throws -> [UInt8] {
        if let identifier = Hex.bytes(text), identifier.count == 16 { return identifier }
        switch store.examine(Payload(Array(text.utf8))).outcome {
        case .success(let credential): return credential.identifier
        case .failure(let refusal):
            throw ExitCode.usage.saying(
                "credential \(number): neither an identifier of 32 hexadecimal digits nor a code that verifies: "
                    + refusal.rawValue)
        }
    }
}
