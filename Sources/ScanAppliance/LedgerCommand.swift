import ArgumentParser
import Foundation
import Ledger

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Looks after a station's ledger.", subcommands: [LedgerCheckCommand.self])
}

struct LedgerCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says whether every row of the ledger is as it was written.",
        discussion: """
            Exit 0: whole; 1: broken, and the first bad row is named; 74: unreadable. The gate may be at work meanwhile. A tail \
            that was cut off shows only against a head that was kept elsewhere: the journal has one for every hour.
            """)

    @OptionGroup var station: StationOption

    @Option(
        help: ArgumentHelp("A head that the journal tells of; may be given more than once.", valueName: "SEQUENCE:HMAC")
    )
    var head: [LedgerHead] = []

    @Flag(help: "The answer as a JSON object.")
    var json = false

    func run() throws {
        let folder = try station.stateFolder()
        let key: LedgerKey
        do { key = try LedgerKey(loadingFrom: folder) } catch { throw ExitCode.saying(error) }
        let check = LedgerCheck(folder: folder, key: key, known: head)
        let text = json ? String(decoding: try JSONEncoder().encode(LedgerCheckLine(check)), as: UTF8.self) : "\(check)"
        try Output.write("\(text)\n".utf8)
        if check.exitCode != 0 { throw ExitCode(check.exitCode) }
    }
}

extension LedgerHead: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// What `ledger check --json` says.
private struct LedgerCheckLine: Encodable {
    let state: String
    var rows: Int?
    var head: String?
    var row: Int64?
    var what: String?

    init(_ check: LedgerCheck) {
        switch check {
        case .whole(let rows, let head):
            state = "whole"
            self.rows = rows
            self.head = "\(head)"
        case .broken(let sequence, let flaw):
            state = "broken"
            row = sequence
            what = flaw.words
        case .unreadable(let why):
            state = "unreadable"
            what = why
        }
    }
}
