import ArgumentParser
import Credentials
import Foundation
import Glibc
import Vocabulary

struct ClockCode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Draw a time code: shown to a gate, it tells it the time.",
        discussion: """
            For a gate that has no network and no battery clock. This machine's clock must be right. The key's .pub file must \
            be in the folder administrators of the gate's trust folder. A code is good for a minute and taken once; on a \
            terminal a fresh one is drawn every five seconds until Ctrl-C.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case terminal, png, text
    }

    @Option(help: ArgumentHelp("The administrator's private key.", valueName: "FILE"))
    var key: String

    @Option(help: ArgumentHelp("Only this station takes it.", valueName: "ID"))
    var station: String?

    @Option(help: "How it is drawn.")
    var format = Format.terminal

    @Option(help: ArgumentHelp("Where a picture goes.", valueName: "FILE"))
    var out: String?

    private static let refresh: CInt = 5000

    func validate() throws {
        if format == .png, out == nil, isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("a picture is not for a terminal: --out FILE, or --format terminal")
        }
        if let station, !(1...64).contains(station.utf8.count) {
            throw ValidationError("--station: a station's name has 1 to 64 bytes")
        }
    }

    func run() throws {
        let signingKey: SigningKey
        do { signingKey = try SigningKey(file: key) } catch { throw ExitCode.configuration.saying(error) }
        guard format == .terminal, out == nil, isatty(STDOUT_FILENO) == 1 else {
            return try Output.write(try drawing(by: signingKey), to: out)
        }
        // The screen is cleared each time, so that a code never stands beside an older one.
        while true {
            let words = "\(WallTime.now.rfc3339.prefix(19))Z, \(station ?? "any station"). Ctrl-C ends it.\n"
            try Output.write(Array("\u{1B}[H\u{1B}[2J".utf8) + (try drawing(by: signingKey)) + Array(words.utf8))
            poll(nil, 0, Self.refresh)
        }
    }

    private func drawing(by key: SigningKey) throws -> [UInt8] {
        let code = TimeCode(time: .now, station: station).signed(by: key)
        return switch format {
        case .terminal: try PassIssue.draw(code, as: .terminal)
        case .png: try PassIssue.draw(code, as: .png)
        case .text: try PassIssue.draw(code, as: .text)
        }
    }
}
