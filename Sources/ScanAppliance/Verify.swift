import Admission
import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Examine and judge payloads as a gate would, without a gate.",
        discussion: """
            Payloads are arguments, or lines on standard input whose bytes are taken exactly. Each gives one line; whether a \
            single-use pass was used before is not known here. Exit 0 whatever the verdicts.
            """)

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("Take trust folder, station and opening hours from this configuration.", valueName: "FILE"))
    var configurationFile: String?

    @Option(help: ArgumentHelp("The trust folder (standard: /etc/scan-appliance/trust).", valueName: "DIR"))
    var trust: String?

    @Option(
        help: ArgumentHelp(
            "Judge for this station; without it and a configuration the station is not judged.", valueName: "ID"))
    var station: String?

    @Option(help: ArgumentHelp("Judge for this time, as 2026-11-24T08:00:00Z; without it, now.", valueName: "RFC3339"))
    var at: WallTime?

    @Flag(help: "Give a JSON object a line.")
    var json = false

    @Flag(help: "The payloads are in base64.")
    var base64 = false

    @Argument(help: "What codes say.")
    var payloads: [String] = []

    /// Longer lines are too long for a code, also where four letters stand for three bytes.
    private var lineLimit: Int { base64 ? (Payload.maximumLength / 3 + 1) * 4 : Payload.maximumLength }

    func run() throws {
        let examiner: Examiner
        do { examiner = try Examiner(self) } catch { throw ExitCode.saying(error) }
        guard payloads.isEmpty else {
            let lines = try RawArguments.bytes(of: payloads).enumerated().map { index, bytes in
                answer(examiner.examine(try payload(bytes, isCut: false, "argument \(index + 1)")))
            }
            return try Output.write(lines.joined().utf8)
        }
        var reader = LineReader(limit: lineLimit)
        var answers = ""
        var number = 0
        func flush() throws {
            try Output.write(answers.utf8)
            answers = ""
        }
        do {
            while let line = try reader.next(beforeWaiting: flush) {
                number += 1
                answers += answer(examiner.examine(try payload(line.bytes, isCut: line.isCut, "line \(number)")))
            }
        } catch let error as SystemError {
            throw ExitCode.inputOutput.saying("standard input cannot be read: \(error.words)")
        } catch {
            try flush()
            throw error
        }
    }

    private func payload(_ bytes: [UInt8], isCut: Bool, _ place: String) throws -> Payload {
        guard base64 else { return isCut ? Payload(cut: bytes) : Payload(bytes) }
        guard let decoded = Data(base64Encoded: Data(bytes)) else {
            throw ExitCode.usage.saying("\(place): not base64")
        }
        return isCut ? Payload(cut: decoded) : Payload(decoded)
    }

    private func answer(_ answer: (examination: Examination, reason: Reason)) -> String {
        let (examination, reason) = answer
        let format = examination.format?.rawValue
        let holderClass = (try? examination.outcome.get())?.holderClass.rawValue
        let signature = examination.signature.rawValue
        guard json else {
            let known = [format, "signature \(signature)", holderClass].compactMap(\.self).joined(separator: ", ")
            return "\(reason.verdict.rawValue) \(reason.rawValue): \(reason.words) (\(known))\n"
        }
        // Every value is a word of a fixed list, and needs no escaping.
        func quoted(_ word: String?) -> String { word.map { "\"\($0)\"" } ?? "null" }
        return """
            {"format":\(quoted(format)),"signature":\(quoted(signature)),"class":\(quoted(holderClass)),\
            "verdict":\(quoted(reason.verdict.rawValue)),"reason":\(quoted(reason.rawValue))}

            """
    }
}

/// Whom to believe, and by which rules and time to judge.
private struct Examiner {
    let trust: TrustStore
    let policy: Policy
    let time: WallTime?

    init(_ options: Verify) throws {
        let configuration: Configuration?
        if let folder = options.trust {
            trust = try TrustStore(folder: folder)
            configuration = try options.configurationFile.map { try Configuration(file: $0) }
        } else if let file = options.configurationFile {
            let settings = try StationSettings(file: file)
            trust = settings.trust
            configuration = settings.configuration
        } else {
            trust = try TrustStore(folder: Configuration.standardTrustFolder)
            configuration = nil
        }
        policy = Policy(station: options.station ?? configuration?.station, hours: configuration?.hours ?? [:])
        time = options.at
    }

    func examine(_ payload: Payload) -> (examination: Examination, reason: Reason) {
        let examination = trust.examine(payload)
        let time = time ?? .now
        let clock = Clock(time: time, state: .trusted, minute: .local(at: time))
        return (examination, policy.judge(examination, at: clock) { false })
    }
}
