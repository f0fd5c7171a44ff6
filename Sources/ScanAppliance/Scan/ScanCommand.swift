import ArgumentParser
import Camera
import Foundation
import Vocabulary

/// `scan-appliance scan`: what the scanner of a gate reads in files.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Scan the frames of files with the gate's own reader.",
        discussion: """
            Takes y4m (mono and 4:2:0), PNG, JPEG and PGM, whatever their names. A y4m is one sequence; a still picture is \
            shown for some frames, as it would be held before the gate. The reader is locked in as a gate's is, and replaced \
            where a frame takes it more than a second: such a frame is a line with the error "budget". Exits with 0 \
            whatever is found, with 74 where a file could not be read. With --verify each code is judged as `verify` does \
            what it says, and by the same options.
            """)

    @Flag(help: "One JSON object a frame.")
    var json = false

    @Flag(help: "One ordinary zbar scan of each whole frame instead, still pictures shown once.")
    var plain = false

    @Flag(help: "Say of each code what it is worth.")
    var verify = false

    @OptionGroup var judging: JudgingOptions

    @Option(help: ArgumentHelp("For how many frames a still picture is shown (4; with --plain 1).", valueName: "N"))
    var hold: Int?

    @Option(help: "How to read, as in the configuration: frugal, balanced or thorough.")
    var preset = ReadingPlan.Preset.balanced

    @Option(help: ArgumentHelp("These attempts instead of the preset's, with commas between.", valueName: "NAMES"))
    var attempts: String?

    @Argument(help: ArgumentHelp("What to scan.", valueName: "FILE"))
    var files: [String]

    func validate() throws {
        guard hold ?? 1 >= 1 else { throw ValidationError("--hold is a number of frames, 1 or more") }
        _ = try plan()
    }

    func run() throws {
        var examiner: Examiner?
        if verify {
            do { examiner = try Examiner(judging) } catch { throw ExitCode.saying(error) }
        }
        let reader = ScanReader(try plan())
        var isWhole = true
        for file in files {
            do {
                try scan(file, with: reader, judgedBy: &examiner)
            } catch let fault as CameraFault {
                isWhole = false
                Output.note(Data("scan-appliance: \(TerminalText.escaped(fault.what))\n".utf8))
            }
        }
        if !isWhole { throw ExitCode(EX_IOERR) }
    }

    private func plan() throws -> ReadingPlan {
        var plan = plain ? .plain : ReadingPlan(preset)
        guard let attempts else { return plan }
        plan.attempts = try attempts.split(separator: ",").map { name in
            guard let kind = AttemptKind(rawValue: String(name)) else {
                let known = AttemptKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--attempts: \(TerminalText.escaped(String(name))) is none of \(known)")
            }
            return kind
        }
        return plan
    }

    /// One file is one sequence: each begins with a scanner that has seen nothing.
    private func scan(_ file: String, with reader: ScanReader, judgedBy examiner: inout Examiner?) throws {
        let isStill = try reader.begin(file)
        let last = isStill ? hold ?? (plain ? 1 : 4) : .max
        var number = 0
        while number < last {
            let answer = try reader.frame(UInt64(number))
            if case .end = answer { return }
            let line = ScanLine(answer, source: file, frame: number) { examiner?.answer($0) }
            try Output.write(json ? try Output.json(line) : Data("\(line.text)\n".utf8))
            number += 1
        }
    }
}

extension ReadingPlan.Preset: ExpressibleByArgument {}
