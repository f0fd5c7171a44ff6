import ArgumentParser
import Control
import Credentials
import Foundation
import Vocabulary

struct PassShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Say what a pass says, and whether it may be believed.",
        discussion: "Exit 0 for a pass, 1 where it cannot be read, or where --trust does not confirm it.")

    @Argument(help: "SP1:...")
    var payload: String

    @Option(help: ArgumentHelp("Check it against this trust folder.", valueName: "DIR"))
    var trust: String?

    @Flag(help: "One JSON object.")
    var json = false

    /// What is told; in JSON under these names in snake case.
    private struct Told: Encodable {
        var format = CredentialFormat.sitePass.rawValue
        var pass: String
        var issuer: String
        var `class`: String
        /// Nil is all.
        var stations: [String]?
        var notBefore: String
        var expires: String
        var singleUse: Bool
        /// The code of the phone it is bound to.
        var deviceKey: String?
        var key: String?
        /// `unchecked` where no trust folder was given.
        var signature: String
        var revoked: Bool?
    }

    func run() throws {
        let bytes = Array(payload.utf8)
        var examination: Examination?
        if let trust {
            do { examination = try TrustStore(folder: trust).examine(Payload(bytes)) } catch {
                throw ExitCode.configuration.saying(error)
            }
        }
        let told: Told
        do {
            let unverified = try UnverifiedSitePass(bytes)
            told = Self.told(try unverified.claims(), key: unverified.keyIdentifier, examination)
        } catch {
            throw ExitCode.found.saying("this is no pass that can be read: \(error.rawValue)")
        }
        try Output.write(json ? JSONLine.encode(told) : Array(Self.text(told).utf8))
        if case .failure = examination?.outcome { throw ExitCode.found }
    }

    private static func told(_ pass: SitePass, key: [UInt8]?, _ examination: Examination?) -> Told {
        var stations: [String]?
        if case .stations(let names) = pass.scope { stations = names.sorted() }
        return Told(
            pass: Hex.text(pass.identifier), issuer: pass.issuer, class: pass.holderClass.rawValue, stations: stations,
            notBefore: pass.notBefore.rfc3339, expires: pass.expires.rfc3339, singleUse: pass.isSingleUse,
            deviceKey: pass.deviceKey?.text,
            key: key.map { Hex.text($0) }, signature: examination?.signature.rawValue ?? "unchecked",
            revoked: (try? examination?.outcome.get())?.isRevoked)
    }

    private static func text(_ told: Told) -> String {
        let believed =
            switch told.signature {
            case SignatureState.valid.rawValue: "valid"
            case "unchecked": "NOT CHECKED: nothing below is certain (--trust DIR checks it)"
            default: "\(told.signature.uppercased()): nothing below can be believed"
            }
        let lines = [
            ("signature", believed), ("pass", told.pass), ("key", told.key ?? "none"), ("issuer", told.issuer),
            ("class", told.class), ("stations", told.stations?.joined(separator: ", ") ?? "all"),
            ("not before", told.notBefore), ("expires", told.expires), ("single use", told.singleUse ? "yes" : "no"),
            ("phone", told.deviceKey ?? "any"), ("revoked", told.revoked.map { $0 ? "YES" : "no" } ?? "not known"),
        ]
        return lines.map { "\($0.0.padding(toLength: 12, withPad: " ", startingAt: 0))\($0.1)\n" }.joined()
    }
}
