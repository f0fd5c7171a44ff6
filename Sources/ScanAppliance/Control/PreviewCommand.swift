import ArgumentParser
import Control
import Diagnosis
import Foundation

struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract:
            "Draws what a gate's camera sees into the terminal. For technicians; that somebody looks is written down.")

    @OptionGroup var control: ControlOption
    @OptionGroup var place: GateOption

    @Flag(help: "Go on until Ctrl-C.")
    var live = false

    @Option(help: "Characters a line; as wide as the terminal where none are named.")
    var columns: Int?

    /// From one picture to the next, milliseconds.
    private static let interval: CInt = 200

    func validate() throws {
        if let columns, !(1...1000).contains(columns) { throw ValidationError("--columns: 1 to 1000") }
    }

    func run() throws {
        let client = try control.connect()
        let isTerminal = isatty(STDOUT_FILENO) == 1
        while true {
            let picture = try picture(from: client)
            let columns = columns ?? HalfBlocks.terminalColumns
            let lines = isTerminal ? picture.coloured(columns: columns) : picture.plain(columns: columns)
            try Output.write((lines.joined(separator: "\n") + "\n").utf8)
            guard live else { return }
            poll(nil, 0, Self.interval)
            // Back to the first line of the picture.
            if isTerminal { try Output.write("\u{1B}[\(lines.count)A".utf8) }
        }
    }

    private func picture(from client: ControlClient) throws -> HalfBlocks {
        do throws(ControlClientFault) { return HalfBlocks(try client.picture(of: place.gate)) } catch {
            throw ExitCode.saying(error)
        }
    }
}
