import ArgumentParser
import Control
import Foundation

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows how a running station is.",
        discussion: "Exit 0: all is well; 1: something is wrong, and it says what; 69: no station answers.")

    @OptionGroup var control: ControlOption

    @Flag(help: "The answer as a JSON object.")
    var json = false

    func run() throws {
        let status = try control.ask(.status, for: StationStatus.self)
        try Output.write((json ? try JSONText.of(status) : status.lines.joined(separator: "\n") + "\n").utf8)
        if !status.isWell { throw ExitCode.found }
    }
}

struct FiguresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures", abstract: "Shows what a running station has counted since its start, as a JSON object.")

    @OptionGroup var control: ControlOption

    func run() throws {
        let figures = try control.ask(.figures, for: StationFigures.self)
        try Output.write(JSONText.of(figures).utf8)
    }
}

struct FollowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Shows what happens at a running station as it happens, a JSON object a line, until Ctrl-C.")

    @OptionGroup var control: ControlOption

    func run() throws {
        let client = try control.connect()
        do {
            _ = try client.ask(.follow, for: Greeting.self)
            while true { try Output.write("\(try client.nextEvent().line)\n".utf8) }
        } catch let fault as ControlClientFault { throw ExitCode.saying(fault) }
    }
}

/// What a station answers, for scripts: the same names as on the wire.
enum JSONText {
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}

extension StationStatus {
    /// Whether nothing needs a hand.
    var isWell: Bool {
        ledger.isWritable && clock.state != "untrusted" && trust.age != "stale"
            && gates.allSatisfy {
                $0.faults.isEmpty && $0.camera.fault == nil && !$0.reader.isAlarmed && $0.alarm == "quiet"
            }
    }

    /// For people.
    var lines: [String] {
        var lines = [
            "station \(station), up \(Int(uptime)) s", "clock   \(clock.time) \(clock.state)",
            "ledger  \(ledger.isWritable ? "" : "CANNOT BE WRITTEN, ")head \(ledger.head)", "policy  \(policy)",
        ]
        if let version = trust.version, let created = trust.created {
            lines.append("signers version \(version) of \(created), \(trust.age)")
        }
        if let occupancy { lines += occupancy.lines }
        if let phases {
            lines += phases.sorted { $0.key < $1.key }.map { "phase   \($0.key): \($0.value.words)" }
        }
        for gate in gates { lines += gate.words }
        return lines.map(TerminalText.escaped)
    }
}

extension GateStatus {
    fileprivate var words: [String] {
        let lit = lines.filter(\.value).keys.sorted()
        let walls = reader.walls.joined(separator: ", ")
        let look = reader.isLooking ? "looks (\(walls))" : reader.isAlarmed ? "FAILS AGAIN AND AGAIN" : "is starting"
        var text = [
            "gate    \(name) (\(direction)): lock \(lock), lit: \(lit.isEmpty ? "nothing" : lit.joined(separator: ", "))",
            "        reader \(look), camera \(camera.state), alarm \(alarm)",
        ]
        if let service { text.append("        IN SERVICE MODE for \(Int(service)) s more: nobody is admitted") }
        if let referral { text.append("        somebody was referred and may be admitted for \(Int(referral)) s more") }
        for fault in [camera.fault].compactMap(\.self) + faults {
            text.append("        \(fault.incident): \(fault.what)")
        }
        return text
    }
}
