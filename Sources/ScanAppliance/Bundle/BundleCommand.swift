import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Site bundles: keys, revocations and settings for many gates in one signed file.",
        discussion: """
            A gate whose root of trust is set believes only the keys in the bundle that was applied last. The file comes to it \
            on a USB stick or by scp.
            """,
        subcommands: [BundleMake.self, BundleShow.self, BundleApply.self, BundleRoot.self])
}

/// The bundle file that is meant.
struct BundleFile: ParsableArguments {
    @Argument(help: ArgumentHelp("The bundle.", valueName: "FILE"))
    var file: String

    /// Its bytes. Ends the command where it cannot be read.
    func read() throws -> [UInt8] { try Self.read(file) }

    static func read(_ file: String) throws -> [UInt8] {
        do { return try OpenFile(file, O_RDONLY).read(limit: SiteBundle.maximumLength) } catch {
            throw ExitCode.inputOutput.saying("\(file): cannot be read: \(error.words)")
        }
    }
}

struct BundleRoot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root",
        abstract: "Set a gate's root of trust, once, when it is mounted: root.pub beside its configuration.",
        discussion: """
            From then on only keys of site bundles that this key signed count. The private half stays with the administration.
            """)

    @Argument(help: ArgumentHelp("The public half of the root key, as key new makes it.", valueName: "FILE.pub"))
    var key: String

    @Option(name: .customLong("config"), help: "The station's configuration.")
    var configurationFile = Configuration.standardFile

    func run() throws {
        do {
            let key = try PublicKey(file: key)
            try RootOfTrust.set(key, beside: configurationFile)
            try Output.write(
                "root of trust \(Hex.text(key.identifier)): \(RootOfTrust.file(beside: configurationFile))\n".utf8)
        } catch { throw ExitCode.saying(error) }
    }
}

struct BundleApply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Put a bundle in place at a gate: whole, or not at all.",
        discussion: """
            It counts only if the gate's root of trust signed it and its version is higher than any before; the same \
            bundle again changes nothing. A gate at work takes it within seconds, another one when it starts; it writes that down.
            """)

    @OptionGroup var bundle: BundleFile

    @Option(name: .customLong("config"), help: "The station's configuration.")
    var configurationFile = Configuration.standardFile

    /// Three of the gate's looks.
    private static let patience = Duration.seconds(6)

    func run() throws {
        let signed = try bundle.read()
        let applied: SiteApplication
        do { applied = try SiteApplication(signed, to: configurationFile) } catch { throw ExitCode.saying(error) }
        let version = applied.bundle.version
        let end = MonotonicTime.now + Self.patience
        while applied.state == .waiting, MonotonicTime.now < end { poll(nil, 0, 50) }
        switch applied.state {
        case .taken: try Output.write("version \(version) is in force\n".utf8)
        case .waiting:
            let words = """
                version \(version) is in place, and no gate has taken it yet: it is taken at the next start. A gate at work says \
                in its journal what keeps it.

                """
            try Output.write(words.utf8)
        case .refused(let reason): throw ExitCode.found.saying("the gate did not take version \(version): \(reason)")
        }
    }
}
