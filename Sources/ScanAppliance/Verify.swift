import Admission
import ArgumentParser
import Credentials
import Foundation
import Vocabulary

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Examine and judge payloads as a gate would, without a gate.",
        discussion: """
            Payloads are arguments, or lines on standard input whose bytes are taken exactly. Each gives one line; whether a \
            single-use pass was used before is not known here. Exit 0 whatever the verdicts.
            """)

    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust = "/etc/scan-appliance/trust"

    @Option(help: ArgumentHelp("Judge for this station; without it the station is not judged.", valueName: "ID"))
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
        let store: TrustStore
        do { store = try TrustStore(folder: trust) } catch { throw ExitCode.configuration.saying(error) }
        guard payloads.isEmpty else {
            let lines = try RawArguments.bytes(of: payloads).enumerated().map { index, bytes in
                answer(store.examine(try payload(bytes, isCut: false, "argument \(index + 1)")))
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
                answers += answer(store.examine(try payload(line.bytes, isCut: line.isCut, "line \(number)")))
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

    private func answer(_ examination: Examination) -> String {
        let time = at ?? .now
        let reason = Policy(station: station).judge(
            examination, at: Clock(time: time, state: .trusted, minute: MinuteOfWeek(localTimeOf: time)),
            isSpent: { false })
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
