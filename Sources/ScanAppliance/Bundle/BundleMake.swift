import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

struct BundleMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Make a bundle of a trust folder and of pieces of configuration, signed by the root key.",
        discussion: """
            Of the trust folder it takes what gates read: the .pub files, those of administrators, and the lists of what is \
            withdrawn. Pieces of configuration may say everything but what is a board's own: its name, folders, camera and lines.
            """)

    @Option(help: ArgumentHelp("The root key.", valueName: "FILE"))
    var key: String

    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust: String

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("A piece of configuration, NAME.toml; may be given more than once.", valueName: "FILE"))
    var pieces: [String] = []

    @Option(
        help: ArgumentHelp(
            "Its version; higher than any before. The time of its making, as YYYYMMDDhhmmss, where none is named.",
            valueName: "N"))
    var version: UInt64?

    @Option(help: ArgumentHelp("Where the bundle goes.", valueName: "FILE"))
    var out: String

    func run() throws {
        let now = WallTime.now
        do {
            let files = try SiteFiles.trust(folder: trust) + SiteFiles.settings(pieces)
            let root = try SigningKey(file: key)
            let bundle = try SiteBundle(version: version ?? Self.version(of: now), created: now, files: files)
            try Output.write(bundle.signed(by: root), to: out)
            try Output.write(
                "version \(bundle.version), \(files.count) files, signed by \(Hex.text(root.publicKey.identifier)): \(out)\n"
                    .utf8)
        } catch { throw ExitCode.saying(error) }
    }

    /// 20261124215600 for that second of the day, in UTC.
    private static func version(of time: WallTime) -> UInt64 {
        UInt64(time.rfc3339.prefix(19).filter(\.isNumber)) ?? 0
    }
}
