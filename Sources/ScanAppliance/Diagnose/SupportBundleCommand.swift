import ArgumentParser
import Control
import Diagnosis
import Foundation
import Ledger
import Station
import Vocabulary

struct SupportBundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "support-bundle",
        abstract: "Gathers in one file what somebody far away needs to help: no personal data, no secrets.",
        discussion: """
            A tar file with versions, configuration, the station's state, its journal, and its last incidents. No decision, no \
            hash of a credential, no key, no token and no picture is in it. Read it before you send it: tar -xOf FILE | less.
            """)

    @Option(name: .customLong("config"), help: ArgumentHelp("The station's configuration.", valueName: "FILE"))
    var configurationFile = Configuration.standardFile

    @Option(help: ArgumentHelp("Where it goes.", valueName: "FILE.tar.gz"))
    var out: String

    func run() throws {
        guard !FileManager.default.fileExists(atPath: out) else {
            throw ExitCode.usage.saying("\(out): is there already: name a new file")
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scan-appliance-support-\(UUID())")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw ExitCode.inputOutput.saying("\(folder.path): cannot be made: \(error.systemWords)") }
        defer { try? FileManager.default.removeItem(at: folder) }
        let support = SupportBundle(configurationFile: configurationFile)
        let pieces = support.pieces
        for piece in pieces {
            try Output.write(piece.text.utf8, to: folder.appendingPathComponent(piece.name).path)
        }
        guard
            support.machine.output(
                of: "/usr/bin/tar", ["-czf", out, "--owner=0", "--group=0", "-C", folder.path] + pieces.map(\.name))
                != nil
        else { throw ExitCode.inputOutput.saying("\(out): tar cannot write it") }
        try Output.write("\(out): \(pieces.map(\.name).joined(separator: ", "))\n".utf8)
    }
}
