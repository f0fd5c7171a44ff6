import ArgumentParser
import Credentials
import Foundation
import Vocabulary

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Examine and judge payloads as a gate would, without a gate.",
        discussion: """
            Payloads are arguments, or lines on standard input whose bytes are taken exactly, or with --whole all of it. Each \
            gives one line; codes of one card of several count once all were given, and the last one's line tells of the \
            card. Whether a single-use pass was used before is not known here. Exit 0 whatever the verdicts; 64 for what is \
            no base64, 74 where standard input cannot be read, 78 for a faulty trust folder or configuration.
            """)

    @OptionGroup var judging: JudgingOptions

    @Flag(help: "Give a JSON object a line.")
    var json = false

    @Flag(help: "The payloads are in base64.")
    var base64 = false

    @Flag(help: "Standard input is one payload, whatever lines it has; a last line's end is not of it.")
    var whole = false

    @Argument(help: "What codes say.")
    var payloads: [String] = []

    /// Longer lines are too long for a code, also where four letters stand for three bytes.
    private var lineLimit: Int { base64 ? (Payload.maximumLength / 3 + 1) * 4 : Payload.maximumLength }

    func validate() throws {
        if whole, !payloads.isEmpty { throw ValidationError("--whole is for standard input: leave the payloads out") }
    }

    func run() throws {
        var examiner: Examiner
        do { examiner = try Examiner(judging) } catch { throw ExitCode.saying(error) }
        guard payloads.isEmpty else {
            let lines = try RawArguments.bytes(of: payloads).enumerated().map { index, bytes in
                try line(examiner.answer(try payload(bytes, isCut: false, "argument \(index + 1)")))
            }
            return try Output.write(lines.joined().utf8)
        }
        if whole {
            let bytes = try wholeInput()
            let code = examiner.answer(try payload(bytes, isCut: bytes.count > lineLimit, "standard input"))
            return try Output.write(try line(code).utf8)
        }
        var reader = LineReader(limit: lineLimit)
        var answers = ""
        var number = 0
        func flush() throws {
            try Output.write(answers.utf8)
            answers = ""
        }
        do {
            while let read = try reader.next(beforeWaiting: flush) {
                number += 1
                answers += try line(examiner.answer(try payload(read.bytes, isCut: read.isCut, "line \(number)")))
            }
        } catch let error as SystemError {
            throw ExitCode.inputOutput.saying("standard input cannot be read: \(error.words)")
        } catch {
            try flush()
            throw error
        }
    }

    /// A little more than a payload can have, where there is more.
    private func wholeInput() throws -> [UInt8] {
        do {
            var bytes = try FileHandle.standardInput.read(upToCount: lineLimit + 3).map { Array($0) } ?? []
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            return bytes
        } catch {
            throw ExitCode.inputOutput.saying("standard input cannot be read: \(error.systemWords)")
        }
    }

    private func payload(_ bytes: [UInt8], isCut: Bool, _ place: String) throws -> Payload {
        guard base64 else { return isCut ? Payload(cut: bytes) : Payload(bytes) }
        guard let decoded = Data(base64Encoded: Data(bytes)) else {
            throw ExitCode.usage.saying("\(place): not base64")
        }
        return isCut ? Payload(cut: decoded) : Payload(decoded)
    }

    private func line(_ code: ExaminedCode) throws -> String {
        guard json else { return code.text + "\n" }
        return String(decoding: try Output.json(code), as: UTF8.self)
    }
}
