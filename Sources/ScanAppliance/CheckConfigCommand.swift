import ArgumentParser
import Foundation
import Station

struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Says everything that is wrong with a configuration and whom it trusts, and touches nothing.",
        discussion: "Exit 0 where all is well, 78 where not. It may be called while the gate is at work.")

    @Option(name: .customLong("config"), help: "The configuration file; the files of conf.d beside it are read too.")
    var configurationFile = Configuration.standardFile

    @Flag(help: "A JSON object.")
    var json = false

    func run() throws {
        var fault: SettingsFault?
        var settings: StationSettings?
        do throws(SettingsFault) { settings = try StationSettings(file: configurationFile) } catch { fault = error }
        if json { try Output.write(try Output.json(CheckedConfiguration(settings, fault))) }
        guard let fault else {
            if !json { try Output.write("\(configurationFile): all is well\n\(settings.map(Self.notes) ?? "")".utf8) }
            return
        }
        throw json ? ExitCode.configuration : ExitCode.saying(fault)
    }

    /// What is no fault and should be known.
    private static func notes(_ settings: StationSettings) -> String {
        let folder = settings.configuration.trustFolder
        let trust =
            settings.bundle.map { "site bundle \($0)" }
            ?? "no root of trust is set: whoever can write \(folder) decides whose passes count"
        let groups = settings.configuration.unknownControlGroups.map {
            "control: this machine has no group \"\($0)\": on the gate's board make it, or correct [control]"
        }
        return ([trust] + groups).map { "\($0)\n" }.joined()
    }
}

/// What `check-config --json` says.
private struct CheckedConfiguration: Encodable {
    struct Fault: Encodable {
        var file: String
        var line: Int?
        var what: String
    }

    var isValid: Bool
    var station: String?
    var gates: [String]?
    /// The version of the site bundle in force.
    var bundle: UInt64?
    /// A short identity of keys and revocations.
    var policy: String?
    var faults: [Fault]

    enum CodingKeys: String, CodingKey {
        case isValid = "valid"
        case station, gates, bundle, policy, faults
    }

    init(_ settings: StationSettings?, _ fault: SettingsFault?) {
        isValid = fault == nil
        station = settings?.configuration.station
        gates = settings?.configuration.gates.map(\.name)
        bundle = settings?.bundle
        policy = settings?.trust.fingerprint
        faults = fault?.items.map { Fault(file: $0.path, line: $0.line, what: $0.what) } ?? []
    }
}
