import Admission
import ArgumentParser
import Control
import Foundation
import Station
import Vocabulary

struct ClockShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Say what the station believes about the time, and why.",
        discussion: "Exit 0 where the time is trusted or in holdover, 1 where it is not.")

    @OptionGroup var station: StationOption

    @Flag(help: "One JSON object.")
    var json = false

    /// What is told; in JSON under these names in snake case.
    private struct Told: Encodable {
        var state: String
        /// As the station counts it; nil where it has no evidence since the boot.
        var time: String?
        /// The board's clock.
        var system: String
        /// What stands by the time.
        var sources: [String]
        /// Seconds since the last evidence.
        var evidenceAge: Double?
        /// Seconds after which the time is no longer believed, if no evidence comes.
        var remaining: Double?
        var floor: String
        var newestCode: String?
    }

    func run() throws {
        let folder = try station.stateFolder()
        guard let record = ClockRecord(folder: folder) else {
            throw ExitCode.inputOutput.saying(
                "\(folder)/clock.json: not there or not readable: the gate writes it when it runs; read it as its user")
        }
        let (trust, now) = (record.trust, BootTime.now)
        let told = Self.told(trust, at: now)
        try Output.write(json ? JSONLine.encode(told) : Array(Self.text(told).utf8))
        if trust.state(at: now) == .untrusted { throw ExitCode.found }
    }

    private static func told(_ trust: ClockTrust, at now: BootTime) -> Told {
        let age = trust.memory.lastEvidence.map { now - $0 }
        let remaining = age.map { max(0, (trust.rules.holdover - $0).inMilliseconds / 1000) }
        return Told(
            state: trust.state(at: now).rawValue, time: trust.time(at: now)?.rfc3339, system: WallTime.now.rfc3339,
            sources: trust.memory.standing.keys.map(\.rawValue).sorted(),
            evidenceAge: age.map { ($0.inMilliseconds / 1000).rounded() }, remaining: remaining?.rounded(),
            floor: trust.floor.time.rfc3339, newestCode: trust.memory.newestCode?.rfc3339)
    }

    private static func text(_ told: Told) -> String {
        func age(_ seconds: Double?) -> String? {
            seconds.map {
                $0 < 7200 ? "\(Int($0)) s" : $0 < 172_800 ? "\(Int($0 / 3600)) h" : "\(Int($0 / 86400)) days"
            }
        }
        // Its type stands here because Swift 6.2 gives up on it otherwise.
        let lines: [(String, String)] = [
            ("state", told.state), ("time", told.time ?? "not known since the board was started"),
            ("board's clock", told.system),
            ("sources", told.sources.isEmpty ? "none stands by it" : told.sources.joined(separator: ", ")),
            ("last evidence", age(told.evidenceAge).map { "\($0) ago" } ?? "none since the board was started"),
            ("believed for", age(told.remaining) ?? "0 s"), ("floor", told.floor),
            ("newest code", told.newestCode ?? "none"),
        ]
        return lines.map { "\($0.0.padding(toLength: 15, withPad: " ", startingAt: 0))\($0.1)\n" }.joined()
    }
}
