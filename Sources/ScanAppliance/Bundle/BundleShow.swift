import ArgumentParser
import Credentials
import Foundation
import Station

struct BundleShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is in a bundle, and whether a root key signed it.",
        discussion: "Exit 0 where the signature was checked and is right, or was not to be checked; 1 where it is not.")

    @OptionGroup var bundle: BundleFile

    @Option(help: ArgumentHelp("The root of trust it must be signed by.", valueName: "FILE.pub"))
    var root: String?

    @Flag(help: "A JSON object.")
    var json = false

    func run() throws {
        let bytes = try bundle.read()
        let shown: ShownBundle
        var fault: SiteBundleFault?
        do {
            let unverified = try UnverifiedSiteBundle(bytes)
            fault = try checkSignature(of: unverified)
            shown = ShownBundle(
                try unverified.claimed(), key: unverified.keyIdentifier ?? [],
                signature: root == nil ? "unchecked" : fault == nil ? "valid" : "invalid")
        } catch { throw ExitCode.saying(error) }
        if json {
            try Output.write(try Output.json(shown))
        } else {
            try Output.write(shown.text.utf8)
        }
        if let fault { throw ExitCode.found.saying(fault) }
    }

    /// What is wrong with the signature; nil where nothing is, or no root was named.
    private func checkSignature(of bundle: UnverifiedSiteBundle) throws -> SiteBundleFault? {
        guard let root else { return nil }
        let key = try PublicKey(file: root)
        do throws(SiteBundleFault) {
            _ = try bundle.verified(by: key)
            return nil
        } catch { return error }
    }
}

/// What is shown of a bundle.
private struct ShownBundle: Encodable {
    struct File: Encodable {
        var name: String
        var bytes: Int
    }

    var version: UInt64
    var created: String
    var key: String
    var signature: String
    var files: [File]

    init(_ bundle: SiteBundle, key: [UInt8], signature: String) {
        version = bundle.version
        created = bundle.created.rfc3339
        self.key = Hex.text(key)
        self.signature = signature
        files = bundle.files.map { File(name: $0.name, bytes: $0.bytes.count) }
    }

    var text: String {
        let head = "version \(version), made \(created), key \(key), signature \(signature)\n"
        return head + files.map { "  \($0.name)  \($0.bytes) bytes\n" }.joined()
    }
}
